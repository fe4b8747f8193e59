import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { execFileSync } from "node:child_process";
import {
  asUnprivilegedUser,
  listTar,
  makeDirectory,
  makeTemporaryDirectory,
  read,
  reasonsOf,
  removeTemporaryDirectories,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

async function entriesOf(directory: string, ignore: string[] = []): Promise<[string, string, string][]> {
  const { toTar } = await read({ directory, ignore });
  const entries = await listTar(await toTar());
  return entries
    .filter(({ type }) => type === "file")
    .map(({ name, mode, content }) => [name, mode.toString(8), content]);
}

describe("a directory", () => {
  it("leaves out what the coder command leaves out, keeps the rest, and of the modes only the executable bit", async () => {
    const directory = makeDirectory({
      "main.tf": "main",
      ".terraform.lock.hcl": "lock",
      "modules/net/.terraform.lock.hcl": "nested lock",
      "run.sh": { executable: "run" },
      "prod.tfvars": "prod",
      ".env": "secret",
      ".git/config": "secret",
      ".terraform/providers/x": "secret",
      "modules/net/.hidden/x": "secret",
      "terraform.tfstate": "secret",
      "terraform.tfstate.d/dev/terraform.tfstate": "secret",
      "terraform.tfvars": "secret",
      "modules/net/dev.auto.tfvars": "secret",
    });
    mkdirSync(join(directory, "empty"));
    expect(await entriesOf(directory)).toEqual([
      [".terraform.lock.hcl", "644", "lock"],
      ["main.tf", "644", "main"],
      ["modules/net/.terraform.lock.hcl", "644", "nested lock"],
      ["prod.tfvars", "644", "prod"],
      ["run.sh", "755", "run"],
    ]);
  });

  it("applies .coderignore files at any depth and the ignore list after them", async () => {
    const directory = makeDirectory({
      "main.tf": "",
      "a.md": "",
      "keep.md": "",
      "docs/a.md": "",
      "docs/b.md": "",
      "docs/c.txt": "",
      ".coderignore": "*.md\nbuild/\n",
      "docs/.coderignore": "!b.md\n/c.txt\n",
      "build/x": "",
      ".secret/.coderignore": "!*",
    });
    expect((await entriesOf(directory, ["!keep.md"])).map(([path]) => path)).toEqual([
      "docs/b.md",
      "keep.md",
      "main.tf",
    ]);
  });

  it("does not bring back by a pattern what is always left out", async () => {
    const directory = makeDirectory({ "main.tf": "", ".env": "", "terraform.tfstate": "", ".coderignore": "!.env\n" });
    expect((await entriesOf(directory, ["!.env", "!*"])).map(([path]) => path)).toEqual(["main.tf"]);
  });

  it("does not look into folders that are left out", async () => {
    const directory = makeDirectory({ "main.tf": "", "node_modules/x": "", ".terraform/x": "" });
    // Looking into them would fail for this user.
    for (const name of ["node_modules", ".terraform"]) chmodSync(join(directory, name), 0);
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "main.tf"), 0o644);
    const { files } = await asUnprivilegedUser(() => read({ directory, ignore: ["node_modules"] }));
    for (const name of ["node_modules", ".terraform"]) chmodSync(join(directory, name), 0o755);
    expect(Object.keys(files)).toEqual(["main.tf"]);
  });

  it("names every file and folder that may not be read", async () => {
    const directory = makeDirectory({ "main.tf": "", "a/secret.tf": "", "b/c.tf": "" });
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "a"), 0o755);
    chmodSync(join(directory, "a/secret.tf"), 0);
    chmodSync(join(directory, "main.tf"), 0);
    chmodSync(join(directory, "b"), 0);
    const reasons = await asUnprivilegedUser(() => reasonsOf(read({ directory })));
    chmodSync(join(directory, "b"), 0o755);
    expect(reasons.sort()).toEqual([
      'At `source.directory`: The file "a/secret.tf" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
      'At `source.directory`: The file "main.tf" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
      'At `source.directory`: The folder "b" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
    ]);
  });

  it("says that the folder itself may not be read", async () => {
    const directory = makeDirectory({ "main.tf": "" });
    chmodSync(directory, 0o711);
    expect(await asUnprivilegedUser(() => reasonsOf(read({ directory })))).toEqual([
      'At `source.directory`: The folder "<root>" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
    ]);
  });

  it("refuses pipes, sockets and names that are not UTF-8 or hold a backslash, unless they are ignored", async () => {
    const directory = makeDirectory({ "main.tf": "", "a\\b": "" });
    execFileSync("mkfifo", [join(directory, "pipe")]);
    writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0x66, 0xff])]), "");
    const server = createServer().listen(join(directory, "socket"));
    await once(server, "listening");
    try {
      expect(await reasonsOf(read({ directory }))).toEqual([
        'At `source.directory`: The path "a\\\\b" contains a backslash. Separate folders with forward slashes.',
        'At `source.directory`: The path "f\uFFFD" is not valid UTF-8. Rename it.',
        'At `source.directory`: "pipe" is a named pipe, which a template can\'t hold. Remove it, or leave it out with `ignore`.',
        'At `source.directory`: "socket" is a socket, which a template can\'t hold. Remove it, or leave it out with `ignore`.',
      ]);
      const { files } = await read({ directory, ignore: ["pipe", "socket", "a*", "f*"] });
      expect(Object.keys(files)).toEqual(["main.tf"]);
    } finally {
      server.close();
    }
  });

  it("may itself be a link", async () => {
    const directory = makeDirectory({ "real/main.tf": "x" });
    symlinkSync("real", join(directory, "link"));
    expect(await entriesOf(join(directory, "link"))).toEqual([["main.tf", "644", "x"]]);
  });
});

