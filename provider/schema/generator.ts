// The files that are made from the declarations: the package schema, and the sources of the sdk with its types.
// `npm run schema` writes them. Runs at development time only.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { clientDeclarations } from "./client-declarations";
import { collectAll, PACKAGE, PROVIDER_SUMMARY, type Collection, type Described } from "./declarations";
import { sdkFiles } from "./sdk-files";
import type { EnumSpec, ObjectSpec, PropertySpec } from "./types";

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

/** All generated files, by their path under `root`, made from the sources there. */
export function generatedFiles(root: string): Map<string, string> {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const collection = collectAll(root);
  return new Map([
    ["provider/schema/schema.json", `${JSON.stringify(assembleSchema(manifest, collection), null, 2)}\n`],
    ...sdkFiles(collection, manifest.version),
    ["provider/declarations.ts", clientDeclarations(root)],
  ]);
}

/** @param collection in any order: the schema is sorted */
export function assembleSchema(manifest: Manifest, collection: Collection): PackageSchema {
  const { settings, types } = collection;
  return {
    name: PACKAGE,
    displayName: "Coder",
    ...packageFacts(manifest),
    meta: { supportPack: true },
    language: languages(manifest),
    config: { variables: settings.properties },
    types,
    provider: {
      description: PROVIDER_SUMMARY,
      inputProperties: settings.properties,
      requiredInputs: settings.required,
    },
    resources: byToken(collection.resources, resourceSpec),
    functions: byToken(collection.functions, ({ summary, inputs, outputs }) => ({
      description: summary,
      inputs,
      outputs,
    })),
  };
}

function resourceSpec({ type, summary, details, inputs, outputs }: Described): ResourceSpec {
  return {
    description: [summary, ...details].join("\n\n"),
    properties: outputs.properties,
    required: outputs.required,
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    // The plugin takes over resources that the dynamic host created.
    aliases: [{ type: `pulumi-nodejs:dynamic/${PACKAGE}:${type}` }],
  };
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
    // Not "pulumi-coderd": that is the npm package with the classes for both hosts.
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

function byToken<Spec>(described: readonly Described[], convert: (each: Described) => Spec): Record<string, Spec> {
  const specs = described.map((each) => [`${PACKAGE}:index:${each.type}`, convert(each)] as const);
  return Object.fromEntries(specs.sort(([left], [right]) => (left < right ? -1 : 1)));
}

if (require.main === module) {
  const root = join(__dirname, "..", "..");
  for (const [path, text] of generatedFiles(root)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
