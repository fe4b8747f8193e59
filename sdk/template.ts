// Template: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { templateInputs, templateOutputs } from "../provider/resources/template/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type TemplateArgs = ResourceInputs<typeof templateInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Template extends ResourceOutputs<typeof templateOutputs> {}

/**
 * A template: its metadata, and which of its versions new workspaces get.
 *
 * Deleting it needs that no workspace uses it any more, or `forceDelete`.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Template extends CoderResource {
  constructor(name: string, args: TemplateArgs, options?: pulumi.CustomResourceOptions) {
    super("Template", name, args, templateOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Template {
    return new Template(name, {} as TemplateArgs, { ...options, id });
  }
}
