// BuildParameters: the class that a program uses.
import type * as pulumi from "@pulumi/pulumi";
import { buildParametersInputs, buildParametersOutputs } from "../provider/resources/build-parameters/properties";
import { CoderResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type BuildParametersArgs = ResourceInputs<typeof buildParametersInputs>;

// The properties come from the declaration, with their docs.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface BuildParameters extends ResourceOutputs<typeof buildParametersOutputs> {}

/**
 * Values of some parameters of a workspace that is not managed here. All else about the workspace is left alone.
 *
 * Deleting the resource leaves the values as they are.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export class BuildParameters extends CoderResource {
  constructor(name: string, args: BuildParametersArgs, options?: pulumi.CustomResourceOptions) {
    super("BuildParameters", name, args, buildParametersOutputs, options);
  }

  /** Reads an existing one by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions): BuildParameters {
    return new BuildParameters(name, {} as BuildParametersArgs, { ...options, id });
  }
}
