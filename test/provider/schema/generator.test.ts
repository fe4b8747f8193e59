// The package schema: whether the stored one is up to date, obeys Pulumi's rules and tells all that the declarations
// tell.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { functions } from "../../../provider/functions/registry";
import { handlers, resourceTypes } from "../../../provider/registry";
import { templateInputs, templateOutputs } from "../../../provider/resources/template/properties";
import { collect } from "../../../provider/schema/declarations";
import { assembleSchema, generatedFiles, type PackageSchema } from "../../../provider/schema/generator";
import { Documentation } from "../../../provider/schema/documentation";
import type { ObjectSpec, PropertySpec, TypeSpec } from "../../../provider/schema/types";

// js-yaml has no type declarations.
const { load } = jest.requireActual<{ load: (text: string) => unknown }>("js-yaml");

const root = resolve(__dirname, "..", "..", "..");
const stored = readFileSync(join(root, "provider", "schema", "schema.json"), "utf8");
const schema = JSON.parse(stored) as PackageSchema;
const resources = Object.entries(schema.resources);

interface Place {
  path: string;
  property: PropertySpec;
}

function placesOf(path: string, properties: Record<string, PropertySpec>): Place[] {
  return Object.entries(properties).map(([key, property]) => ({ path: `${path}.${key}`, property }));
}

function objectTypes(): [string, ObjectSpec][] {
  return Object.entries(schema.types).flatMap(([token, spec]) =>
    spec.type === "object" ? [[token, spec] as [string, ObjectSpec]] : [],
  );
}

const places: Place[] = [
  ...placesOf("config", schema.config.variables),
  ...placesOf("provider", schema.provider.inputProperties),
  ...resources.flatMap(([token, { properties, inputProperties }]) => [
    ...placesOf(`${token}.outputs`, properties),
    ...placesOf(`${token}.inputs`, inputProperties),
  ]),
  ...Object.entries(schema.functions).flatMap(([token, { inputs, outputs }]) => [
    ...placesOf(`${token}.outputs`, outputs.properties),
    ...placesOf(`${token}.inputs`, inputs.properties),
  ]),
  ...objectTypes().flatMap(([token, spec]) => placesOf(token, spec.properties)),
];

function referencesOf(type: TypeSpec): string[] {
  const parts = [type.items, type.additionalProperties, ...(type.oneOf ?? [])].filter((part) => part !== undefined);
  return [...(type.$ref === undefined ? [] : [type.$ref.replace("#/types/", "")]), ...parts.flatMap(referencesOf)];
}

