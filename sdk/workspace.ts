// Workspace: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { workspaceInputs, workspaceOutputs } from "../provider/resources/workspace/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type WorkspaceArgs = ResourceInputs<typeof workspaceInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Workspace extends ResourceOutputs<typeof workspaceOutputs> {}

/**
 * A workspace of a template, running or stopped, with the values of its parameters and its schedule.
 *
 * Properties that the program does not declare are left as they are on the server.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class Workspace extends CoderResource {
  constructor(name: string, args: WorkspaceArgs, options?: pulumi.CustomResourceOptions) {
    super("Workspace", name, args, workspaceOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): Workspace {
    return new Workspace(name, {}, { ...options, id });
  }
}
