import { gzipSync } from "node:zlib";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { KeepRules, patternOf } from "../../../provider/source/keep-rules";
import { readUploaded } from "../../../provider/source/read";
import type { Source } from "../../../provider/source/source";
import {
  listTar,
  makeDirectory,
  makeTar,
  read,
  readArchiveOf,
  reasonsOf,
  removeTemporaryDirectories,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

const FILES = {
  "main.tf": "main",
  ".env": "env",
  ".gitignore": "x",
  ".github/workflows/a.yml": "a",
  ".github/workflows/b.yml": "b",
  ".github/.hidden/c": "c",
  ".github/terraform.tfstate": "state",
  ".git/config": "config",
  ".git/.env": "git env",
  "modules/.env": "module env",
  "modules/x.tf": "x",
  "terraform.tfvars": "vars",
  "terraform.tfstate": "state",
  "dev.auto.tfvars": "vars",
};
const ALWAYS = ["main.tf", "modules/x.tf"];

async function keptOf(source: Source): Promise<string[]> {
  return Object.keys((await read(source)).files).filter((path) => !ALWAYS.includes(path));
}

describe("keep", () => {
  it.each([
    [[], []],
    [[".env"], [".env", "modules/.env"]],
    [["/.env"], [".env"]],
    [["**/.env"], [".env", "modules/.env"]],
    [["modules/.env"], ["modules/.env"]],
    [
      ["terraform.tfvars", "*.tfstate"],
      ["terraform.tfstate", "terraform.tfvars"],
    ],
    [["*.tfvars"], ["dev.auto.tfvars", "terraform.tfvars"]],
    [[".github/workflows/*.yml"], [".github/workflows/a.yml", ".github/workflows/b.yml"]],
    [["**/workflows/a.yml", ".github/none"], [".github/workflows/a.yml"]],
    [[".github/**/c"], [".github/.hidden/c"]],
    [
      [".github/", "!b.yml", "!*.tfstate"],
      [".github/.hidden/c", ".github/workflows/a.yml"],
    ],
    [[".github/", "!.github/.hidden/", "!terraform.tfstate", "!b.yml"], [".github/workflows/a.yml"]],
    [
      ["!.env", ".env"],
      [".env", "modules/.env"],
    ],
    [[".env", "!/.env", "# no pattern", "", "!", "/"], ["modules/.env"]],
    [[".ENV"], []],
    [["\\!x", "\\#y"], []],
  ])("takes of what is left out by %j just %j, from a directory, a map and an archive", async (keep, kept) => {
    expect(await keptOf({ directory: makeDirectory(FILES), keep })).toEqual(kept);
    const entries = Object.entries(FILES).map(([name, content]) => ({ name, content }));
    const archive = makeDirectory({ "t.tgz": gzipSync(await makeTar(entries)) });
    expect(await keptOf({ archive: join(archive, "t.tgz"), keep })).toEqual(kept);
    const named = Object.entries(FILES).filter(([path]) => [...kept, ...ALWAYS].includes(path));
    const map = await read({ files: Object.fromEntries(named), keep });
    expect(map.digest).toBe((await read({ directory: makeDirectory(FILES), keep })).digest);
  });

  it("brings the content along, with the executable bit", async () => {
    const directory = makeDirectory({ "main.tf": "", ".hooks/run": { executable: "run" } });
    const { toTar } = await read({ directory, keep: [".hooks/"] });
    expect((await listTar(await toTar())).map(({ name, mode, content }) => [name, mode.toString(8), content])).toEqual([
      [".hooks/", "755", ""],
      [".hooks/run", "755", "run"],
      ["main.tf", "644", ""],
    ]);
  });

  it("does not bring back what the user leaves out, and lets an ignore file be kept", async () => {
    const directory = makeDirectory({ "main.tf": "", ".env": "", ".config/a": "", ".coderignore": ".env\n" });
    expect(await keptOf({ directory, keep: [".*"], ignore: [".config/"] })).toEqual([".coderignore"]);
  });

  it("follows links to what it takes, and refuses others", async () => {
    const directory = makeDirectory({
      "main.tf": "",
      ".env": "env",
      ".config/a": "a",
      env: { link: ".env" },
      config: { link: ".config" },
    });
    expect(await keptOf({ directory, keep: [".env", ".config"] })).toEqual([".config/a", ".env", "config/a", "env"]);
    expect(await reasonsOf(read({ directory, keep: [".env", ".config/a"] }))).toEqual([
      'At `source.directory`: The link "config" leads to ".config", which is left out of templates: names that start ' +
        'with a dot are, all but ".terraform.lock.hcl". Remove it, or leave it out with `ignore`.',
    ]);
  });

  it("takes an included folder at a path that is left out, and what is left out of one", async () => {
    const root = makeDirectory({ "t/main.tf": "", "shared/a": "", "shared/.env": "" });
    const include = { ".config": "../shared" };
    const directory = join(root, "t");
    expect(await keptOf({ directory, include, keep: [".config/"] })).toEqual([".config/.env", ".config/a"]);
    expect(await keptOf({ directory, include: { x: "../shared" }, keep: ["x/.env"] })).toEqual(["x/.env", "x/a"]);
    expect(await reasonsOf(read({ directory, include, keep: [".config/a"] }))).toHaveLength(1);
  });

  it("stores empty folders that it names, the same from every source", async () => {
    const directory = makeDirectory({ "main.tf": "", "data/.env": "", "full/x": "" });
    mkdirSync(join(directory, "empty/deep"), { recursive: true });
    const keep = ["empty/deep/", "data/", "!.env", "full/"];
    const fromDirectory = await read({ directory, keep });
    expect(Object.keys(fromDirectory.files)).toEqual(["data/", "empty/deep/", "full/x", "main.tf"]);
    expect((await listTar(await fromDirectory.toTar())).map(({ name, type }) => [name, type])).toEqual([
      ["data/", "directory"],
      ["empty/", "directory"],
      ["empty/deep/", "directory"],
      ["full/", "directory"],
      ["full/x", "file"],
      ["main.tf", "file"],
    ]);
    const files = { "main.tf": "", "full/x": "", "./data/": "", "empty/deep/": "" };
    expect((await read({ files, keep })).digest).toBe(fromDirectory.digest);
    const tar = await makeTar([
      { name: "main.tf", content: "" },
      { name: "data", type: "directory" },
      { name: "empty/deep/", type: "directory" },
      { name: "full/x", content: "" },
    ]);
    const archive = join(makeDirectory({ "t.tar": tar }), "t.tar");
    expect((await read({ archive, keep })).digest).toBe(fromDirectory.digest);
    expect(Object.keys((await read({ directory })).files)).toEqual(["full/x", "main.tf"]);
    expect(await reasonsOf(read({ files: { "main.tf": "", "data/": "text" }, keep }))).toEqual([
      'At `source.files`: The path "data/" names a folder, not a file.',
    ]);
  });

  it("changes no digest where it takes nothing", async () => {
    const directory = makeDirectory({ "main.tf": "", "x/y.tf": "" });
    expect((await read({ directory, keep: [".env", "main.tf", "x/*"] })).digest).toBe(
      (await read({ directory })).digest,
    );
  });
});

describe("KeepRules", () => {
  it("leads only into folders on the way of a pattern", () => {
    const rules = new KeepRules([".a/b/*.x", ".c/**/.d", ".e", "!.f/g"]);
    const folders = [".a", ".a/b", ".a/c", ".a/b/c", ".c", ".c/x", ".c/x/y", ".e", ".f", ".a/.a"];
    expect(folders.filter((folder) => rules.leadsInto(folder))).toEqual([".a", ".a/b", ".c", ".c/x", ".c/x/y"]);
  });
});

describe("patternOf", () => {
  it.each([".env", "a b/.x ", "#x/.y", "!z", "[a]/.b*", ".what?", "back\\slash"])("matches %j and no other", (path) => {
    const rules = new KeepRules([patternOf(path)]);
    expect(rules.keeps(path, false)).toBe(true);
    for (const other of [`x/${path}`, `${path}x`, path.replace(/[*?]/, "y").replace("[a]", "a")])
      expect([other, rules.keeps(other, false)]).toEqual([other, other === path]);
  });
});

describe("notes on what is left out", () => {
  it("name some of it, folders as such, and nothing that tools leave there or that has a warning of its own", async () => {
    const { notes, warnings } = await read({ directory: makeDirectory(FILES) });
    expect(notes).toEqual([
      'Left out of the template, as the coder command does: ".env", ".github/", "modules/.env", "terraform.tfstate". To ' +
        "take them, name them in `source.keep`; to hear no more of them, in `source.ignore`.",
    ]);
    expect(warnings).toEqual([
      '"dev.auto.tfvars", "terraform.tfvars" are not uploaded and not read. Set these values in `variables`.',
    ]);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`.${index}`, ""]));
    const tar = await makeTar(Object.keys({ "main.tf": "", ...many }).map((name) => ({ name, content: "" })));
    expect((await readArchiveOf("t.tar", tar)).notes[0]).toContain(
      '".3", ".4" and 4 more. To take them, name them in `source.keep`; to hear no more of them, take them out of it.',
    );
  });

  it("are silent where nothing is missed, kept or ignored by the user", async () => {
    const tools = { ".git/x": "", ".terraform/x": "", ".gitignore": "", ".coderignore": "", "._main.tf": "" };
    expect((await read({ directory: makeDirectory({ "main.tf": "", ...tools }) })).notes).toEqual([]);
    const directory = makeDirectory({ "main.tf": "", ".env": "", ".x": "" });
    expect((await read({ directory, keep: [".env"], ignore: [".x"] })).notes).toEqual([]);
  });
});