describe("schema.json", () => {
  it("is what the declarations say today, as the sdk's sources are; if not, `npm run schema` makes them so", () => {
    const files = generatedFiles(root);
    expect([...files.keys()]).toContain("provider/schema/schema.json");
    const folder = join(root, "sdk", "generated");
    const inFolder = [...files.keys()].filter((path) => path.startsWith("sdk/generated/"));
    expect(readdirSync(folder).map((name) => `sdk/generated/${name}`)).toEqual(inFolder.sort());
    for (const [path, text] of files) expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  it("has every resource, under the type that its handler has", () => {
    expect(Object.keys(schema.resources)).toEqual([...resourceTypes].sort().map((type) => `coderd:index:${type}`));
  });

  it("has every function, under the token that it is called by", () => {
    expect(Object.keys(schema.functions)).toEqual(
      Object.keys(functions)
        .map((name) => `coderd:index:${name}`)
        .sort(),
    );
    for (const [name, { outputs, secretOutputs }] of Object.entries(functions)) {
      const token = `coderd:index:${name}`;
      const secret = Object.keys(outputs.shape).filter(
        (key) => schema.functions[token]?.outputs.properties[key]?.secret === true,
      );
      expect([token, secret]).toEqual([token, secretOutputs]);
    }
  });

  it("takes over what the dynamic host made, under the type that its resources have there", () => {
    const source = readFileSync(join(root, "sdk", "dynamic-resource.ts"), "utf8");
    const token = /return `(pulumi-nodejs.*)\$\{type\}`/.exec(source)?.[1];
    expect(token).toBeDefined();
    for (const [name, { aliases }] of resources) expect(aliases).toEqual([{ type: `${token}${name.split(":")[2]}` }]);
  });

  it("describes every property in a sentence that says more than its name", () => {
    const plain = places.map(({ path, property }) => ({ path, text: property.description.split("\n\n")[0] ?? "" }));
    expect(plain.length).toBeGreaterThan(200);
    expect(plain.filter(({ text }) => text.length < 12 || !/[.:]$/.test(text) || !text.trim().includes(" "))).toEqual(
      [],
    );
    const nameOnly = plain.filter(({ path, text }) => {
      const words = (path.split(".").at(-1) ?? "").replace(/[A-Z]/g, " $&").toLowerCase();
      return text.toLowerCase().replace(/^(the|a|an|its) |\.$/g, "") === words;
    });
    expect(nameOnly).toEqual([]);
  });

  it("describes every named type and every resource", () => {
    for (const [token, { description }] of [...Object.entries(schema.types), ...resources]) {
      expect([token, (description ?? "").length > 20]).toEqual([token, true]);
    }
  });

  it("turns tags of doc comments into sentences, and leaves no trace of their syntax", () => {
    const ttl = schema.resources["coderd:index:Template"]?.inputProperties["defaultTtlMilliseconds"];
    expect(ttl).toEqual({
      description: [
        "Time from start to automatic stop for workspaces that set none of their own, in milliseconds. Whole " +
          "number, 0 or more; 0 sets no limit. Changes in place.",
        "Default: `0`.",
        "Server: [`CreateTemplateRequest.DefaultTTLMillis` in " +
          "`codersdk/organizations.go`](https://github.com/coder/coder/blob/v2.24.0/codersdk/organizations.go).",
      ].join("\n\n"),
      type: "number",
      default: 0,
    });
    expect(places.filter(({ property }) => /@see|@default|\*\//.test(property.description))).toEqual([]);
  });

  it("refers only to types that it has, and has none that nothing refers to", () => {
    const used = new Set(places.flatMap(({ property }) => referencesOf(property)));
    expect([...used].sort()).toEqual(Object.keys(schema.types));
  });

  it("gives every property one type", () => {
    const check = (path: string, type: TypeSpec): string[] => {
      const kinds = [type.type, type.$ref, type.oneOf].filter((kind) => kind !== undefined);
      const isWrong =
        kinds.length !== 1 ||
        (type.type === "array") !== (type.items !== undefined) ||
        (type.type === "object") !== (type.additionalProperties !== undefined);
      const parts = [type.items, type.additionalProperties, ...(type.oneOf ?? [])].filter((part) => part !== undefined);
      return [...(isWrong ? [path] : []), ...parts.flatMap((part) => check(path, part))];
    };
    expect(places.flatMap(({ path, property }) => check(path, property))).toEqual([]);
  });

  it("lets no property take a name that the engine keeps", () => {
    const kept = resources.flatMap(([, { properties, inputProperties }]) => [
      ...Object.keys(properties),
      ...Object.keys(inputProperties),
    ]);
    expect(kept.filter((name) => ["id", "urn", "pulumi", "provider", "version"].includes(name))).toEqual([]);
  });

  it("gives no type the name of a resource, which some languages keep in one place", () => {
    expect(Object.keys(schema.types).filter((token) => token in schema.resources)).toEqual([]);
  });

  it("requires of each resource what its handler requires, and tells the defaults that the handler sets", () => {
    for (const type of resourceTypes) {
      const { inputProperties = {}, requiredInputs } = schema.resources[`coderd:index:${type}`] ?? {};
      const shape: Record<string, z.ZodType> = handlers[type].inputSchema.shape;
      const answers = Object.entries(shape).map(([key, property]) => ({ key, parsed: property.safeParse(undefined) }));
      expect(requiredInputs).toEqual(answers.filter(({ parsed }) => !parsed.success).map(({ key }) => key));
      const defaults = answers.filter(({ parsed }) => parsed.data !== undefined && typeof parsed.data !== "object");
      expect(
        Object.fromEntries(
          Object.entries(inputProperties).flatMap(([key, spec]) => ("default" in spec ? [[key, spec.default]] : [])),
        ),
      ).toEqual(Object.fromEntries(defaults.map(({ key, parsed }) => [key, parsed.data])));
      expect(Object.keys(inputProperties)).toEqual(Object.keys(shape));
    }
  });

  it("keeps the token and the headers secret, and no SDK may put the token into the state by itself", () => {
    for (const properties of [schema.config.variables, schema.provider.inputProperties]) {
      expect(Object.entries(properties).flatMap(([key, { secret }]) => (secret ? [key] : []))).toEqual([
        "token",
        "headers",
      ]);
      expect(properties["token"]?.defaultInfo).toBeUndefined();
      expect(properties["url"]?.defaultInfo).toEqual({ environment: ["CODER_URL"] });
    }
  });

  it("says which changes always replace, of inputs and outputs alike", () => {
    const replacing = (properties: Record<string, PropertySpec> = {}) =>
      Object.keys(properties)
        .filter((key) => properties[key]?.replaceOnChanges)
        .sort();
    const found = resources.map(([token, spec]) => {
      expect(replacing(spec.properties)).toEqual(replacing(spec.inputProperties));
      return [token.split(":")[2], replacing(spec.inputProperties)];
    });
    expect(Object.fromEntries(found)).toEqual({
      BuildParameters: ["workspaceId"],
      Group: ["organization"],
      Template: ["organization"],
      TemplatePromotion: ["templateId"],
      TemplateVersion: ["organization", "provisionerTags", "variables"],
      Workspace: [],
      // Not `transition`: it changes in place while the resource waits for a build that it did not see end.
      WorkspaceBuild: ["logLevel", "parameters", "preset", "templateVersionId", "triggers", "workspaceId"],
    });
  });

  it("claims no home that the package does not have", () => {
    expect(Object.keys(schema)).not.toEqual(expect.arrayContaining(["logoUrl"]));
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
    expect([schema["repository"], schema["pluginDownloadURL"]].map((fact) => fact !== undefined)).toEqual(
      Array(2).fill(manifest["repository"] !== undefined),
    );
  });
});

describe("the examples in schema.json", () => {
  const language = schema["language"] as {
    nodejs: { packageName: string };
    python: { packageName: string };
    go: { importBasePath: string };
  };
  const examples = resources.map(([token, { description }]) => {
    const section = description.slice(
      description.indexOf("{{% examples %}}"),
      description.indexOf("{{% /examples %}}"),
    );
    const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, fence = "", text = ""]) => ({
      fence,
      text,
    }));
    return { token, blocks };
  });
  const textsIn = (fence: string) =>
    examples.flatMap(({ blocks }) => blocks.filter((block) => block.fence === fence)).map(({ text }) => text);

  it.each(resourceTypes)("show %s in TypeScript, Python, Go and YAML", (type) => {
    const { blocks = [] } = examples.find(({ token }) => token === `coderd:index:${type}`) ?? {};
    expect(blocks.map(({ fence }) => fence)).toEqual(expect.arrayContaining(["typescript", "python", "go", "yaml"]));
    for (const { fence, text } of blocks) {
      const made = {
        typescript: `new coderd.${type}(`,
        python: `coderd.${type}(`,
        go: `coderd.New${type}(`,
        yaml: `type: coderd:${type}`,
      }[fence];
      expect(text).toContain(made);
    }
  });

  it("import the packages that the SDKs are called", () => {
    for (const text of textsIn("typescript"))
      expect(text).toContain(`import * as coderd from "${language.nodejs.packageName}";`);
    for (const text of textsIn("python")) expect(text).toContain(`import ${language.python.packageName} as coderd`);
    for (const text of textsIn("go")) expect(text).toContain(`"${language.go.importBasePath}"`);
  });

  it("in YAML, set and read only what the resources have, and all that they need", () => {
    const programSchema = z.strictObject({
      name: z.string(),
      runtime: z.literal("yaml"),
      config: z.record(z.string(), z.strictObject({ type: z.string(), secret: z.boolean().optional() })).default({}),
      resources: z.record(
        z.string(),
        z.strictObject({
          type: z.string(),
          properties: z.record(z.string(), z.unknown()),
          options: z.strictObject({ dependsOn: z.array(z.string().regex(/^\$\{\w+\}$/)) }).optional(),
        }),
      ),
      outputs: z.record(z.string(), z.string()),
    });
    for (const text of textsIn("yaml")) {
      const program = programSchema.parse(load(text));
      for (const { type, properties } of Object.values(program.resources)) {
        const spec = schema.resources[type.replace(":", ":index:")];
        expect(Object.keys(spec?.inputProperties ?? {})).toEqual(expect.arrayContaining(Object.keys(properties)));
        expect(Object.keys(properties)).toEqual(expect.arrayContaining(spec?.requiredInputs ?? [type]));
        for (const [key, value] of Object.entries(properties)) {
          if (!/\$\{/.test(JSON.stringify(value))) expect([key, handlerAccepts(type, key, value)]).toEqual([key, true]);
        }
      }
      for (const [, name = "", property] of text.matchAll(/\$\{(\w+)(?:\.(\w+))?\}/g)) {
        const type = program.resources[name]?.type;
        if (type === undefined) expect(Object.keys(program.config)).toContain(name);
        else if (property !== undefined)
          expect(["id", ...Object.keys(schema.resources[type.replace(":", ":index:")]?.properties ?? {})]).toContain(
            property,
          );
      }
    }
  });

  function handlerAccepts(type: string, key: string, value: unknown): boolean {
    const handler = Object.values(handlers).find((candidate) => `coderd:${candidate.type}` === type);
    return handler?.inputSchema.shape[key]?.safeParse(value).success ?? false;
  }
});

describe("assembleSchema", () => {
  const manifest = { version: "1.2.3", description: "D", license: "L", keywords: ["pulumi"] };
  const file = "provider/resources/template/properties.ts";
  const documentation = new Documentation(root, ["provider/configuration.ts", file]);
  const declaration = {
    type: "getTemplate",
    summary: "Reads a template.",
    details: [],
    inputs: templateInputs.pick({ name: true, organization: true }),
    outputs: templateOutputs.pick({ name: true, autostopRequirement: true, createdAt: true }),
    file,
    inputsName: "templateInputs",
    outputsName: "templateOutputs",
  };

  it("makes functions of declarations of the same form", () => {
    const collection = collect(documentation, { resources: [], functions: [declaration] });
    const { functions, types } = assembleSchema(manifest, collection);
    const made = functions["coderd:index:getTemplate"];
    expect(made?.description).toBe("Reads a template.");
    expect(made?.inputs.required).toEqual(["name"]);
    expect(Object.keys(made?.inputs.properties ?? {})).toEqual(["name", "organization"]);
    expect(made?.outputs.required).toEqual(["name", "createdAt"]);
    expect(Object.keys(types)).toEqual(["coderd:index:GetTemplateAutostopRequirement", "coderd:index:Weekday"]);
  });

  it("takes homepage, repository and publisher from the package's manifest", () => {
    const repository = { url: "git+https://github.com/someone/pulumi-coderd.git" };
    const described = { ...manifest, homepage: "https://h", author: "Someone", repository };
    const made = assembleSchema(described, collect(documentation, { resources: [], functions: [] }));
    expect(made).toMatchObject({
      version: "1.2.3",
      homepage: "https://h",
      publisher: "Someone",
      repository: "https://github.com/someone/pulumi-coderd",
      pluginDownloadURL: "github://api.github.com/someone/pulumi-coderd",
      language: { go: { importBasePath: "github.com/someone/pulumi-coderd/sdk/go/coderd" } },
    });
  });
});
