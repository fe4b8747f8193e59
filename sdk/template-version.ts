// TemplateVersion: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { templateVersionInputs, templateVersionOutputs } from "../provider/resources/template-version/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type TemplateVersionArgs = ResourceInputs<typeof templateVersionInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface TemplateVersion extends ResourceOutputs<typeof templateVersionOutputs> {}

/**
 * A version of a template: Terraform files that the server has imported.
 *
 * It is made and imported before the one it replaces is archived, so a template is never without a version that works.
 * A version whose import fails does not disturb the active one.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class TemplateVersion extends CoderResource {
  constructor(name: string, args: TemplateVersionArgs, options?: pulumi.CustomResourceOptions) {
    super("TemplateVersion", name, args, templateVersionOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): TemplateVersion {
    return new TemplateVersion(name, {} as TemplateVersionArgs, { ...options, id });
  }
}
