// What classes of resources on the dynamic host register, and the options that this host can follow.
import * as pulumi from "@pulumi/pulumi";
import { providerLine } from "./dynamic-provider";
import { QuietTraces } from "./quiet-traces";
import { versionSources } from "./version-sources";

declare const onlyWithThePlugin: unique symbol;

/** An option that the dynamic host can't follow: nothing is of this type. */
export type OnlyWithThePlugin<Option> = Option & { readonly [onlyWithThePlugin]: never };

type Unavailable = "import" | "provider" | "customTimeouts";

/**
 * Options of a resource on the dynamic host. It refuses three of Pulumi's options, and `replaceOnChanges` has no effect
 * there; the classes of `pulumi-coderd/plugin` have them all.
 */
export interface DynamicResourceOptions extends Omit<pulumi.CustomResourceOptions, Unavailable> {
  /** Not on this host. Use the class of `pulumi-coderd/plugin`, or set `adopt` where the resource has it. */
  import?: OnlyWithThePlugin<pulumi.ID>;
  /** Not on this host. Use `Provider` and the class of `pulumi-coderd/plugin`. */
  provider?: OnlyWithThePlugin<pulumi.ProviderResource>;
  /** Not on this host. Use the class of `pulumi-coderd/plugin`, or set `coderd:jobTimeoutSeconds` for the stack. */
  customTimeouts?: OnlyWithThePlugin<pulumi.CustomTimeouts>;
}

export interface DynamicResourceFacts {
  type: string;
  /** Names of all outputs. */
  outputs: readonly string[];
}

/** What a program in JavaScript, or one with a cast, is told about an option that this host can't follow. */
const ADVICE: Readonly<Record<Unavailable, string>> = {
  import:
    "Import it with the class of `pulumi-coderd/plugin`. On the dynamic host, `get` reads an object without " +
    "managing it, and the input `adopt` takes over a template, a workspace or a group.",
  provider:
    "Pass it to the class of `pulumi-coderd/plugin`. The dynamic host takes the server and the token from the " +
    "stack's configuration (`coderd:url` and so on) or from the environment.",
  customTimeouts:
    "Use the class of `pulumi-coderd/plugin`. The dynamic host takes the longest time of a job from " +
    "`coderd:jobTimeoutSeconds` of the stack's configuration.",
};

/** What a class hands to Pulumi's constructor. A base class would be taken for the place in the program. */
export class DynamicRegistration {
  readonly token: string;
  private readonly traces: QuietTraces;

  /** @throws pulumi.RunError */
  constructor({ type, outputs }: DynamicResourceFacts, name: string, args: object, options?: DynamicResourceOptions) {
    refuseUnavailable(type, name, options);
    this.token = tokenOf(type);
    this.traces = new QuietTraces({
      // Only outputs that are named here are resolved.
      ...Object.fromEntries(outputs.map((key) => [key, undefined])),
      ...args,
      ...versionSources(args, isOfType),
      __urn: urnOf(name, this.token, options?.parent),
      // The engine does not tell a dynamic provider these options.
      ...(options?.ignoreChanges?.length && { __ignoreChanges: options.ignoreChanges }),
      ...(options?.deleteBeforeReplace === true && { __deleteBeforeReplace: true }),
      // The engine previews no creation on this host. The provider's check drops it.
      ...(pulumi.runtime.isDryRun() && { __preview: true }),
      __provider: providerLine(type),
    });
  }

  get properties(): pulumi.Inputs {
    return this.traces.properties;
  }

  /** To be called after Pulumi's constructor, also when that throws. */
  end(): void {
    this.traces.end();
  }
}

/** Whether a value is a resource of a type on this host, made by this copy of the package or by another one. */
export function isOfType(value: unknown, type: string): boolean {
  return pulumi.CustomResource.isInstance(value) && Reflect.get(value, "__pulumiType") === tokenOf(type);
}

function tokenOf(type: string): string {
  return `pulumi-nodejs:dynamic/coderd:${type}`;
}

/** @throws pulumi.RunError */
function refuseUnavailable(type: string, name: string, options: DynamicResourceOptions = {}): void {
  for (const [option, advice] of Object.entries(ADVICE)) {
    if (options[option as Unavailable] !== undefined)
      throw new pulumi.RunError(`${type} "${name}": the dynamic host can't follow the option \`${option}\`. ${advice}`);
  }
}

/**
 * The resource's URN, which the dynamic host learns only from the program. It is a promise because an output would make
 * the resource depend on its parent, and for a component that means on all children of the component, itself included.
 */
function urnOf(name: string, token: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (parent === undefined) return pulumi.createUrn(name, token);
  return new Promise((resolve) => pulumi.createUrn(name, token, parent).apply(resolve));
}
