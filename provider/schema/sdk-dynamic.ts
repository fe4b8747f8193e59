// What a program on the dynamic host imports: classes of resources, and both forms of functions.
import type { Collection, Described } from "./declarations";
import { classMembers, factsName, functionNames, listText, plainSummary, secretOutputs } from "./sdk-parts";
import { docComment } from "./typescript-text";

/** Text of sdk/generated/dynamic.ts. */
export function dynamicFile({ resources, functions }: Collection): string {
  return [
    `// Made by \`npm run schema\` from the declarations in provider/. Do not edit.
import * as pulumi from "@pulumi/pulumi";
import { lifted, plain } from "../dynamic-functions";
import { DynamicRegistration, isOfType, type DynamicResourceOptions } from "../dynamic-resource";
import type * as types from "./types";
`,
    ...resources.map(classText),
    ...functions.map(functionText),
  ].join("\n");
}

function classText(resource: Described): string {
  const { type, summary, outputs } = resource;
  return `export interface ${type} extends types.${type}Outputs {}
${docComment(summary)}
export class ${type} extends pulumi.CustomResource {
  constructor(name: string, args: types.${type}Args, options?: DynamicResourceOptions) {
    const registration = new DynamicRegistration(${factsName(type)}, name, args, options);
    try {
      super(registration.token, name, registration.properties, options);
    } finally {
      registration.end();
    }
  }

${classMembers(type, "DynamicResourceOptions")}
}

const ${factsName(type)} = { type: "${type}", outputs: ${listText(Object.keys(outputs.properties))} };
`;
}

function functionText(described: Described): string {
  const { type, summary } = described;
  const { args, outputArgs, result } = functionNames(described);
  const isSecret = secretOutputs(described).length > 0;
  return `${docComment(plainSummary(described))}
export function ${type}(${args}): Promise<${result}>;
export function ${type}(...given: readonly unknown[]): Promise<unknown> {
  return plain("${type}", given);
}
${docComment(summary)}
export function ${type}Output(${outputArgs}): pulumi.Output<${result}>;
export function ${type}Output(...given: readonly unknown[]): pulumi.Output<unknown> {
  return lifted("${type}", given${isSecret ? ", { isSecret: true }" : ""});
}
`;
}
