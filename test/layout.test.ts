// The plan of the house: who may import whom, and what no file may hold. Read from the sources themselves.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import * as typescript from "typescript";

const root = resolve(__dirname, "..");

/** Folder or file → what it may import of ours. `provider/resources/*` means: no file there imports a sibling unless it is shared. */
const rooms: { room: string; mayImport: string[] }[] = [
  { room: "provider/deadline.ts", mayImport: [] },
  { room: "provider/errors.ts", mayImport: [] },
  { room: "provider/log.ts", mayImport: [] },
  { room: "provider/values.ts", mayImport: [] },
  { room: "provider/validation.ts", mayImport: ["provider/errors", "provider/values"] },
  { room: "provider/configuration.ts", mayImport: ["provider/errors"] },
  { room: "provider/client/", mayImport: ["provider/client/", "provider/deadline", "provider/errors", "provider/log"] },
  { room: "provider/jobs/", mayImport: ["provider/jobs/", "provider/client/", "provider/deadline", "provider/errors", "provider/log"] },
  { room: "provider/archive/", mayImport: ["provider/archive/", "provider/errors", "provider/values", "provider/validation"] },
  { room: "provider/ownership/", mayImport: ["provider/ownership/", "provider/errors", "provider/log"] },
  {
    room: "provider/handler.ts",
    mayImport: [
      "provider/client/",
      "provider/deadline",
      "provider/errors",
      "provider/log",
      "provider/ownership/",
      "provider/validation",
      "provider/values",
    ],
  },
  {
    room: "provider/resources/",
    mayImport: [
      "provider/resources/",
      "provider/handler",
      "provider/ownership/",
      "provider/jobs/",
      "provider/archive/",
      "provider/client/",
      "provider/deadline",
      "provider/errors",
      "provider/log",
      "provider/values",
      "provider/validation",
    ],
  },
  {
    // The agents and resources of a build read the same whoever gives them; nothing else of a resource is a function's business.
    room: "provider/functions/",
    mayImport: [
      "provider/functions/",
      "provider/resources/shared-build-outputs",
      "provider/handler",
      "provider/jobs/",
      "provider/client/",
      "provider/errors",
      "provider/validation",
      "provider/values",
    ],
  },
  { room: "provider/registry.ts", mayImport: ["provider/resources/", "provider/handler"] },
  { room: "provider/engine-log.ts", mayImport: ["provider/log"] },
  { room: "provider/", mayImport: ["provider/"] },
  // Types of the functions, and the call itself once a program makes one.
  { room: "sdk/functions.ts", mayImport: ["sdk/", "provider/functions/registry", "provider/invoke"] },
  { room: "sdk/", mayImport: ["sdk/", "provider/resources/", "provider/registry"] },
  { room: "examples/", mayImport: ["examples/"] },
];

/** Packages that only some rooms may know. */
const packages: { name: string; rooms: string[] }[] = [
  {
    name: "@pulumi/pulumi",
    rooms: ["sdk/", "examples/", "provider/engine-log.ts", "provider/plugin-host.ts", "provider/plugin-messages.ts"],
  },
  { name: "@grpc/grpc-js", rooms: ["provider/engine-log.ts", "provider/plugin-host.ts"] },
  { name: "undici", rooms: ["provider/client/"] },
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
  const source = typescript.createSourceFile(file, readFileSync(join(root, file), "utf8"), typescript.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (specifier: typescript.Expression | undefined, isTypeOnly: boolean, isLazy = false): void => {
    if (specifier === undefined || !typescript.isStringLiteral(specifier)) return;
    const isOurs = specifier.text.startsWith(".");
    const target = isOurs ? relative(root, resolve(root, dirname(file), specifier.text)) : specifier.text;
    found.push({ file, target, isOurs, isTypeOnly, isLazy });
  };
  const visit = (node: typescript.Node, isLazy: boolean): void => {
    if (typescript.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    if (typescript.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (typescript.isCallExpression(node) && node.arguments.length > 0) {
      const callee = node.expression.getText();
      if (node.expression.kind === typescript.SyntaxKind.ImportKeyword || callee === "require") add(node.arguments[0], false, isLazy);
    }
    const isWithin = isLazy || typescript.isFunctionLike(node);
    typescript.forEachChild(node, (child) => visit(child, isWithin));
  };
  visit(source, false);
  return found;
}

const files = ["sdk", "provider", "examples"].flatMap(sources);
const imports = files.flatMap(importsOf);

describe("layout", () => {
  it("reads the sources it judges", () => {
    expect(files).toEqual(expect.arrayContaining(["sdk/index.ts", "provider/dynamic-host.ts", "provider/client/transport.ts"]));
    expect(imports.filter((entry) => entry.isOurs).length).toBeGreaterThan(50);
  });

  it("lets every room import only what lies below it", () => {
    const wrong = imports
      .filter((entry) => entry.isOurs)
      .filter(({ file, target }) => {
        const rule = rooms.find(({ room }) => file === room || (room.endsWith("/") && file.startsWith(room)));
        return (
          rule === undefined ||
          !rule.mayImport.some((allowed) => target === allowed || (allowed.endsWith("/") && `${target}/`.startsWith(allowed)))
        );
      });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it("keeps resources apart: a file takes only its own parts and the shared ones", () => {
    const folder = "provider/resources/";
    const owners = files
      .filter((file) => file.startsWith(folder) && file.endsWith("-properties.ts"))
      .map((file) => file.slice(folder.length, -14));
    expect(owners).toEqual(expect.arrayContaining(["template", "template-version"]));
    const ownerOf = (name: string): string | undefined =>
      owners.filter((owner) => name === owner || name.startsWith(`${owner}-`)).sort((left, right) => right.length - left.length)[0];
    const wrong = imports
      .filter((entry) => entry.isOurs && entry.file.startsWith(folder) && entry.target.startsWith(folder))
      .filter(({ file, target }) => {
        const wanted = target.slice(folder.length);
        return !wanted.startsWith("shared-") && ownerOf(wanted) !== ownerOf(file.slice(folder.length, -3));
      });
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it("lets only those rooms know Pulumi, gRPC and HTTP that deal with them", () => {
    const wrong = imports.flatMap(({ file, target }) =>
      packages
        .filter(({ name }) => target === name || target.startsWith(`${name}/`))
        .filter(({ rooms: allowed }) => !allowed.some((room) => file === room || (room.endsWith("/") && file.startsWith(room))))
        .map(({ name }) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the program's side free of everything that runs in the provider", () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const { isOurs, isTypeOnly, isLazy, target } of importsOf(file)) if (isOurs && !isTypeOnly && !isLazy) load(`${target}.ts`);
    };
    load("sdk/index.ts");
    const heavy = [...loaded].flatMap((file) =>
      importsOf(file)
        .filter((entry) => !entry.isOurs && !entry.isTypeOnly && /^(undici|tar-stream|yauzl|ignore|cockatiel)/.test(entry.target))
        .map((entry) => `${file} loads ${entry.target}`),
    );
    expect(heavy).toEqual([]);
    expect(
      importsOf("sdk/functions.ts")
        .filter((entry) => entry.isLazy)
        .map((entry) => entry.target),
    ).toEqual(["provider/invoke"]);
  });

  it("starts every source with a comment that says what the file owns", () => {
    expect(files.filter((file) => !/^(\/\/|\/\*\*)/.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
  });
});
