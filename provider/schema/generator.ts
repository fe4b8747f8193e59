// The Pulumi package schema, made from the zod declarations and their doc comments. `npm run schema` writes schema.json
// and the functions of the sdk. Runs at development time only.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { configurationSchema } from "../configuration";
import { functionNames, functions, type FunctionName } from "../functions/registry";
import { handlers, resourceTypes, type ResourceType } from "../registry";
import { Documentation, documentationOfClass } from "./documentation";
import { sdkFunctions } from "./sdk-functions";
import { TypeCollector, type EnumSpec, type ObjectSpec, type PropertySpec } from "./types";

const PACKAGE = "coderd";
const CONFIGURATION_FILE = "provider/configuration.ts";
const FUNCTIONS_FILE = "provider/functions/registry.ts";

/** Pulumi's own placeholder, for as long as package.json names no repository. */
const UNKNOWN_REPOSITORY = "example.com/pulumi-coderd";

/** The fields of package.json that the schema repeats. */
const manifestSchema = z.object({
  version: z.string(),
  description: z.string(),
  license: z.string(),
  keywords: z.array(z.string()),
  homepage: z.string().optional(),
  author: z.string().optional(),
  repository: z.object({ url: z.string() }).optional(),
});

type Manifest = z.output<typeof manifestSchema>;

/** The declaration of a resource or a function. */
interface Declaration {
  /** `Template`; for a function, `getTemplate`. */
  type: string;
  description: string;
  inputs: z.ZodObject;
  outputs: z.ZodObject;
  /** File that holds the inputs and outputs with their doc comments. */
  file: string;
  /** Path from an export of the file: `templateInputs` or `functions.getTemplate.inputs`. */
  inputsName: string;
  outputsName: string;
}

interface ResourceSpec {
  description: string;
  properties: Record<string, PropertySpec>;
  required: string[];
  inputProperties: Record<string, PropertySpec>;
  requiredInputs: string[];
  aliases: { type: string }[];
}

interface FunctionSpec {
  description: string;
  inputs: ObjectSpec;
  outputs: ObjectSpec;
}

export interface PackageSchema {
  name: string;
  version: string;
  types: Record<string, ObjectSpec | EnumSpec>;
  resources: Record<string, ResourceSpec>;
  functions: Record<string, FunctionSpec>;
  config: { variables: Record<string, PropertySpec> };
  provider: { description: string; inputProperties: Record<string, PropertySpec>; requiredInputs: string[] };
  [fact: string]: unknown;
}

/** The schema of this package, read from the sources under `root`. */
export function generateSchema(root: string): PackageSchema {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const files = [CONFIGURATION_FILE, FUNCTIONS_FILE, ...resourceTypes.map(propertiesFile)];
  const documentation = new Documentation(root, files);
  const resources = resourceTypes.map((type) => declarationOf(root, type));
  return assembleSchema(manifest, documentation, { resources, functions: functionNames.map(functionDeclarationOf) });
}

/** @param declared in any order: the schema is sorted */
export function assembleSchema(
  manifest: Manifest,
  documentation: Documentation,
  declared: { resources: readonly Declaration[]; functions: readonly Declaration[] },
): PackageSchema {
  const types = new TypeCollector(PACKAGE);
  const settings = types.inputs(
    configurationSchema,
    documentation.ofSchema(CONFIGURATION_FILE, "configurationSchema", "input"),
    "Configuration",
  );
  const resources = byToken(declared.resources, (declaration) => resourceSpec(types, documentation, declaration));
  const functions = byToken(declared.functions, (declaration) => functionSpec(types, documentation, declaration));
  return {
    name: PACKAGE,
    displayName: "Coder",
    ...packageFacts(manifest),
    meta: { supportPack: true },
    language: languages(manifest),
    config: { variables: settings.properties },
    types: types.collected(),
    provider: {
      description:
        "The connection to one Coder server, as one user. Without an explicit provider, resources take the stack's " +
        "configuration (`coderd:url` and so on).",
      inputProperties: settings.properties,
      requiredInputs: settings.required,
    },
    resources,
    functions,
  };
}

