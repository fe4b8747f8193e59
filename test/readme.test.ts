// The README, and the pages that it leads to, against what they describe: dependencies, configuration, resources,
// functions, examples, links, commands, messages, and the program in the README.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import typescript from "typescript";
import { configurationSchema } from "../provider/configuration";
import { functionNames } from "../provider/functions/registry";
import { resourceTypes } from "../provider/registry";
import { SUITES, suiteNamed } from "./faults/suites";
import { problemsOf, programOf } from "./typescript-program";

const ROOT = path.join(__dirname, "..");
const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

const exampleFolders = fs
  .readdirSync(path.join(ROOT, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Path of each page → its text. */
const pages = new Map(
  [
    "README.md",
    ...fs
      .readdirSync(path.join(ROOT, "docs"))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
    "examples/README.md",
    ...exampleFolders.map((folder) => `examples/${folder}/README.md`),
    "test/README.md",
  ].map((page) => [page, fs.readFileSync(path.join(ROOT, page), "utf8")]),
);

function textOf(page: string): string {
  const text = pages.get(page);
  if (text === undefined) throw new Error(`There is no page "${page}".`);
  return text;
}

/** The text below a heading, up to the next of the same level. */
function section(page: string, heading: string): string {
  const [, text] = textOf(page).split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`${page} has no section "${heading}".`);
  return text.split("\n## ")[0] ?? "";
}

/** Rows of a text's tables, heads left out, as cells: those of the first table, the second, and so on. */
function tables(text: string): string[][][] {
  return [...text.matchAll(/^\|.*\n\|[-| ]+\|\n((?:\|.*\n)*)/gm)].map(([, rows]) =>
    (rows ?? "")
      .trimEnd()
      .split("\n")
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** First cells of a table's rows. */
function names(table: readonly string[][] = []): string[] {
  return table.map(([name = ""]) => name);
}

/** What stands in code marks. */
function codesIn(cells: readonly string[]): string[] {
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "")).sort();
}

/** The anchors of a page's headings. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    (heading ?? "")
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** What is wrong with a page's links, as far as they stay in the package. */
function wrongLinks(page: string, packed: readonly string[]): string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
  return links
    .filter((link) => !link.startsWith("https://"))
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : path.join(path.dirname(page), file);
      const isPacked = packed.some((name) => name === target || name.startsWith(`${target}/`));
      return !isPacked || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    })
    .map((link) => `${page} links to ${link}`);
}

/** The files that `npm pack` would pack, from the sources as they are. */
function packedFiles(): string[] {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [packed] = JSON.parse(output) as { files: { path: string }[] }[];
  return (packed?.files ?? []).map((file) => file.path);
}

/** What the compiler says about each program, with the sources and not what was compiled at some time. */
function diagnose(programs: readonly string[]): string[][] {
  const texts = new Map(programs.map((program, index) => [path.join(ROOT, `readme-program-${index}.ts`), program]));
  const compiled = programOf(texts, [], { paths: { "pulumi-coderd": [path.join(ROOT, "sdk", "index.ts")] } });
  return [...texts.keys()].map((file) => problemsOf(compiled, file));
}

function programs(): string[] {
  return [...textOf("README.md").matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program]) => program ?? "");
}

/** All texts in the sources of the provider, with "…" for what is known only at run time. */
function textsOfProvider(): string[] {
  const folder = path.join(ROOT, "provider");
  const files = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, file));
  return files.flatMap((file) => {
    const source = typescript.createSourceFile(file, fs.readFileSync(file, "utf8"), typescript.ScriptTarget.ES2022);
    const texts: string[] = [];
    const visit = (node: typescript.Node): void => {
      const text = textOfExpression(node);
      if (text !== "…") texts.push(text);
      typescript.forEachChild(node, visit);
    };
    visit(source);
    return texts;
  });
}

