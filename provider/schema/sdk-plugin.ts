// What a program on the plugin imports: the provider, classes of resources, and both forms of functions.
import { PROVIDER_SUMMARY, type Collection, type Described } from "./declarations";
import { classMembers, factsName, functionNames, listText, plainSummary, secretOutputs } from "./sdk-parts";
import type { ObjectSpec } from "./types";
import { docComment } from "./typescript-text";

/** Text of sdk/generated/plugin.ts. */
export function pluginFile({ settings, resources, functions }: Collection, version: string): string {
  return [
    `// Made by \`npm run schema\` from the declarations in provider/. Do not edit.
import * as pulumi from "@pulumi/pulumi";
import { invoke, invokeOutput } from "../plugin-functions";
import { isOfType, PluginProvider, PluginRegistration } from "../plugin-resource";
import type * as types from "./types";

const VERSION = ${JSON.stringify(version)};
`,
    providerText(settings),
    ...resources.map(classText),
    ...functions.map(functionText),
  ].join("\n");
}

function providerText(settings: ObjectSpec): string {
  const texts = Object.entries(settings.properties).flatMap(([key, { type }]) => (type === "string" ? [] : [key]));
  const secrets = Object.entries(settings.properties).flatMap(([key, { secret }]) => (secret === true ? [key] : []));
  return `${docComment(PROVIDER_SUMMARY)}
export class Provider extends PluginProvider {
  constructor(name: string, args: types.ProviderArgs = {}, options?: pulumi.ResourceOptions) {
    super({ version: VERSION, secrets: ${listText(secrets)}, json: ${listText(texts)} }, name, args, options);
  }

  /** Whether a value is a \`Provider\`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is Provider {
    return isOfType(value, "pulumi:providers:coderd");
  }
}
`;
}

function classText(resource: Described): string {
  const { type, summary, inputs, outputs } = resource;
  const secretInputs = Object.keys(inputs.properties).filter((key) => inputs.properties[key]?.secret === true);
  const facts = [
    `type: "${type}"`,
    "version: VERSION",
    `outputs: ${listText(Object.keys(outputs.properties))}`,
    `secretInputs: ${listText(secretInputs)}`,
    `secretOutputs: ${listText(secretOutputs(resource))}`,
  ];
  return `export interface ${type} extends types.${type}Outputs {}
${docComment(summary)}
export class ${type} extends pulumi.CustomResource {
  constructor(name: string, args: types.${type}Args, options?: pulumi.CustomResourceOptions) {
    const registration = new PluginRegistration(${factsName(type)}, args, options);
    try {
      super(registration.token, name, registration.properties, registration.options);
    } finally {
      registration.end();
    }
  }

${classMembers(type, "pulumi.CustomResourceOptions")}
}

const ${factsName(type)} = { ${facts.join(", ")} };
`;
}

function functionText(described: Described): string {
  const { type, summary } = described;
  const { args, outputArgs, result } = functionNames(described);
  return `${docComment(plainSummary(described))}
export function ${type}(${args}, options?: pulumi.InvokeOptions): Promise<${result}> {
  return invoke("${type}", args, { version: VERSION, ...options });
}
${docComment(summary)}
export function ${type}Output(${outputArgs}, options?: pulumi.InvokeOutputOptions): pulumi.Output<${result}> {
  return invokeOutput("${type}", args, { version: VERSION, ...options });
}
`;
}