describe("a large template", () => {
  it("is taken with a warning from the size on that the coder command refuses", async () => {
    const sizes = [(1 << 20) - 1024, (1 << 20) - 1023];
    const warnings = await Promise.all(
      sizes.map(async (size) => (await read({ files: { "main.tf": "x".repeat(size) } })).warnings),
    );
    expect(warnings).toEqual([
      [],
      [
        "The template makes a tar of 1 MiB, which each build sends to the provisioner together with the workspace's " +
          "state: both have to be smaller than 4 MiB together. The coder command refuses templates of 1 MiB and more.",
      ],
    ]);
  });
});

describe("an upload of another tool", () => {
  it("is declared with all files that are in it, and the declaration has its digest", async () => {
    const entries = Object.entries({ ...FILES, ".what?": "w" }).map(([name, content]) => ({ name, content }));
    const { texts, keep, digest, files } = await readUploaded(await makeTar(entries));
    expect(texts).toEqual({ ...FILES, ".what?": "w" });
    expect(keep).toContain("/.what\\?");
    const declared = await read({ files: texts, keep });
    expect([declared.digest, declared.files]).toEqual([digest, files]);
    expect((await readUploaded(await makeTar([{ name: "main.tf", content: "" }]))).keep).toEqual([]);
  });

  it("stores no empty folder, as none can be told from one that a tool made on the way", async () => {
    const { texts } = await readUploaded(
      await makeTar([
        { name: "main.tf", content: "" },
        { name: "empty/", type: "directory" },
      ]),
    );
    expect(texts).toEqual({ "main.tf": "" });
  });
});
