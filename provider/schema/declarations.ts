// What the generated files are made from: the provider's settings, resources, functions and named types, with their
// descriptions. Runs at development time only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { configurationSchema } from "../configuration";
import { functionNames, functions, type FunctionName } from "../functions/registry";
import { handlers, resourceTypes, type ResourceType } from "../registry";
import { Documentation } from "./documentation";
import { TypeCollector, type EnumSpec, type ObjectSpec } from "./types";
import { pascalCase } from "./typescript-text";

export const PACKAGE = "coderd";

/** What the provider itself is, in the package schema and on its class. */
export const PROVIDER_SUMMARY =
  "The connection to one Coder server, as one user. Without an explicit provider, resources take the stack's " +
  "configuration (`coderd:url` and so on).";
const CONFIGURATION_FILE = "provider/configuration.ts";
const FUNCTIONS_FILE = "provider/functions/registry.ts";

/** The declaration of a resource or a function. */
export interface Declaration {
  /** `Template`; for a function, `getTemplate`. */
  type: string;
  /** What it is, in prose. */
  summary: string;
  /** Examples and the like, which only the package schema has after the summary. */
  details: readonly string[];
  inputs: z.ZodObject;
  outputs: z.ZodObject;
  /** File that holds the inputs and outputs with their doc comments. */
  file: string;
  /** Path from an export of the file: `templateInputs` or `functions.getTemplate.inputs`. */
  inputsName: string;
  outputsName: string;
}

/** A declaration in the terms of the package schema. */
export interface Described {
  type: string;
  summary: string;
  details: readonly string[];
  inputs: ObjectSpec;
  outputs: ObjectSpec;
}

export interface Collection {
  settings: ObjectSpec;
  resources: readonly Described[];
  functions: readonly Described[];
  /** Named types, by token. */
  types: Record<string, ObjectSpec | EnumSpec>;
}

/** All declarations of this package, read from the sources under `root`. */
export function collectAll(root: string): Collection {
  const files = [CONFIGURATION_FILE, FUNCTIONS_FILE, ...resourceTypes.map(propertiesFile)];
  return collect(new Documentation(root, files), {
    resources: resourceTypes.map((type) => resourceDeclaration(root, type)),
    functions: functionNames.map(functionDeclaration),
  });
}

export function collect(
  documentation: Documentation,
  declared: { resources: readonly Declaration[]; functions: readonly Declaration[] },
): Collection {
  const types = new TypeCollector(PACKAGE);
  const settings = types.inputs(
    configurationSchema,
    documentation.ofSchema(CONFIGURATION_FILE, "configurationSchema", "input"),
    "Configuration",
  );
  const describe = (declaration: Declaration): Described => described(types, documentation, declaration);
  const resources = declared.resources.map(describe);
  const functions = declared.functions.map(describe);
  return { settings, resources, functions, types: types.collected() };
}

function described(types: TypeCollector, documentation: Documentation, declaration: Declaration): Described {
  const { type, summary, details, file, inputsName, outputsName } = declaration;
  const owner = pascalCase(type);
  const inputs = types.inputs(declaration.inputs, documentation.ofSchema(file, inputsName, "input"), owner);
  const outputs = types.outputs(
    declaration.outputs,
    documentation.ofSchema(file, outputsName, "output"),
    owner,
    inputs,
  );
  return { type, summary, details, inputs, outputs };
}

function resourceDeclaration(root: string, type: ResourceType): Declaration {
  const { inputSchema, outputSchema, nameForm } = handlers[type];
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  const page = readFileSync(join(root, "provider", "schema", "examples", `${kebabCase(type)}.md`), "utf8");
  return {
    type,
    summary: summaryOf(page, type),
    details: [exampleSection(page), importSection(type, nameForm)],
    inputs: inputSchema,
    outputs: outputSchema,
    file: propertiesFile(type),
    inputsName: `${name}Inputs`,
    outputsName: `${name}Outputs`,
  };
}

function functionDeclaration(name: FunctionName): Declaration {
  const { description, inputs, outputs } = functions[name];
  return {
    type: name,
    summary: description,
    details: [],
    inputs,
    outputs,
    file: FUNCTIONS_FILE,
    inputsName: `functions.${name}.inputs`,
    outputsName: `functions.${name}.outputs`,
  };
}

/** @throws Error when there is no text before the first example */
export function summaryOf(page: string, type: string): string {
  const paragraphs = page
    .replace(/^### [^]*/m, "")
    .trim()
    .split(/\n\s*\n/);
  if (paragraphs[0] === "")
    throw new Error(`The page of \`${type}\` in provider/schema/examples/ does not say what the resource is.`);
  return paragraphs.map((paragraph) => paragraph.split("\n").join(" ")).join("\n\n");
}

/** Each heading of the page begins an example. */
function exampleSection(page: string): string {
  const examples = page.split(/^(?=### )/m).filter((part) => part.startsWith("### "));
  const sections = examples.map((example) => `{{% example %}}\n${example.trim()}\n{{% /example %}}`);
  return ["{{% examples %}}", "## Example Usage", ...sections, "{{% /examples %}}"].join("\n\n");
}

function importSection(type: string, nameForm: string | undefined): string {
  const by = nameForm === undefined ? "By its id" : `By its id, or by name as \`${nameForm}\``;
  const command = `pulumi import ${PACKAGE}:index:${type} main ${nameForm ?? "ID"}`;
  return `## Import\n\n${by}:\n\n\`\`\`sh\n${command}\n\`\`\``;
}

function propertiesFile(type: string): string {
  return `provider/resources/${kebabCase(type)}/properties.ts`;
}

function kebabCase(type: string): string {
  return type.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
}
