// The base class of each resource, and the types that a program sees, made from the zod declarations.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ResourceType } from "../provider/registry";
import { providerLine } from "./dynamic-provider";

/** A plain type whose every part may be an Output. */
type DeepInput<Type> = pulumi.Input<
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

/** @public The package's declarations name it. */
export type Constructor<Args, Resource> = new (
  name: string,
  args: Args,
  options?: pulumi.CustomResourceOptions,
) => Resource;

export interface ResourceClass<Args, Outputs> extends Constructor<Args, pulumi.CustomResource & Outputs> {
  /** Reads an existing resource by its id, without managing it. */
  get<Resource>(
    this: Constructor<Args, Resource>,
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): Resource;
}

/** The base class of a resource with these arguments and outputs. */
export function defineResource<Args extends object, Outputs>(
  type: ResourceType,
  outputs: z.ZodObject,
): ResourceClass<Args, Outputs> {
  const token = `pulumi-nodejs:dynamic/coderd:${type}`;
  const Base = class extends pulumi.CustomResource {
    constructor(name: string, args: Args, options?: pulumi.CustomResourceOptions) {
      super(
        token,
        name,
        {
          // Only outputs that are named here are resolved.
          ...Object.fromEntries(Object.keys(outputs.shape).map((key) => [key, undefined])),
          ...args,
          __urn: urnOf(name, token, options?.parent),
          // The engine does not tell a dynamic provider these options.
          ...(options?.ignoreChanges?.length && { __ignoreChanges: options.ignoreChanges }),
          ...(options?.deleteBeforeReplace === true && { __deleteBeforeReplace: true }),
          __provider: providerLine(type),
        },
        options,
      );
    }

    static get(name: string, id: pulumi.Input<pulumi.ID>, options?: pulumi.CustomResourceOptions) {
      return new this(name, {} as Args, { ...options, id });
    }
  };
  return Base as unknown as ResourceClass<Args, Outputs>;
}

/**
 * The resource's URN, which the dynamic host learns only from the program. It is a promise because an output would make
 * the resource depend on its parent, and for a component that means on all children of the component, itself included.
 */
function urnOf(name: string, token: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return pulumi.createUrn(name, token);
  return new Promise((resolve) => pulumi.createUrn(name, token, parent).apply(resolve));
}
