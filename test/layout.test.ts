// The plan of the house: who may import whom, and what a folder holds. Read from the sources themselves;
// ARCHITECTURE.md tells it to people.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import * as typescript from "typescript";

const root = resolve(__dirname, "..");

/** What handlers, and whatever serves them, are built of. */
const BASE = ["address", "deadline", "enumerations", "errors", "log", "open-enum", "redaction", "validation", "values"];
const BELOW_HOSTS = [
  "registry",
  "handler",
  "functions/registry",
  "functions/definition",
  "configuration",
  "ownership/",
  "client/",
  ...BASE,
];
const BELOW_RESOURCES = ["handler", "ownership/", "outputs/", "jobs/", "source/", "terraform/", "client/", ...BASE];

/** The rooms that resources share. */
const SHARED = ["builds", "impact", "names", "versions"];

/** Room of provider/ → what it may import beside its own files. The first that fits a file counts. */
const ROOMS: [room: string, mayImport: string[]][] = [
  ["address", []],
  ["deadline", []],
  ["errors", []],
  ["log", []],
  ["redaction", []],
  ["values", []],
  ["enumerations", []],
  ["open-enum", ["enumerations"]],
  ["validation", ["errors", "values"]],
  ["configuration", ["address", "errors"]],
  ["client/transport/", ["address", "deadline", "enumerations", "errors", "log", "open-enum", "redaction"]],
  ["client/", ["deadline", "enumerations", "errors", "log", "open-enum"]],
  ["jobs/", ["client/", "deadline", "errors", "log", "redaction"]],
  ["terraform/", ["errors", "validation", "values"]],
  ["source/", ["terraform/", "errors", "validation", "values"]],
  ["outputs/", ["client/", "enumerations", "open-enum", "values"]],
  ["ownership/", ["errors", "log"]],
  ["handler", ["client/", "ownership/", ...BASE]],
  ["resources/names/", BELOW_RESOURCES],
  ["resources/builds/", ["resources/names/", ...BELOW_RESOURCES]],
  ["resources/versions/", ["resources/names/", ...BELOW_RESOURCES]],
  ["resources/impact/", ["resources/builds/", "resources/names/", ...BELOW_RESOURCES]],
  ["resources/", [...SHARED.map((room) => `resources/${room}/`), ...BELOW_RESOURCES]],
  // A function tells the same as a preview of the resources does.
  ["functions/template-impact", ["functions/", "resources/impact/", "outputs/", "validation"]],
  ["functions/", ["handler", "outputs/", "jobs/", "client/", ...BASE]],
  ["registry", ["resources/", "handler"]],
  ["hosts/engine-log", ["log"]],
  ["hosts/", BELOW_HOSTS],
  ["schema/", ["registry", "functions/registry", "configuration"]],
  ["index", ["client/", "jobs/", "errors", "log"]],
  ["declarations", ["enumerations", "errors", "log"]],
];

/** Nobody else imports these. */
const ENDS = ["hosts/plugin/", "schema/"];

/** What the plugin tells of itself: data, no sources. */
const FACTS = ["package.json", "provider/schema/schema.json"];

/** Globals that are a way to a server, beside the packages. */
const HTTP_GLOBALS = ["fetch", "WebSocket", "EventSource", "XMLHttpRequest"];
const HTTP = ["undici", "ws", "eventsource-parser", "http", "https", "net", "tls", ...HTTP_GLOBALS];

/** Packages that only some rooms may know; those of Node without `node:`. */
const PACKAGES: { name: string; rooms: string[] }[] = [
  {
    name: "@pulumi/pulumi",
    rooms: [
      "sdk/",
      "examples/",
      "provider/hosts/engine-log.ts",
      "provider/hosts/plugin/messages.ts",
      "provider/hosts/plugin/service.ts",
    ],
  },
  { name: "@grpc/grpc-js", rooms: ["provider/hosts/engine-log.ts", "provider/hosts/plugin/service.ts"] },
  ...HTTP.map((name) => ({ name, rooms: ["provider/client/transport/"] })),
  // The engine's service: whether it is still there.
  { name: "http2", rooms: ["provider/hosts/parent-end.ts"] },
  { name: "pulumi-coderd", rooms: ["examples/"] },
];

