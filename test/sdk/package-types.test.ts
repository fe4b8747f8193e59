// What a programmer sees of the installed package: documentation on hover, completion, names of arguments; and what
// the compiler has to read for it.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as typescript from "typescript";
import type { PackageSchema } from "../../provider/schema/generator";
import type { PropertySpec, TypeSpec } from "../../provider/schema/types";
import { Project, TEMPLATE_OPTIONS } from "./installed-package";

const ROOT = resolve(__dirname, "../..");
const schema = JSON.parse(readFileSync(join(ROOT, "provider", "schema", "schema.json"), "utf8")) as PackageSchema;

let project: Project;

beforeAll(() => {
  project = Project.create();
});

afterAll(() => {
  project.remove();
});

function settings(more: object = {}): typescript.CompilerOptions {
  const { options, errors } = typescript.convertCompilerOptionsFromJson(
    { ...TEMPLATE_OPTIONS, noEmit: true, ...more },
    project.folder,
  );
  expect(errors).toEqual([]);
  return options;
}

/** A place in a program that somebody points at, and what is to be shown there. */
interface Place {
  name: string;
  position: number;
  expected: string;
}

/** Text of a program that mentions everything, and the places to point at. */
class Mentions {
  text =
    'import * as coderd from "pulumi-coderd";\n' +
    'import * as plugin from "pulumi-coderd/plugin";\n' +
    "declare const some: unknown;\n";
  readonly places: Place[] = [];

  add(before: string, key: string, after: string, { name, expected }: Omit<Place, "position">): void {
    this.text += before;
    this.places.push({ name, position: this.text.length, expected });
    this.text += `${key}${after}\n`;
  }

  /** @param before begins an object literal, such as `new coderd.Template("x", {` */
  inputs(name: string, before: string, after: string, properties: Record<string, PropertySpec>): void {
    for (const [key, { description, type, $ref }] of Object.entries(properties)) {
      const value = $ref === undefined ? (type === "boolean" ? "true" : "some") : valueOf($ref);
      this.add(before, key, `: ${value}${after}`, { name: `${name}.${key}`, expected: description });
    }
  }

  outputs(name: string, type: string, properties: Record<string, PropertySpec>): void {
    const variable = `value${this.places.length}`;
    this.text += `declare const ${variable}: ${type};\n`;
    for (const [key, { description }] of Object.entries(properties))
      this.add(`${variable}.`, key, ";", { name: `${name}.${key}`, expected: description });
  }
}

/** For a key that several alternatives have: one that tells which is meant. */
const BESIDE: Record<string, string> = { "TemplateVersionSource.keep": 'directory: "", ' };

/** Of a type that the key can have: a wrong word, or an object where there is none, would rule its alternative out. */
function valueOf(reference: string): string {
  const spec = schema.types[reference.replace("#/types/", "")];
  return spec?.type === "string" ? JSON.stringify(spec.enum[0]?.value) : "{}";
}

function nameOf(token: string): string {
  return token.split(":")[2] ?? "";
}

function everything(): Mentions {
  const mentions = new Mentions();
  for (const host of ["coderd", "plugin"]) {
    for (const [token, { inputProperties, properties }] of Object.entries(schema.resources)) {
      const name = nameOf(token);
      mentions.inputs(`${host}.${name} inputs`, `new ${host}.${name}("x", { `, " });", inputProperties);
      mentions.outputs(`${host}.${name} outputs`, `${host}.${name}`, properties);
    }
    for (const [token, { inputs, outputs }] of Object.entries(schema.functions)) {
      const name = nameOf(token);
      mentions.inputs(`${host}.${name} inputs`, `void ${host}.${name}({ `, " });", inputs.properties);
      mentions.inputs(`${host}.${name}Output inputs`, `void ${host}.${name}Output({ `, " });", inputs.properties);
      mentions.outputs(`${host}.${name} outputs`, `Awaited<ReturnType<typeof ${host}.${name}>>`, outputs.properties);
    }
  }
  mentions.inputs("plugin.Provider", 'new plugin.Provider("x", { ', " });", schema.config.variables);
  const inInputs = new Set(Object.values(schema.resources).flatMap(({ inputProperties }) => typesIn(inputProperties)));
  for (const [token, spec] of Object.entries(schema.types)) {
    if (spec.type !== "object") continue;
    const name = nameOf(token);
    mentions.outputs(name, `coderd.${name}`, spec.properties);
    if (!inInputs.has(token)) continue;
    for (const [key, property] of Object.entries(spec.properties)) {
      const before = `export const ${name}${key}: coderd.${name}Args = { ${BESIDE[`${name}.${key}`] ?? ""}`;
      mentions.inputs(`${name}Args`, before, " };", { [key]: property });
    }
  }
  return mentions;
}

