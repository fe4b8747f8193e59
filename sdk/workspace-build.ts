// WorkspaceBuild: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { workspaceBuildInputs, workspaceBuildOutputs } from "../provider/resources/workspace-build/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type WorkspaceBuildArgs = ResourceInputs<typeof workspaceBuildInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface WorkspaceBuild extends ResourceOutputs<typeof workspaceBuildOutputs> {}

/**
 * One build of a workspace, on demand: it is made when the resource is created, and again when an input changes.
 *
 * Deleting the resource leaves the workspace and its history as they are.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class WorkspaceBuild extends CoderResource {
  constructor(name: string, args: WorkspaceBuildArgs, options?: pulumi.CustomResourceOptions) {
    super("WorkspaceBuild", name, args, workspaceBuildOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): WorkspaceBuild {
    return new WorkspaceBuild(name, {} as WorkspaceBuildArgs, { ...options, id });
  }
}