describe("a link in a directory", () => {
  it("is stored as what it leads to, file or folder, through other links and by an absolute path", async () => {
    const directory = makeDirectory({
      "main.tf": { link: "shared/common.tf" },
      "shared/common.tf": "common",
      "shared/run": { executable: "run" },
      modules: { link: "copies" },
      "copies/a": { link: "../shared" },
      chain: { link: "modules/a/run" },
    });
    symlinkSync(join(directory, "shared", "common.tf"), join(directory, "absolute.tf"));
    expect(await entriesOf(directory)).toEqual([
      ["absolute.tf", "644", "common"],
      ["chain", "755", "run"],
      ["copies/a/common.tf", "644", "common"],
      ["copies/a/run", "755", "run"],
      ["main.tf", "644", "common"],
      ["modules/a/common.tf", "644", "common"],
      ["modules/a/run", "755", "run"],
      ["shared/common.tf", "644", "common"],
      ["shared/run", "755", "run"],
    ]);
  });

  it("is refused when it leaves the directory, leads nowhere, in a circle, or to what is left out", async () => {
    const outside = makeDirectory({ "x.tf": "" });
    const directory = makeDirectory({
      "main.tf": "",
      broken: { link: "none" },
      "circle-a": { link: "circle-b" },
      "circle-b": { link: "circle-a" },
      "deep/er/top": { link: "../.." },
      "deep/self": { link: "." },
      device: { link: "/dev/null" },
      env: { link: ".env" },
      ".env": "",
      state: { link: "terraform.tfstate" },
      "terraform.tfstate": "",
      through: { link: "main.tf/x" },
      out: { link: join(outside, "x.tf") },
    });
    const leave = "Remove it, or leave it out with `ignore`.";
    const leaves =
      "which is outside of the template. Put what it leads to inside, or take its folder in with `include`.";
    expect(await reasonsOf(read({ directory }))).toEqual(
      [
        `The link "broken" leads to "none", which does not exist or can't be a file of the template. ${leave}`,
        `The link "circle-a" leads to "circle-b", and from there back to itself. ${leave}`,
        `The link "circle-b" leads to "circle-a", and from there back to itself. ${leave}`,
        `The link "deep/er/top" leads to "../..", a folder that it is in itself. ${leave}`,
        `The link "deep/self" leads to ".", a folder that it is in itself. ${leave}`,
        `The link "device" leads to "/dev/null", ${leaves} ${leave}`,
        'The link "env" leads to ".env", which is left out of templates: names that start with a dot are, all but ' +
          `".terraform.lock.hcl". ${leave}`,
        `The link "out" leads to "<root>/x.tf", ${leaves} ${leave}`,
        'The link "state" leads to "terraform.tfstate", which is left out of templates: Terraform state ("*.tfstate*") is, ' +
          `as it may hold secrets. ${leave}`,
        `The link "through" leads to "main.tf/x", which does not exist or can't be a file of the template. ${leave}`,
      ].map((reason) => `At \`source.directory\`: ${reason}`),
    );
  });

  it("between two folders that lead to each other is refused where it closes the circle", async () => {
    const directory = makeDirectory({ "main.tf": "", "a/to-b": { link: "../b" }, "b/to-a": { link: "../a" } });
    expect((await reasonsOf(read({ directory }))).map((reason) => reason.slice(22, 62))).toEqual([
      ' The link "a/to-b/to-a" leads to "../a",',
      ' The link "b/to-a/to-b" leads to "../b",',
    ]);
  });

  it("does not matter when it is ignored, be it by a pattern for folders", async () => {
    const directory = makeDirectory({
      "main.tf": "",
      out: { link: "/etc" },
      loop: { link: "." },
      shared: { link: "real" },
      "real/x": "",
    });
    expect((await entriesOf(directory, ["out/", "/loop", "shared/"])).map(([path]) => path)).toEqual([
      "main.tf",
      "real/x",
    ]);
  });

  it("multiplies files only up to the limit", async () => {
    const directory = makeTemporaryDirectory();
    writeFileSync(join(directory, "main.tf"), "");
    for (let depth = 0; depth < 30; depth += 1) {
      mkdirSync(join(directory, `d${depth}`));
      for (const name of ["l", "r"]) symlinkSync(`../d${depth + 1}`, join(directory, `d${depth}`, name));
    }
    mkdirSync(join(directory, "d30"));
    expect((await reasonsOf(read({ directory })))[0]).toContain("There are more than 10000 files and folders");
  });
});

describe("an ignore file", () => {
  it("has to be a plain file that can be read", async () => {
    const directory = makeDirectory({
      "main.tf": "",
      "a/.coderignore/x": "",
      "b/.coderignore": { link: "../main.tf" },
    });
    expect(await reasonsOf(read({ directory }))).toEqual([
      'At `source.directory`: "a/.coderignore" has to be a plain file with patterns.',
      'At `source.directory`: "b/.coderignore" has to be a plain file with patterns.',
    ]);
    rmSync(join(directory, "a"), { recursive: true });
    rmSync(join(directory, "b"), { recursive: true });
    writeFileSync(join(directory, ".coderignore"), "", { mode: 0 });
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "main.tf"), 0o644);
    expect(await asUnprivilegedUser(() => reasonsOf(read({ directory })))).toEqual([
      'At `source.directory`: ".coderignore" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
    ]);
  });
});