/** Tokens of all named types that are part of the properties, at any depth. */
function typesIn(properties: Record<string, TypeSpec>): string[] {
  const inside = (type: TypeSpec): string[] => {
    const token = type.$ref?.replace("#/types/", "");
    const spec = token === undefined ? undefined : schema.types[token];
    const parts = [type.items, type.additionalProperties, ...(type.oneOf ?? [])].filter((part) => part !== undefined);
    return [
      ...(token === undefined ? [] : [token]),
      ...(spec?.type === "object" ? typesIn(spec.properties) : []),
      ...parts.flatMap(inside),
    ];
  };
  return Object.values(properties).flatMap(inside);
}

function serviceOf(file: string, text: string, options: typescript.CompilerOptions): typescript.LanguageService {
  project.write(file, text);
  const path = join(project.folder, file);
  return typescript.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => project.folder,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const content = typescript.sys.readFile(name);
      return content === undefined ? undefined : typescript.ScriptSnapshot.fromString(content);
    },
    getDefaultLibFileName: typescript.getDefaultLibFilePath,
    fileExists: typescript.sys.fileExists.bind(typescript.sys),
    readFile: typescript.sys.readFile.bind(typescript.sys),
    readDirectory: typescript.sys.readDirectory.bind(typescript.sys),
    directoryExists: typescript.sys.directoryExists.bind(typescript.sys),
    getDirectories: typescript.sys.getDirectories.bind(typescript.sys),
    realpath: (name) => typescript.sys.realpath?.(name) ?? name,
  });
}

describe("in an editor, the installed package", () => {
  it("describes every input and output as the package schema does", () => {
    const { text, places } = everything();
    const service = serviceOf("hover.ts", text, settings());
    const file = join(project.folder, "hover.ts");
    const shown = places.map(({ name, position }) => ({
      name,
      text: typescript.displayPartsToString(service.getQuickInfoAtPosition(file, position)?.documentation),
    }));
    const wrong = shown.filter(({ text: found }, index) => found !== places[index]?.expected);
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(places.length).toBeGreaterThan(1000);
  });

  it("offers the values of an enumeration", () => {
    const at = (text: string): string[] => {
      const begin = 'import * as coderd from "pulumi-coderd";\ndeclare const workspace: coderd.Workspace;\n';
      const service = serviceOf("completion.ts", begin + text.replace("|", ""), settings());
      const found = service.getCompletionsAtPosition(
        join(project.folder, "completion.ts"),
        begin.length + text.indexOf("|"),
        {},
      );
      return (found?.entries ?? []).map(({ name }) => name);
    };
    expect(at('new coderd.Workspace("x", { name: "x", templateId: "x", transition: "|" });')).toEqual([
      "start",
      "stop",
    ]);
    expect(at('new coderd.Template("x", { autostartRequirement: { daysOfWeek: ["|"] } });').slice(0, 2)).toEqual([
      "monday",
      "tuesday",
    ]);
    expect(at('void coderd.getWorkspaces({ status: "|" });')).toContain("running");
    expect(at('new coderd.TemplateVersion("x", { templateName: "x", source: { | } });')).toEqual(
      expect.arrayContaining(["archive", "directory", "exampleId", "files", "ignore"]),
    );
  });

  it("names the arguments while a call is written", () => {
    const at = (call: string): string => {
      const text = `import * as coderd from "pulumi-coderd/plugin";\n${call}`;
      const service = serviceOf("signature.ts", text, settings());
      const help = service.getSignatureHelpItems(join(project.folder, "signature.ts"), text.length, undefined);
      const item = help?.items[help.selectedItemIndex];
      return (item?.parameters ?? [])
        .map(({ displayParts }) => typescript.displayPartsToString(displayParts))
        .join("; ");
    };
    expect(at('new coderd.Workspace("x", ')).toBe(
      "name: string; args: coderd.WorkspaceArgs; options?: CustomResourceOptions",
    );
    expect(at("void coderd.getTemplate(")).toBe("args: coderd.GetTemplateArgs; options?: InvokeOptions");
    expect(at("coderd.getUserOutput(")).toBe("args?: coderd.GetUserOutputArgs; options?: InvokeOutputOptions");
  });
});