/** The text of schema.json. */
export function formatSchema(schema: PackageSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function declarationOf(root: string, type: ResourceType): Declaration {
  const { inputSchema, outputSchema, nameForm } = handlers[type];
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  const examples = readFileSync(join(root, "provider", "schema", "examples", `${kebabCase(type)}.md`), "utf8");
  const parts = [
    documentationOfClass(root, "sdk/resources.ts", type),
    exampleSection(examples),
    importSection(type, nameForm),
  ];
  return {
    type,
    description: parts.join("\n\n"),
    inputs: inputSchema,
    outputs: outputSchema,
    file: propertiesFile(type),
    inputsName: `${name}Inputs`,
    outputsName: `${name}Outputs`,
  };
}

function functionDeclarationOf(name: FunctionName): Declaration {
  const { description, inputs, outputs } = functions[name];
  return {
    type: name,
    description,
    inputs,
    outputs,
    file: FUNCTIONS_FILE,
    inputsName: `functions.${name}.inputs`,
    outputsName: `functions.${name}.outputs`,
  };
}

function resourceSpec(types: TypeCollector, documentation: Documentation, declaration: Declaration): ResourceSpec {
  const { inputs, outputs } = properties(types, documentation, declaration);
  return {
    description: declaration.description,
    properties: outputs.properties,
    required: outputs.required,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    // The plugin takes over resources that the dynamic host created.
    aliases: [{ type: `pulumi-nodejs:dynamic/${PACKAGE}:${declaration.type}` }],
  };
}

function functionSpec(types: TypeCollector, documentation: Documentation, declaration: Declaration): FunctionSpec {
  return { description: declaration.description, ...properties(types, documentation, declaration) };
}

function properties(types: TypeCollector, documentation: Documentation, declaration: Declaration) {
  const { file, inputsName, outputsName } = declaration;
  const owner = declaration.type.charAt(0).toUpperCase() + declaration.type.slice(1);
  const inputs = types.inputs(declaration.inputs, documentation.ofSchema(file, inputsName, "input"), owner);
  const outputs = types.outputs(
    declaration.outputs,
    documentation.ofSchema(file, outputsName, "output"),
    owner,
    inputs,
  );
  return { inputs, outputs };
}

function packageFacts({ version, description, license, keywords, homepage, author, repository }: Manifest) {
  const url = repository && repositoryUrl(repository.url);
  const gitHub = /^https:\/\/github\.com\/([\w.-]+)\/([\w.-]+)$/.exec(url ?? "");
  return {
    version,
    description,
    keywords: [...new Set([...keywords, "kind/native", "category/infrastructure"])],
    ...(homepage !== undefined && { homepage }),
    license,
    ...(url !== undefined && { repository: url }),
    ...(author !== undefined && { publisher: author }),
    // The engine downloads a missing plugin from there.
    ...(gitHub && { pluginDownloadURL: `github://api.github.com/${gitHub[1]}/${gitHub[2]}` }),
  };
}

function languages({ repository }: Manifest): Record<string, object> {
  const root = repository === undefined ? UNKNOWN_REPOSITORY : repositoryUrl(repository.url).replace(/^https:\/\//, "");
  return {
    // Not "pulumi-coderd", the package for the dynamic host: a program that moves to the plugin needs both.
    nodejs: { packageName: "pulumi-coderd-plugin", respectSchemaVersion: true },
    python: {
      packageName: "pulumi_coderd",
      pyproject: { enabled: true },
      inputTypes: "classes-and-dicts",
      respectSchemaVersion: true,
    },
    go: {
      importBasePath: `${root}/sdk/go/${PACKAGE}`,
      generateResourceContainerTypes: true,
      respectSchemaVersion: true,
    },
    // Names that begin with "Pulumi." are reserved on NuGet.
    csharp: { rootNamespace: "PulumiCoderd", respectSchemaVersion: true },
  };
}

function repositoryUrl(url: string): string {
  return url.replace(/^git\+/, "").replace(/\.git$/, "");
}

/** Each heading of the file begins an example. */
function exampleSection(text: string): string {
  const examples = text.split(/^(?=### )/m).filter((part) => part.startsWith("### "));
  const sections = examples.map((example) => `{{% example %}}\n${example.trim()}\n{{% /example %}}`);
  return ["{{% examples %}}", "## Example Usage", ...sections, "{{% /examples %}}"].join("\n\n");
}

function importSection(type: string, nameForm: string | undefined): string {
  const by = nameForm === undefined ? "By its id" : `By its id, or by name as \`${nameForm}\``;
  const command = `pulumi import ${PACKAGE}:index:${type} main ${nameForm ?? "ID"}`;
  return `## Import\n\n${by}:\n\n\`\`\`sh\n${command}\n\`\`\``;
}

function byToken<Spec>(
  declarations: readonly Declaration[],
  convert: (declaration: Declaration) => Spec,
): Record<string, Spec> {
  const specs = declarations.map(
    (declaration) => [`${PACKAGE}:index:${declaration.type}`, convert(declaration)] as const,
  );
  return Object.fromEntries(specs.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function propertiesFile(type: string): string {
  return `provider/resources/${kebabCase(type)}/properties.ts`;
}

function kebabCase(type: string): string {
  return type.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
}

if (require.main === module) {
  const root = join(__dirname, "..", "..");
  writeFileSync(join(root, "provider", "schema", "schema.json"), formatSchema(generateSchema(root)));
  writeFileSync(join(root, "sdk", "generated-functions.ts"), sdkFunctions());
}
