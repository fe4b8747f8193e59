// What classes of resources on the plugin register, and the base class of its provider.
import * as pulumi from "@pulumi/pulumi";
import { QuietTraces } from "./quiet-traces";
import { versionSources } from "./version-sources";

export interface PluginResourceFacts {
  type: string;
  /** Version of this package, and so of the plugin that the engine is to take. */
  version: string;
  /** Names of all outputs. */
  outputs: readonly string[];
  secretInputs: readonly string[];
  secretOutputs: readonly string[];
}

/** What a class hands to Pulumi's constructor. A base class would be taken for the place in the program. */
export class PluginRegistration {
  readonly token: string;
  readonly options: pulumi.CustomResourceOptions;
  private readonly traces: QuietTraces;

  constructor(facts: PluginResourceFacts, args: object, options: pulumi.CustomResourceOptions | undefined) {
    const { type, version, outputs, secretInputs, secretOutputs } = facts;
    this.token = tokenOf(type);
    this.options = pulumi.mergeOptions(
      {
        version,
        // The plugin takes over what the dynamic host made.
        aliases: [{ type: `pulumi-nodejs:dynamic/coderd:${type}` }],
        ...(secretOutputs.length > 0 && { additionalSecretOutputs: [...secretOutputs] }),
      },
      options,
    );
    this.traces = new QuietTraces({
      // Only outputs that are named here are resolved.
      ...Object.fromEntries(outputs.map((key) => [key, undefined])),
      ...withSecrets(args, secretInputs),
      ...versionSources(args, isOfType),
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

export interface PluginProviderFacts {
  version: string;
  /** Names of the settings that are always secret. */
  secrets: readonly string[];
  /** Names of the settings that are no texts: the engine hands a provider's settings on as JSON. */
  json: readonly string[];
}

export class PluginProvider extends pulumi.ProviderResource {
  constructor(
    { version, secrets, json }: PluginProviderFacts,
    name: string,
    args: object,
    options: pulumi.ResourceOptions | undefined,
  ) {
    const settings = Object.entries(withSecrets(args, secrets)).map(([key, value]) => [
      key,
      json.includes(key) && value !== undefined ? pulumi.jsonStringify(value) : value,
    ]);
    super("coderd", name, Object.fromEntries(settings) as pulumi.Inputs, pulumi.mergeOptions({ version }, options));
  }
}

/** Whether a value is a resource of a type on the plugin, made by this copy of the package or by another one. */
export function isOfType(value: unknown, type: string): boolean {
  const token = type.includes(":") ? type : tokenOf(type);
  return pulumi.CustomResource.isInstance(value) && Reflect.get(value, "__pulumiType") === token;
}

function tokenOf(type: string): string {
  return `coderd:index:${type}`;
}

/** @param args undefined when a JavaScript program leaves them out */
function withSecrets(args: object | undefined, names: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(args ?? {}).map(([key, value]: [string, unknown]) => [
    key,
    names.includes(key) && value !== undefined ? pulumi.secret(value) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