describe("to the compiler, the installed package", () => {
  const program = `import * as pulumi from "@pulumi/pulumi";
import * as coderd from "ENTRY";
const version = new coderd.TemplateVersion("version", { templateName: "docker", source: { directory: "./docker" } });
const template = new coderd.Template("template", { name: "docker", activeVersionId: version.id });
const workspace = new coderd.Workspace("workspace", { name: "dev", templateVersionId: template.activeVersionId });
export const status: pulumi.Output<string> = workspace.status;
export const owner = coderd.getUserOutput().username;
`;

  const client = `import { ApiError, createClient, type Workspace } from "pulumi-coderd/provider";
const client = createClient({ url: "https://coder.example.com", token: "x" });
export const first = async (): Promise<Workspace | undefined> => {
  for await (const workspace of client.iterateWorkspaces({ q: "owner:me" })) return workspace;
  throw new ApiError({ method: "GET", path: "/", status: 404, serverMessage: "" });
};
`;

  /** What the compiler says about the programs, and about the files of this package that they load. */
  const problems = (files: readonly string[], more: object): string[] => {
    const compiled = typescript.createProgram(
      files.map((file) => join(project.folder, file)),
      settings(more),
    );
    return ownDiagnostics(compiled).map(({ messageText, file }) => {
      return `${file?.fileName.replace(project.folder, "") ?? ""}: ${typescript.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  };

  it("costs few files and types", () => {
    const count = (name: string, text: string) => {
      project.write(name, text);
      const start = process.hrtime.bigint();
      const compiled = typescript.createProgram([join(project.folder, name)], settings());
      expect(ownDiagnostics(compiled)).toEqual([]);
      const milliseconds = Number((process.hrtime.bigint() - start) / 1_000_000n);
      const files = compiled.getSourceFiles();
      const ours = files.filter(({ fileName }) => fileName.includes("/node_modules/pulumi-coderd/"));
      return { files: files.length, ours: ours.length, types: compiled.getTypeCount(), milliseconds };
    };
    const withoutUs = count(
      "without.ts",
      'import * as pulumi from "@pulumi/pulumi";\nexport const x: pulumi.CustomResource | undefined = undefined;\n',
    );
    const withUs = count("with.ts", program.replace("ENTRY", "pulumi-coderd"));
    const added = { files: withUs.files - withoutUs.files, types: withUs.types - withoutUs.types };
    process.stdout.write(
      `A small program: ${withUs.files} files (${withUs.ours} of this package), ${withUs.types} types (${added.types} ` +
        `more than without this package), ${withUs.milliseconds} ms.\n`,
    );
    expect(withUs.ours).toBeLessThanOrEqual(5);
    expect(added.files).toBe(withUs.ours);
    // It was 1871 when this was written.
    expect(added.types).toBeLessThanOrEqual(2500);
  });

  it.each([
    ["node", [".ts"], {}],
    ["node16", [".cts", ".mts"], { module: "node16", moduleResolution: "node16" }],
    [
      "nodenext and exact optional properties",
      [".cts", ".mts"],
      { module: "nodenext", moduleResolution: "nodenext", exactOptionalPropertyTypes: true },
    ],
    ["bundler", [".ts", ".mts"], { module: "esnext", moduleResolution: "bundler" }],
  ])("compiles without skipLibCheck with moduleResolution %s, as every kind of module", (_name, endings, more) => {
    const scripts = endings.map((ending) => {
      project.write(`client${ending}`, client);
      return `client${ending}`;
    });
    const files = endings.flatMap((ending) =>
      ["pulumi-coderd", "pulumi-coderd/plugin"].map((entry, index) => {
        const file = `program${index}${ending}`;
        project.write(file, program.replace("ENTRY", entry));
        return file;
      }),
    );
    expect(problems([...files, ...scripts], more)).toEqual([]);
  });
});

function ownDiagnostics(compiled: typescript.Program): typescript.Diagnostic[] {
  const own = compiled
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes("/pulumi-coderd/") || !fileName.includes("/node_modules/"));
  return [
    ...compiled.getOptionsDiagnostics(),
    ...own
      .filter(({ fileName }) => !/\/typescript\/lib\/lib\./.test(fileName))
      .flatMap((file) => [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)]),
  ];
}

it("an ES module finds the names of each entry when it runs", () => {
  project.write(
    "names.mjs",
    `import { Workspace, getTemplate, getTemplateOutput } from "pulumi-coderd";
import { Provider, Workspace as OnPlugin, getTemplate as ask } from "pulumi-coderd/plugin";
import { ApiError } from "pulumi-coderd/provider";
process.stdout.write([Workspace, getTemplate, getTemplateOutput, Provider, OnPlugin, ask, ApiError].map((each) => typeof each).join());
`,
  );
  const output = execFileSync(process.execPath, ["names.mjs"], { cwd: project.folder, encoding: "utf8" });
  expect(output).toBe(Array(7).fill("function").join());
});
