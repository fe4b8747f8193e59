import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceArchive } from "../../../provider/source/template-content";
import {
  asUnprivilegedUser,
  listTar,
  makeDirectory,
  makeRandom,
  makeTemporaryDirectory,
  pick,
  read,
  reasonsOf,
  removeTemporaryDirectories,
  type Content,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

/** A repository with a template and folders beside it. */
function repository(files: Record<string, Content>): string {
  return makeDirectory({ ".git/HEAD": "", "templates/docker/main.tf": "main", ...files });
}

function readFrom(root: string, include: Record<string, string>, ignore: string[] = []): Promise<SourceArchive> {
  return read({ directory: join(root, "templates/docker"), include, ignore });
}

async function pathsOf(reading: Promise<SourceArchive>): Promise<string[]> {
  return Object.keys((await reading).files);
}

describe("included folders", () => {
  it("are in the template as if they lay there: content, executable bit, digest and tar", async () => {
    const random = makeRandom(11);
    const places = ["modules/common", ".", "modules", "a b/ü", "modules/common/deep"];
    const contents = ["one", { executable: "run" }, "", Buffer.from([0xff, 0])];
    for (let round = 0; round < 20; round += 1) {
      const at = pick(random, places);
      const own: Record<string, Content> = { "main.tf": "main", "modules/own.tf": "own", "modules/common/x.md": "x" };
      const shared: Record<string, Content> = {
        "shared.tf": pick(random, contents),
        "sub/file": pick(random, contents),
        ".env": "left out",
        "sub/terraform.tfstate": "left out",
        alias: { link: "sub/file" },
      };
      const moved = Object.entries(shared).map(([path, content]) => [join(at, path), content] as const);
      const root = makeDirectory({
        ...Object.fromEntries(Object.entries(own).map(([path, content]) => [join("t/docker", path), content])),
        ...Object.fromEntries(Object.entries(shared).map(([path, content]) => [join("shared", path), content])),
      });
      const included = await read({ directory: join(root, "t/docker"), include: { [at]: "../../shared" } });
      const inside = await read({ directory: makeDirectory({ ...own, ...Object.fromEntries(moved) }) });
      expect(included.files).toEqual(inside.files);
      expect(included.digest).toBe(inside.digest);
      expect((await included.toTar()).equals(await inside.toTar())).toBe(true);
    }
  });

  it("are shared by templates, and a change shows in each of them", async () => {
    const root = repository({ "templates/aws/main.tf": "aws", "modules/common/main.tf": "one" });
    const both = (): Promise<SourceArchive[]> =>
      Promise.all(
        ["docker", "aws"].map((name) =>
          read({ directory: join(root, "templates", name), include: { "modules/common": "../../modules/common" } }),
        ),
      );
    const before = await both();
    writeFileSync(join(root, "modules/common/main.tf"), "two");
    const after = await both();
    for (const [index, { files, digest }] of after.entries()) {
      expect(files["main.tf"]).toBe(before[index]?.files["main.tf"]);
      expect(files["modules/common/main.tf"]).not.toBe(before[index]?.files["modules/common/main.tf"]);
      expect(digest).not.toBe(before[index]?.digest);
    }
  });

  it("start at the directory, or anywhere by an absolute path", async () => {
    const root = repository({ "modules/a/x.tf": "a" });
    const far = makeDirectory({ "y.tf": "far" });
    expect(await pathsOf(readFrom(root, { "./m//a/": "../../modules/a/", far }))).toEqual([
      "far/y.tf",
      "m/a/x.tf",
      "main.tf",
    ]);
    const relative = await read({ directory: "docker", include: { a: "../../modules/a" } }, join(root, "templates"));
    expect(Object.keys(relative.files)).toEqual(["a/x.tf", "main.tf"]);
  });

  it("may make the template's top, and merge with folders of the template and with each other", async () => {
    const root = makeDirectory({
      "t/docker/modules/own.tf": "",
      "base/main.tf": "",
      "base/modules/base.tf": "",
      "one/a.tf": "",
      "two/b.tf": "",
    });
    const include = { ".": "../../base", modules: "../../one", "modules/sub": "../../two" };
    expect(await pathsOf(read({ directory: join(root, "t/docker"), include }))).toEqual([
      "main.tf",
      "modules/a.tf",
      "modules/base.tf",
      "modules/own.tf",
      "modules/sub/b.tf",
    ]);
  });

  it("follow the patterns: the list from the top, a .coderignore from its place, the template's own as well", async () => {
    const root = repository({
      "templates/docker/.coderignore": "*.bak\n",
      "templates/docker/modules/.coderignore": "/common/by-template\n",
      "modules/common/.coderignore": "/top.md\nsub/*.txt\n",
      "modules/common/top.md": "",
      "modules/common/sub/top.md": "",
      "modules/common/sub/a.txt": "",
      "modules/common/sub/keep.txt": "",
      "modules/common/x.bak": "",
      "modules/common/by-template": "",
      "modules/common/by-list": "",
    });
    const ignore = ["/modules/common/by-list", "!modules/common/sub/keep.txt"];
    expect(await pathsOf(readFrom(root, { "modules/common": "../../modules/common" }, ignore))).toEqual([
      "main.tf",
      "modules/common/sub/keep.txt",
      "modules/common/sub/top.md",
    ]);
  });

  it("may be folders of the template, which it then has twice", async () => {
    const root = repository({ "templates/docker/lib/x.tf": "x", "modules/common/x.tf": "" });
    expect(await pathsOf(readFrom(root, { copy: "lib" }))).toEqual(["copy/x.tf", "lib/x.tf", "main.tf"]);
  });

  it("may be reached by links inside of the repository, and hold links inside of themselves", async () => {
    const root = repository({
      "modules/real/x.tf": "x",
      "modules/real/deep/y.tf": "y",
      "modules/real/deep/up": { link: "../x.tf" },
      "modules/common": { link: "real" },
    });
    symlinkSync(join(root, "modules/real/x.tf"), join(root, "modules/real/absolute.tf"));
    const { toTar } = await readFrom(root, { m: "../../modules/common" });
    const files = (await listTar(await toTar())).filter(({ type }) => type === "file");
    expect(files.map(({ name, content }) => [name, content])).toEqual([
      ["m/absolute.tf", "x"],
      ["m/deep/up", "x"],
      ["m/deep/y.tf", "y"],
      ["m/x.tf", "x"],
      ["main.tf", "main"],
    ]);
  });
});

describe("an included folder is refused", () => {
  const at = "At `source.include`: ";

  it("when it is missing, no folder, or unreadable, each said at once", async () => {
    const root = repository({ "modules/file": "", "modules/closed/x.tf": "" });
    for (const path of ["", "templates", "templates/docker", "modules"]) chmodSync(join(root, path), 0o755);
    chmodSync(join(root, "templates/docker/main.tf"), 0o644);
    chmodSync(join(root, "modules/closed"), 0);
    const include = {
      a: "../../modules/none",
      b: "../../modules/file",
      c: "../../modules/closed",
      d: join(root, "none"),
    };
    const reasons = await asUnprivilegedUser(() => reasonsOf(readFrom(root, include)));
    chmodSync(join(root, "modules/closed"), 0o755);
    expect(reasons).toEqual([
      `${at}"a": There is no folder "<root>/modules/none". Relative paths start at "<root>/templates/docker". Correct the path.`,
      `${at}"b": "<root>/modules/file" is not a folder. Name a folder.`,
      `${at}"c": The folder "<root>/modules/closed" can't be read: permission denied. Give the user who runs Pulumi the right to read it.`,
      `${at}"d": There is no folder "<root>/none". Correct the path.`,
    ]);
  });

  it("when its path in the template is no path of a template, or always left out", async () => {
    const root = repository({ "modules/common/x.tf": "" });
    const paths = ["/abs", "../up", "a/../b", "c:\\d", ".github", "x/.hidden/y", "x.tfstate"];
    const include = Object.fromEntries(paths.map((path) => [path, "../../modules/common"]));
    const remedy = "Choose another path, or name it in `keep`.";
    const dots = 'is left out of templates: names that start with a dot are, all but ".terraform.lock.hcl".';
    expect((await reasonsOf(readFrom(root, include))).sort()).toEqual(
      [
        `${at}The path "../up" contains "..". Paths in a template can't leave it.`,
        `${at}The path ".github" ${dots} ${remedy}`,
        `${at}The path "/abs" is absolute. Paths in a template are relative to its top.`,
        `${at}The path "a/../b" contains "..". Paths in a template can't leave it.`,
        `${at}The path "c:\\\\d" contains a backslash. Separate folders with forward slashes.`,
        `${at}The path "x.tfstate" is left out of templates: Terraform state ("*.tfstate*") is, as it may hold ` +
          "secrets. Choose another path, or name it in `keep`.",
        `${at}The path "x/.hidden/y" ${dots} ${remedy}`,
      ].sort(),
    );
  });

  it("when a file of it is at a path that another folder has, naming both folders and some of the paths", async () => {
    const names = ["a.tf", "b.tf", "c.tf", "d.tf", "e.tf"];
    const files = (folder: string): Record<string, string> =>
      Object.fromEntries(names.map((name) => [`${folder}/${name}`, folder]));
    const root = repository({
      ...files("modules/one"),
      ...files("modules/two"),
      "templates/docker/m/a.tf": "",
      "modules/three/main.tf": "",
    });
    const remedy = (what: string): string =>
      `Remove ${what} from one of the two, or include the folder at another path.`;
    expect(await reasonsOf(readFrom(root, { m: "../../modules/one", ".": "../../modules/three" }))).toEqual([
      `${at}The path "m/a.tf" is both in "<root>/templates/docker" and in "<root>/modules/one". ${remedy("it")}`,
      `${at}The path "main.tf" is both in "<root>/templates/docker" and in "<root>/modules/three". ${remedy("it")}`,
    ]);
    mkdirSync(join(root, "modules/outer/two"), { recursive: true });
    for (const name of names) writeFileSync(join(root, "modules/outer/two", name), "");
    expect(await reasonsOf(readFrom(root, { x: "../../modules/outer", "x/two": "../../modules/two" }))).toEqual([
      `${at}The paths "x/two/a.tf", "x/two/b.tf", "x/two/c.tf" and 2 more are both in "<root>/modules/outer" and in ` +
        `"<root>/modules/two". ${remedy("them")}`,
    ]);
  });

  it("when a path is a file in the one and a folder in the other", async () => {
    const root = repository({ "templates/docker/m": "", "modules/one/m/x.tf": "", "modules/two/x.tf": "" });
    const remedy = "Rename one of them, or include the folder at another path.";
    expect(await reasonsOf(readFrom(root, { ".": "../../modules/one" }))).toEqual([
      `${at}The path "m" is a file in "<root>/templates/docker" and a folder in "<root>/modules/one". ${remedy}`,
    ]);
    expect(await reasonsOf(readFrom(root, { "m/deep": "../../modules/two" }))).toEqual([
      `${at}The path "m" is a file in "<root>/templates/docker" and a folder on the way to "m/deep", where ` +
        `"<root>/modules/two" is included. ${remedy}`,
    ]);
  });

  it("when it lies on another included one", async () => {
    const root = repository({ "modules/one/a.tf": "", "modules/two/b.tf": "" });
    expect(await reasonsOf(readFrom(root, { m: "../../modules/one", "./m/": "../../modules/two" }))).toEqual([
      `${at}"./m/" and "m" are the same path, so that one folder would lie on the other. Choose another path for one.`,
    ]);
  });

  it("when names of two folders differ only in case", async () => {
    const root = repository({ "templates/docker/m/A.tf": "", "modules/one/a.tf": "" });
    expect(await reasonsOf(readFrom(root, { m: "../../modules/one" }))).toEqual([
      'At `source.directory`: The names "m/A.tf" and "m/a.tf" differ only in case or Unicode form. Rename one of them.',
    ]);
  });

  it("when nothing of it is left", async () => {
    const root = repository({ "modules/one/a.md": "", "modules/two/.env": "" });
    mkdirSync(join(root, "modules/three"));
    const include = { one: "../../modules/one", two: "../../modules/two", ".": "../../modules/three" };
    const why =
      "the folder is empty, or all of it is left out, by what templates never hold or by your own patterns. Remove it, or correct the path or the patterns.";
    expect(await reasonsOf(readFrom(root, include, ["*.md"]))).toEqual([
      `${at}Nothing of "<root>/modules/three" is left at ".": ${why}`,
      `${at}Nothing of "<root>/modules/one" is left at "one": ${why}`,
      `${at}Nothing of "<root>/modules/two" is left at "two": ${why}`,
    ]);
    expect(await reasonsOf(readFrom(root, { one: "../../modules/one" }, ["one/"]))).toEqual([
      `${at}Nothing of "<root>/modules/one" is left at "one": ${why}`,
    ]);
  });

  it("when it leaves the repository by a link, be the repository a worktree or none", async () => {
    const far = makeDirectory({ "x.tf": "" });
    const root = repository({ "modules/common": { link: far } });
    const refused = (repositoryPath: string): string =>
      `${at}"m": "${repositoryPath}/modules/common" leads by a link to "<root>", outside of "${repositoryPath}". Whoever ` +
      "has only that folder would get another template. Name the folder itself if it is to be included nevertheless.";
    const include = { m: "../../modules/common" };
    expect(await reasonsOf(readFrom(root, include))).toEqual([refused("<root>")]);
    rmSync(join(root, ".git"), { recursive: true });
    writeFileSync(join(root, ".git"), "gitdir: elsewhere\n");
    expect(await reasonsOf(readFrom(root, include))).toEqual([refused("<root>")]);
    rmSync(join(root, ".git"));
    expect(await reasonsOf(readFrom(root, include))).toEqual([refused("<root>")]);
    // A folder on the way may be the link as well.
    symlinkSync(far, join(root, "far"));
    mkdirSync(join(far, "deep"));
    expect((await reasonsOf(readFrom(root, { m: "../../far/deep" })))[0]).toContain("leads by a link to");
    // Named as what it is, it is taken.
    expect(await pathsOf(readFrom(root, { m: far }))).toEqual(["m/x.tf", "main.tf"]);
  });

  it("when it is the template's own folder or one around it", async () => {
    const root = repository({ "templates/x.tf": "", alias: { link: "templates/docker" } });
    const itself = "which would be included into itself. Include a folder beside it.";
    expect(await reasonsOf(readFrom(root, { a: ".", b: "..", c: "../../alias", d: "/" }))).toEqual([
      `${at}"a": "<root>/templates/docker" is the template's folder, ${itself}`,
      `${at}"b": "<root>/templates" holds the template's folder, ${itself}`,
      `${at}"c": "<root>/alias" is the template's folder, ${itself}`,
      `${at}"d": "/" holds the template's folder, ${itself}`,
    ]);
  });

  it("for links in it that leave it or go in a circle, and for what no template holds", async () => {
    const root = repository({
      "modules/common/x.tf": "",
      "modules/common/out": { link: "../other.tf" },
      "modules/common/sub/loop": { link: ".." },
      "modules/common/env": { link: ".env" },
      "modules/common/.env": "",
      "modules/other.tf": "",
    });
    execFileSync("mkfifo", [join(root, "modules/common/pipe")]);
    const leave = "Remove it, or leave it out with `ignore`.";
    expect(await reasonsOf(readFrom(root, { m: "../../modules/common" }))).toEqual([
      `${at}The link "m/env" leads to ".env", which is left out of templates: names that start with a dot are, all but ` +
        `".terraform.lock.hcl". ${leave}`,
      `${at}The link "m/out" leads to "../other.tf", which is outside of the included folder "<root>/modules/common". ` +
        `Put what it leads to inside. ${leave}`,
      `${at}"m/pipe" is a named pipe, which a template can't hold. ${leave}`,
      `${at}The link "m/sub/loop" leads to "..", a folder that it is in itself. ${leave}`,
    ]);
  });

  it("for files in it that may not be read", async () => {
    const root = repository({ "modules/common/x.tf": "" });
    for (const path of ["", "templates", "templates/docker", "modules", "modules/common"])
      chmodSync(join(root, path), 0o755);
    chmodSync(join(root, "templates/docker/main.tf"), 0o644);
    chmodSync(join(root, "modules/common/x.tf"), 0);
    expect(await asUnprivilegedUser(() => reasonsOf(readFrom(root, { m: "../../modules/common" })))).toEqual([
      `${at}The file "m/x.tf" can't be read: permission denied. Give the user who runs Pulumi the right to read it.`,
    ]);
  });
});

describe("the limits of a template", () => {
  it("count over all folders", async () => {
    const root = makeDirectory({
      "t/main.tf": "",
      "shared/big": Buffer.alloc(2_700_000),
      "t/big": Buffer.alloc(1_500_000),
    });
    const [reason] = await reasonsOf(read({ directory: join(root, "t"), include: { s: "../shared" } }));
    expect(reason).toContain('The largest of 3: "s/big" (2.6 MiB), "big" (1.4 MiB)');
    const many = makeTemporaryDirectory();
    for (let count = 0; count < 6000; count += 1) writeFileSync(join(many, `${count}.js`), "");
    const directory = makeDirectory({ "main.tf": "" });
    expect((await reasonsOf(read({ directory, include: { a: many, b: many } })))[0]).toBe(
      'At `source.directory`: There are more than 10000 files and folders in "<root>" and what it includes, most of them ' +
        'seen in "a". Leave out what the template doesn\'t need, with `ignore` or a `.coderignore` file.',
    );
  });

  it("say where a link that leaves the template could lead", async () => {
    const root = repository({ "modules/x.tf": "", "templates/docker/m": { link: "../../modules" } });
    expect(await reasonsOf(readFrom(root, {}))).toEqual([
      'At `source.directory`: The link "m" leads to "../../modules", which is outside of the template. Put what it leads ' +
        "to inside, or take its folder in with `include`. Remove it, or leave it out with `ignore`.",
    ]);
  });
});
