import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readSource } from "../../../provider/source/read";
import {
  listTar,
  makeDirectory,
  makeRandom,
  makeTar,
  makeTemporaryDirectory,
  makeZip,
  pick,
  read,
  readArchiveOf,
  reasonsOf,
  removeTemporaryDirectories,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

/** A template of random files. Their names contain folders, long paths and odd characters. */
function randomFiles(random: () => number): Record<string, string> {
  const folders = [
    "",
    "",
    "modules/",
    "modules/deep/er/",
    `${"long-".repeat(15)}/${"name-".repeat(15)}/`,
    "köln/",
    "with space/",
  ];
  const names = ["a.tf", "b.tf.json", "run.sh", "README.md", ".terraform.lock.hcl", "日本.txt", "x..y", "-dash", "Z"];
  const files: Record<string, string> = { "main.tf": `# ${random()}` };
  for (let count = Math.floor(random() * 8); count > 0; count -= 1) {
    files[pick(random, folders) + pick(random, names)] = "line\r\n".repeat(Math.floor(random() * 300));
  }
  return files;
}

describe("readSource", () => {
  it("gives equal content the same digest, files and tar, whichever source it comes from", async () => {
    const random = makeRandom(42);
    for (let round = 0; round < 25; round += 1) {
      const files = randomFiles(random);
      const shuffled = Object.entries(files).sort(() => random() - 0.5);
      const tar = await makeTar(
        shuffled.map(([name, content]) => ({
          name: pick(random, ["", "./"]) + name,
          content,
          uid: 1000,
          uname: "me",
          mtime: new Date(1e9),
        })),
      );
      const zip = makeZip(shuffled.map(([name, content]) => ({ name, content, method: pick(random, [0, 8]) })));
      const unixZip = makeZip(shuffled.map(([name, content]) => ({ name, content, unixMode: 0o100600 })));
      const archives = await Promise.all([
        read({ files }),
        read({ files: Object.fromEntries(shuffled) }),
        read({ directory: makeDirectory(files) }),
        readArchiveOf("t.tar", tar),
        readArchiveOf("t.tar.gz", gzipSync(tar)),
        readArchiveOf("T.TGZ", gzipSync(tar)),
        readArchiveOf("t.zip", zip),
        readArchiveOf("t.zip", unixZip),
      ]);
      const [first, ...others] = await Promise.all(
        archives.map(async ({ digest, files: digests, toTar }) => ({
          digest,
          digests,
          tar: (await toTar()).toString("base64"),
        })),
      );
      expect(Object.keys(first?.digests ?? {})).toEqual(Object.keys(files).sort());
      for (const other of others) expect(other).toEqual(first);
    }
  });

  it("uploads what the digest was made of", async () => {
    const { files, toTar } = await read({ files: { "main.tf": "a", "modules/x/main.tf": "b" } });
    const entries = await listTar(await toTar());
    expect(entries.map(({ name, content }) => [name, content])).toEqual([
      ["main.tf", "a"],
      ["modules/", ""],
      ["modules/x/", ""],
      ["modules/x/main.tf", "b"],
    ]);
    expect(files).toEqual({ "main.tf": "4c01f7319710c0b0", "modules/x/main.tf": "fd0354219d2710d8" });
  });

  it("makes another digest of another path, mode or content, and of bytes moved between name and content", async () => {
    const sources = [
      { files: { "main.tf": "a" } },
      { files: { "main.tf": "b" } },
      { files: { "main2.tf": "a" } },
      { files: { "main.tf": "a", b: "" } },
      { files: { "main.tf": "", b: "a" } },
      { files: { "main.tf": "", ba: "" } },
      { directory: makeDirectory({ "main.tf": { executable: "a" } }) },
    ];
    const digests = await Promise.all(sources.map(async (source) => (await read(source)).digest));
    expect(new Set(digests).size).toBe(sources.length);
  });

  it("changes the digest of just the file that changed", async () => {
    const before = await read({ files: { "main.tf": "a", "other.tf": "x" } });
    const after = await read({ files: { "main.tf": "b", "other.tf": "x" } });
    expect(after.files["other.tf"]).toBe(before.files["other.tf"]);
    expect(after.files["main.tf"]).not.toBe(before.files["main.tf"]);
  });

  it("pins the digest, as another one would replace every version there is", async () => {
    const { digest } = await read({ files: { "main.tf": 'resource "x" "y" {}\n', "modules/ä.tf": "ü" } });
    expect(digest).toBe("6703ade25f05651cff6ff77c01c673ffb0f9dc51e9dde151f64a93c2dc1fc83c");
  });

  it("starts relative paths at the given folder and takes absolute ones as they are", async () => {
    const rootDirectory = makeDirectory({ "templates/docker/main.tf": "a" });
    const expected = (await read({ files: { "main.tf": "a" } })).digest;
    expect((await readSource({ directory: "templates/docker" }, { rootDirectory })).digest).toBe(expected);
    expect((await readSource({ directory: "./templates/../templates/docker/" }, { rootDirectory })).digest).toBe(
      expected,
    );
    expect((await read({ directory: join(rootDirectory, "templates/docker") })).digest).toBe(expected);
  });

  it("sees a change between two calls", async () => {
    const directory = makeDirectory({ "main.tf": "a" });
    const before = await read({ directory });
    writeFileSync(join(directory, "main.tf"), "b");
    expect((await read({ directory })).digest).not.toBe(before.digest);
    expect((await listTar(await before.toTar()))[0]?.content).toBe("a");
  });

  it("fails as a defect for an example, which has no files", async () => {
    await expect(read({ exampleId: "docker" })).rejects.toThrow(TypeError);
  });
});

describe("readSource of a missing or mistaken path", () => {
  it("says where it looked and where relative paths start", async () => {
    const rootDirectory = makeTemporaryDirectory();
    expect(await reasonsOf(readSource({ directory: "templates/none" }, { rootDirectory }))).toEqual([
      'At `source.directory`: There is no folder "<root>/templates/none". Relative paths start at "<root>". Correct the path.',
    ]);
    expect(await reasonsOf(readSource({ archive: "none.tgz" }, { rootDirectory }))).toEqual([
      'At `source.archive`: There is no file "<root>/none.tgz". Relative paths start at "<root>". Correct the path.',
    ]);
    expect(await reasonsOf(read({ directory: join(rootDirectory, "none") }))).toEqual([
      'At `source.directory`: There is no folder "<root>/none". Correct the path.',
    ]);
  });

  it("says that a tilde is not the home folder", async () => {
    expect(await reasonsOf(readSource({ directory: "~/t" }, { rootDirectory: "/nowhere" }))).toEqual([
      'At `source.directory`: There is no folder "/nowhere/~/t". Relative paths start at "/nowhere". ' +
        '"~" does not stand for the home folder here. Correct the path.',
    ]);
  });

  it("tells a file from a folder and names the other key", async () => {
    const rootDirectory = makeDirectory({ "t.tgz": "", "folder.tar/main.tf": "", "main.tf": "" });
    expect(await reasonsOf(readSource({ directory: "t.tgz" }, { rootDirectory }))).toEqual([
      'At `source.directory`: "<root>/t.tgz" is not a folder. Name the folder that holds the template, or use `archive` for a packed one.',
    ]);
    expect(await reasonsOf(readSource({ archive: "folder.tar" }, { rootDirectory }))).toEqual([
      'At `source.archive`: "<root>/folder.tar" is a folder. Use `directory` for it.',
    ]);
    expect(await reasonsOf(readSource({ archive: "main.tf" }, { rootDirectory }))).toEqual([
      'At `source.archive`: "<root>/main.tf" is none of ".tar", ".tar.gz", ".tgz" or ".zip". Pack the template as one of these.',
    ]);
    expect(await reasonsOf(readSource({ archive: "/dev/null" }, { rootDirectory }))).toEqual([
      'At `source.archive`: "/dev/null" is not a plain file. Name a packed template.',
    ]);
  });
});

describe("readSource of files", () => {
  it("refuses bad paths, what would be left out, and contradictions, all at once", async () => {
    const files = {
      "main.tf": "",
      "./main.tf": "",
      "/abs.tf": "",
      "../up.tf": "",
      "a\\b.tf": "",
      "modules/": "",
      b: "",
      "b/c.tf": "",
      "d/e.tf": "",
      d: "",
      ".env": "",
      "terraform.tfvars": "",
      "x/terraform.tfstate": "",
      "Main.tf": "",
    };
    expect(await reasonsOf(read({ files }))).toEqual(
      [
        'The path "./main.tf" is there more than once. Keep one of them.',
        'The path "/abs.tf" is absolute. Paths in a template are relative to its top.',
        'The path "../up.tf" contains "..". Paths in a template can\'t leave it.',
        'The path "a\\\\b.tf" contains a backslash. Separate folders with forward slashes.',
        'The path "modules/" names a folder, not a file.',
        'The path "b" is a file and the folder of another path at once. Keep one of them.',
        'The path "d" is a file and the folder of another path at once. Keep one of them.',
        'The path ".env" is left out of templates: names that start with a dot are, all but ".terraform.lock.hcl". Remove it, or name it in `keep`.',
        'The path "terraform.tfvars" is left out of templates: Coder keeps variable values itself. Set them in `variables`. Remove it, or name it in `keep`.',
        'The path "x/terraform.tfstate" is left out of templates: Terraform state ("*.tfstate*") is, as it may hold secrets. Remove it, or name it in `keep`.',
        'The names "Main.tf" and "main.tf" differ only in case or Unicode form. Rename one of them.',
      ].map((reason) => `At \`source.files\`: ${reason}`),
    );
  });

  it("refuses an empty map", async () => {
    expect(await reasonsOf(read({ files: {} }))).toEqual([
      'At `source.files`: There are no files in the map. A template needs at least one "*.tf" or "*.tf.json" file.',
    ]);
  });

  it("says how to bring Terraform files to the top", async () => {
    expect(
      await reasonsOf(read({ files: { "README.md": "", "docker/main.tf": "", "docker/modules/x.tf": "" } })),
    ).toEqual([
      'At `source.files`: There is no "*.tf" or "*.tf.json" file at the top in the map. ' +
        'There are some further down: take "docker/" off the front of the paths.',
    ]);
  });

  it("takes a top-level *.tf.json file as a template", async () => {
    expect(Object.keys((await read({ files: { "main.tf.json": "{}" } })).files)).toEqual(["main.tf.json"]);
  });

  it("stores text as UTF-8, byte for byte", async () => {
    const text = "# \uFEFFä 日本 🚀\r\n";
    const { toTar } = await read({ files: { "main.tf": text } });
    expect((await listTar(await toTar()))[0]?.content).toBe(text);
  });
});