interface Import {
  file: string;
  target: string;
  isOurs: boolean;
  isTypeOnly: boolean;
  /** Within a function: not loaded before somebody calls it. */
  isLazy: boolean;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sources(path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const source = typescript.createSourceFile(
    file,
    readFileSync(join(root, file), "utf8"),
    typescript.ScriptTarget.ES2022,
    true,
  );
  const found: Import[] = [];
  const add = (specifier: typescript.Node | undefined, isTypeOnly: boolean, isLazy = false): void => {
    if (specifier === undefined || !typescript.isStringLiteralLike(specifier)) return;
    const isOurs = specifier.text.startsWith(".");
    const target = isOurs
      ? relative(root, resolve(root, dirname(file), specifier.text))
      : specifier.text.replace(/^node:/, "");
    found.push({ file, target, isOurs, isTypeOnly, isLazy });
  };
  const visit = (node: typescript.Node, isLazy: boolean): void => {
    if (typescript.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    if (typescript.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (typescript.isCallExpression(node) && node.arguments.length > 0) {
      const callee = node.expression.getText();
      if (node.expression.kind === typescript.SyntaxKind.ImportKeyword || callee === "require")
        add(node.arguments[0], false, isLazy);
    }
    if (typescript.isImportEqualsDeclaration(node) && typescript.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression, node.isTypeOnly);
    if (typescript.isImportTypeNode(node) && typescript.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    // A global counts as a package of its name; a method or a property of that name does not.
    const isName = "name" in node.parent && node.parent.name === node && !/^globalThis\b/.test(node.parent.getText());
    if (typescript.isIdentifier(node) && HTTP_GLOBALS.includes(node.text) && !isName)
      found.push({ file, target: node.text, isOurs: false, isTypeOnly: false, isLazy });
    const isWithin = isLazy || typescript.isFunctionLike(node);
    typescript.forEachChild(node, (child) => visit(child, isWithin));
  };
  typescript.forEachChild(source, (node) => visit(node, false));
  return found;
}

const files = ["sdk", "provider", "examples"].flatMap(sources);
const imports = files.flatMap(importsOf);
const ours = imports.filter(({ isOurs }) => isOurs);

/** A file without `provider/` and its ending, as ROOMS names it; undefined for what is elsewhere. */
function placeOf(file: string): string | undefined {
  return file.startsWith("provider/") ? file.slice("provider/".length).replace(/\.ts$/, "") : undefined;
}

function isIn(room: string, place: string): boolean {
  return room === place || (room.endsWith("/") && `${place}/`.startsWith(room));
}

function told(wrong: readonly Import[]): string[] {
  return wrong.map(({ file, target }) => `${file} imports ${target}`);
}

/** Folder of a resource → its files, without ending. */
const resources = new Map<string, string[]>();
for (const file of files) {
  const [, folder, name] = /^provider\/resources\/([^/]+)\/(.+)\.ts$/.exec(file) ?? [];
  if (folder !== undefined && name !== undefined && !SHARED.includes(folder))
    resources.set(folder, [...(resources.get(folder) ?? []), name]);
}

describe("layout", () => {
  it("reads the sources it judges", () => {
    expect(files).toEqual(
      expect.arrayContaining(["sdk/index.ts", "provider/hosts/dynamic.ts", "provider/client/transport/transport.ts"]),
    );
    expect([...resources.keys()]).toEqual(expect.arrayContaining(["template", "workspace"]));
    expect(ours.length).toBeGreaterThan(50);
  });

  it("lets examples import no file of ours, and sdk only what a program may load", () => {
    const wrong = ours.filter(({ file, target }) => {
      if (file.startsWith("examples/")) return !target.startsWith("examples/");
      if (!file.startsWith("sdk/") || target.startsWith("sdk/")) return false;
      // Of the provider, a program loads what makes its calls, and only when it makes one.
      return (
        file !== "sdk/dynamic-functions.ts" ||
        !["provider/functions/registry", "provider/hosts/invoke"].includes(target)
      );
    });
    expect(told(wrong)).toEqual([]);
  });

  it("lets every room of provider import only what lies below it", () => {
    const wrong = ours.filter(({ file, target: imported }) => {
      const [place, target] = [placeOf(file), placeOf(imported)];
      if (place === undefined || (file === "provider/hosts/plugin/main.ts" && FACTS.includes(imported))) return false;
      if (target === undefined) return true;
      if (ENDS.some((end) => isIn(end, target) && !isIn(end, place))) return true;
      const [room, mayImport] = ROOMS.find(([candidate]) => isIn(candidate, place)) ?? ["no room", []];
      return !isIn(room, target) && !mayImport.some((allowed) => isIn(allowed, target));
    });
    expect(told(wrong)).toEqual([]);
  });

  it("has no circle of files, not even of types", () => {
    const importedBy = new Map(files.map((file) => [file, ours.filter((each) => each.file === file)]));
    const circles = new Set<string>();
    const finished = new Set<string>();
    const follow = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) circles.add([...way.slice(way.indexOf(file)), file].join(" imports "));
      if (finished.has(file) || way.includes(file)) return;
      for (const { target } of importedBy.get(file) ?? []) follow(`${target}.ts`, [...way, file]);
      finished.add(file);
    };
    for (const file of files) follow(file, []);
    expect([...circles]).toEqual([]);
  });

  it("keeps resources apart: none imports another, and no file lies beside their folders", () => {
    expect(files.filter((file) => dirname(file) === "provider/resources")).toEqual([]);
    const folderOf = (file: string): string => file.split("/")[2] ?? "";
    const wrong = ours
      .filter(
        ({ file, target }) =>
          resources.has(folderOf(file)) && file.startsWith("provider/resources/") && resources.has(folderOf(target)),
      )
      .filter(({ file, target }) => folderOf(file) !== folderOf(target));
    expect(told(wrong)).toEqual([]);
  });

  it.each([...resources])("names a resource's folder %s after its first file, and no other file", (folder, names) => {
    const defining = names.filter((name) =>
      /\bdefineHandler\(/.test(readFileSync(join(root, "provider/resources", folder, `${name}.ts`), "utf8")),
    );
    expect(defining).toEqual([folder]);
    expect(names).toContain("properties");
    expect(names.filter((name) => name !== folder && name.startsWith(folder))).toEqual([]);
    expect(names.filter((name) => name !== basename(name))).toEqual([]);
  });

  it("lets only those rooms know Pulumi, gRPC and HTTP that deal with them", () => {
    const wrong = imports.filter(({ file, target }) =>
      PACKAGES.some(
        ({ name, rooms }) =>
          (target === name || target.startsWith(`${name}/`)) &&
          !rooms.some((room) => file === room || (room.endsWith("/") && file.startsWith(room))),
      ),
    );
    expect(told(wrong)).toEqual([]);
  });

  it("keeps the program's side free of everything that runs in the provider", () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const { isOurs, isTypeOnly, isLazy, target } of importsOf(file))
        if (isOurs && !isTypeOnly && !isLazy) load(`${target}.ts`);
    };
    load("sdk/index.ts");
    load("sdk/plugin.ts");
    expect([...loaded].filter((file) => !file.startsWith("sdk/"))).toEqual([]);
    const packages = [...loaded].flatMap((file) =>
      importsOf(file).filter(({ isOurs, isTypeOnly, target }) => !isOurs && !isTypeOnly && target !== "@pulumi/pulumi"),
    );
    expect(told(packages)).toEqual([]);
    const lazy = [...loaded].flatMap(importsOf).filter(({ isLazy }) => isLazy);
    expect(lazy.map(({ target }) => target)).toEqual(["provider/hosts/invoke"]);
  });

  it("starts every source with a comment that says what the file owns", () => {
    expect(files.filter((file) => !/^(\/\/|\/\*\*)/.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });
});
