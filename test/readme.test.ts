// The README against what it describes: dependencies, configuration, resources, links, commands, and the program in it.
import fs from "node:fs";
import path from "node:path";
import { configurationSchema } from "../provider/configuration";
import { functionNames } from "../provider/functions/registry";
import { resourceTypes } from "../provider/registry";
import { problemsOf, programOf } from "./typescript-program";

const ROOT = path.join(__dirname, "..");
const readme = fs.readFileSync(path.join(ROOT, "README.md"), "utf8");
const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

/** The text below a heading, up to the next of the same level. */
function section(heading: string): string {
  const [, text] = readme.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`The README has no section "${heading}".`);
  return text.split("\n## ")[0] ?? "";
}

/** First cells of a table's rows, heads left out: those of the first table, the second, and so on. */
function tables(text: string): string[][] {
  return [...text.matchAll(/^\|.*\n\|[-| ]+\|\n((?:\|.*\n)*)/gm)].map(([, rows]) =>
    (rows ?? "")
      .trimEnd()
      .split("\n")
      .map((row) => (row.split("|")[1] ?? "").trim()),
  );
}

/** What stands in code marks. */
function codesIn(cells: readonly string[]): string[] {
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? "")).sort();
}

/** What the compiler says about each program, with the sources and not what was compiled at some time. */
function diagnose(programs: readonly string[]): string[][] {
  const texts = new Map(programs.map((program, index) => [path.join(ROOT, `readme-program-${index}.ts`), program]));
  const compiled = programOf(texts, [], { paths: { "pulumi-coderd": [path.join(ROOT, "sdk", "index.ts")] } });
  return [...texts.keys()].map((file) => problemsOf(compiled, file));
}

function programs(): string[] {
  return [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, program]) => program ?? "");
}

describe("the README", () => {
  it("gives a reason for exactly the packages that package.json names", () => {
    const [dependencies = [], devDependencies = []] = tables(section("Dependencies"));
    expect(codesIn(dependencies)).toEqual(Object.keys(manifest.dependencies).sort());
    expect(codesIn(devDependencies)).toEqual(Object.keys(manifest.devDependencies).sort());
    for (const peer of Object.keys(manifest.peerDependencies))
      expect(section("Dependencies")).toContain(`Peer: \`${peer}\``);
  });

  it("lists exactly the configuration keys that there are", () => {
    const [keys = []] = tables(section("Configuration"));
    expect(codesIn(keys)).toEqual(
      Object.keys(configurationSchema.shape)
        .map((key) => `coderd:${key}`)
        .sort(),
    );
  });

  it("lists exactly the resources that there are", () => {
    const [names = []] = tables(section("Resources"));
    expect(codesIn(names)).toEqual([...resourceTypes].sort());
    for (const name of resourceTypes) expect(section("Resources")).toContain(`**${name}**`);
  });

  it("lists exactly the functions that there are", () => {
    const listed = [...section("Functions").matchAll(/^- .*$/gm)].flatMap(([line]) =>
      [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(listed.sort()).toEqual([...functionNames].sort());
  });

  it("lists every example", () => {
    const folders = fs.readdirSync(path.join(ROOT, "examples"));
    const linked = [...readme.matchAll(/^\| \[([\w-]+)\]\(examples\//gm)].map(([, name]) => name);
    expect(linked.sort()).toEqual(folders.sort());
  });

  it("links only to files that exist and to headings that it has", () => {
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? "");
    const headings = [...readme.matchAll(/^#+ (.*)$/gm)].map(
      ([, heading]) =>
        `#${(heading ?? "")
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-")}`,
    );
    const local = links.filter((target) => !target.startsWith("https://"));
    expect(local.length).toBeGreaterThan(5);
    expect(
      local.filter((target) =>
        target.startsWith("#") ? !headings.includes(target) : !fs.existsSync(path.join(ROOT, target)),
      ),
    ).toEqual([]);
  });

  it("names only scripts that package.json has, and the oldest Node that it allows", () => {
    const names = [...readme.matchAll(/\bnpm (?:run )?(test(?::\w+)?|(?<=run )[\w:]+)/g)].map(([, name]) => name ?? "");
    expect(new Set(names)).toEqual(
      new Set(["quickstart", "test", "test:unit", "test:live", "test:compat", "build", "plugin", "check", "format"]),
    );
    expect(names.filter((name) => !(name in manifest.scripts))).toEqual([]);
    expect(readme).toContain(`Node ${manifest.engines.node.replace(">=", "")} or newer`);
  });

  it("shows one program, which compiles, while one with a wrong property does not", () => {
    const [program = "", ...others] = programs();
    expect(others).toEqual([]);
    const [right, wrong] = diagnose([program, program.replace("activeVersionId", "activeVersion")]);
    expect(right).toEqual([]);
    expect(wrong?.join("\n")).toContain("'activeVersion' does not exist");
  }, 60_000);
});
