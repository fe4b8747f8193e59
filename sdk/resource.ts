// Base class of all resources, and the mapping from zod declarations to the types that a program sees.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ResourceType } from "../provider/registry";
import { providerLine } from "./dynamic-provider";

/** A plain type whose every part may be an Output. */
export type DeepInput<Type> = pulumi.Input<
  Type extends readonly (infer Item)[]
    ? DeepInput<Item>[]
    : Type extends object
      ? { [Key in keyof Type]: DeepInput<Type[Key]> }
      : Type
>;

/** Constructor arguments of a resource: its input declaration, each property an Input. */
export type ResourceInputs<Schema extends z.ZodType> = {
  [Key in keyof z.input<Schema>]: DeepInput<z.input<Schema>[Key]>;
};

/** Properties of a resource: its output declaration, each property an Output. */
export type ResourceOutputs<Schema extends z.ZodType> = {
  readonly [Key in keyof z.output<Schema>]-?: pulumi.Output<z.output<Schema>[Key]>;
};

export abstract class CoderResource extends pulumi.CustomResource {
  protected constructor(
    type: ResourceType,
    name: string,
    args: object,
    outputs: z.ZodObject,
    options: pulumi.CustomResourceOptions | undefined,
  ) {
    const token = `pulumi-nodejs:dynamic/coderd:${type}`;
    super(
      token,
      name,
      {
        // The engine resolves only the properties that are named here.
        ...Object.fromEntries(Object.keys(outputs.shape).map((key) => [key, undefined])),
        ...args,
        __urn: urnOf(name, token, options?.parent),
        // The engine tells a dynamic provider nothing of it.
        ...(options?.ignoreChanges?.length && { __ignoreChanges: options.ignoreChanges }),
        ...(options?.deleteBeforeReplace === true && { __deleteBeforeReplace: true }),
        __provider: providerLine(type),
      },
      options,
    );
  }
}

/**
 * The resource's URN, which only the program can tell the dynamic host. As a promise it carries no dependency on the
 * parent: for a component that would be one on all its children, this resource among them.
 */
function urnOf(name: string, token: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return pulumi.createUrn(name, token);
  return new Promise((resolve) => pulumi.createUrn(name, token, parent).apply(resolve));
}