function textOfExpression(node: typescript.Node): string {
  if (typescript.isStringLiteralLike(node)) return node.text;
  if (typescript.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
  if (typescript.isBinaryExpression(node) && node.operatorToken.kind === typescript.SyntaxKind.PlusToken)
    return textOfExpression(node.left) + textOfExpression(node.right);
  return "…";
}

/** Whether a message, shortened by "…", is part of one of the texts. */
function isSaid(message: string, texts: readonly string[]): boolean {
  const pieces = message.split("…").map((piece) => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(pieces.join("[^]*"));
  return texts.some((text) => pattern.test(text));
}

/** What the README explains of messages that Pulumi and Node write. */
const OTHERS_MESSAGES = [
  "Attempting to deploy or update resources with … pending operations",
  "the stack is currently locked by … lock(s)",
  "Build has been detected as hung",
  "Failed to connect to proxy 127.0.0.1:…",
  "No connection established",
  "`code must be a string, not undefined`",
  "Cannot read properties of undefined (reading 'toJavaScript')",
  "could not find latest version for provider coderd",
  "error downloading provider",
  "`Cannot find module 'pulumi-coderd/dynamic'`",
];

describe("the README and its pages", () => {
  it("give a reason for exactly the packages that package.json names", () => {
    const text = section("test/README.md", "Dependencies");
    const [dependencies, devDependencies] = tables(text);
    expect(codesIn(names(dependencies))).toEqual(Object.keys(manifest.dependencies).sort());
    expect(codesIn(names(devDependencies))).toEqual(Object.keys(manifest.devDependencies).sort());
    for (const peer of Object.keys(manifest.peerDependencies)) expect(text).toContain(`Peer: \`${peer}\``);
  });

  it("list exactly the configuration keys that there are", () => {
    const [keys] = tables(section("README.md", "Install and configure"));
    expect(codesIn(names(keys))).toEqual(
      Object.keys(configurationSchema.shape)
        .map((key) => `coderd:${key}`)
        .sort(),
    );
  });

  it("list exactly the resources that there are, with a paragraph and a section of rules for each", () => {
    const [resources] = tables(section("README.md", "Resources"));
    expect(codesIn(names(resources))).toEqual([...resourceTypes].sort());
    for (const name of resourceTypes) {
      expect(section("README.md", "Resources")).toMatch(new RegExp(`^\\*\\*${name}\\*\\*`, "m"));
      expect(section("docs/resources.md", name)).toContain("- ");
    }
  });

  it("list exactly the functions that there are", () => {
    const [, list = ""] = /^(- Templates:[^]*)$/m.exec(textOf("docs/functions.md")) ?? [];
    expect(codesIn([list])).toEqual([...functionNames].sort());
  });

  it("name for each promise tests that there are, and every suite of faults", () => {
    const [promises = []] = tables(section("docs/guarantees.md", "Promises"));
    const shown = promises.map(([, tests = ""]) => codesIn([tests]));
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter((tests) => tests.length === 0)).toEqual([]);
    const suites = SUITES.map(({ name }) => name);
    const files = shown.flat().filter((name) => !suites.includes(name));
    expect(files.filter((name) => !fs.existsSync(path.join(ROOT, "test", name)))).toEqual([]);
    expect(suites.filter((name) => !shown.flat().includes(name))).toEqual([]);
  });

  it("say how many cells of faults there are", async () => {
    const [rows = []] = tables(section("README.md", "Guarantees"));
    expect(codesIn(rows.map(([, , suites = ""]) => suites))).toEqual(SUITES.map(({ name }) => name).sort());
    const counted = rows.filter(([, cells]) => /^\d+$/.test(cells ?? ""));
    expect(counted.length).toBe(3);
    for (const [, cells, suites = ""] of counted) {
      for (const name of codesIn([suites]))
        expect(await suiteNamed(name).cells({ seed: 1 })).toHaveLength(Number(cells));
    }
  });

  it("list every example", () => {
    const [examples] = tables(textOf("examples/README.md"));
    expect(names(examples).sort()).toEqual(exampleFolders.map((folder) => `[${folder}](${folder}/README.md)`).sort());
  });

  it("link only to headings that there are, and to files that the package has", () => {
    const packed = packedFiles();
    expect([...pages.keys()].filter((page) => !packed.includes(page))).toEqual([]);
    expect([...pages.keys()].flatMap((page) => wrongLinks(page, packed))).toEqual([]);
    expect(textOf("README.md").match(/\]\((?!https:)/g)?.length).toBeGreaterThan(5);
  });

  it("name only scripts that package.json has", () => {
    const named = [...pages.values()].flatMap((text) =>
      [...text.matchAll(/\bnpm (?:run )?(test(?::\w+)?|(?<=run )[\w:]+)/g)].map(([, name]) => name ?? ""),
    );
    expect(named.filter((name) => !(name in manifest.scripts))).toEqual([]);
    const [commands] = tables(section("test/README.md", "Commands"));
    const scripts = Object.keys(manifest.scripts).filter((name) => name !== "prepack");
    expect(codesIn(names(commands))).toEqual(
      [...scripts.map((name) => (name === "test" ? "npm test" : `npm run ${name}`)), ".ci/run"].sort(),
    );
  });

  it("name the oldest versions that work, and the version of the package, alike everywhere", () => {
    const works = new Map(
      tables(section("test/README.md", "Compatibility"))[0]?.map(([name = "", oldest = ""]) => [name, oldest]),
    );
    const node = manifest.engines.node.replace(">=", "");
    expect(works.get("Node")).toBe(`${node} and newer`);
    expect(works.get("`@pulumi/pulumi`")).toMatch(/^(\S+) and newer 3\.x$/);
    expect(manifest.peerDependencies["@pulumi/pulumi"]).toBe(`^${works.get("`@pulumi/pulumi`")?.split(" ")[0]}.0`);
    const oldest = (name: string): string => `${works.get(name)?.replace("and newer", "or newer")}`;
    expect(section("README.md", "Install and configure")).toContain(
      `Node ${oldest("Node")}, the Pulumi CLI ${oldest("Pulumi CLI")}, and a Coder server ${oldest("Coder")}.`,
    );
    for (const text of pages.values())
      for (const [, named] of text.matchAll(/\bNode (\d[\d.]*\d)/g)) expect(named).toBe(node);
    const versions = [...pages.values()].flatMap((text) => [...text.matchAll(/coderd[- ]v?(\d+\.\d+\.\d+)/g)]);
    expect(new Set(versions.map(([, version]) => version))).toEqual(new Set([manifest.version]));
  });

  it("explain messages that the provider has, word for word", () => {
    const [few = []] = tables(section("README.md", "Troubleshooting"));
    const [rows] = tables(textOf("docs/troubleshooting.md"));
    expect(names(few).filter((row) => !names(rows).includes(row))).toEqual([]);
    const messages = names(rows)
      .filter((cell) => !cell.startsWith("The same, "))
      .flatMap((cell) => cell.split("; "));
    const texts = textsOfProvider();
    const unknown = messages.filter((message) => !isSaid(message, texts));
    expect(messages.length).toBeGreaterThan(20);
    expect(unknown).toEqual(OTHERS_MESSAGES);
    expect(isSaid("No Coder server is … arranged", texts)).toBe(false);
  });

  it("show one program, which compiles, while one with a wrong property does not", () => {
    const [program = "", ...others] = programs();
    expect(others).toEqual([]);
    const [right, wrong] = diagnose([program, program.replace("activeVersionId", "activeVersion")]);
    expect(right).toEqual([]);
    expect(wrong?.join("\n")).toContain("'activeVersion' does not exist");
  }, 60_000);

  it("have lines of at most 120 columns but for tables", () => {
    const long = [...pages].flatMap(([page, text]) =>
      text
        .split("\n")
        .filter((line) => line.length > 120 && !line.startsWith("|"))
        .map((line) => `${page}: ${line}`),
    );
    expect(long).toEqual([]);
  });
});
