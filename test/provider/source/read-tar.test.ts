import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  asUnprivilegedUser,
  listTar,
  makeTar,
  makeTemporaryDirectory,
  read,
  readArchiveOf,
  reasonsOf,
  removeTemporaryDirectories,
  type TarEntry,
} from "./fixtures";

afterAll(removeTemporaryDirectories);

const MAIN: TarEntry = { name: "main.tf", content: "main" };

async function entriesOf(entries: readonly TarEntry[]): Promise<[string, string, string][]> {
  const { toTar } = await readArchiveOf("t.tar", await makeTar(entries));
  const listed = await listTar(await toTar());
  return listed
    .filter(({ type }) => type === "file")
    .map(({ name, mode, content }) => [name, mode.toString(8), content]);
}

async function refusalsOf(entries: readonly TarEntry[]): Promise<string[]> {
  const reasons = await reasonsOf(readArchiveOf("t.tar", await makeTar(entries)));
  return reasons.map((reason) =>
    reason.replace(/^At `source\.archive`: /, "").replace(/ Remove it from the archive\.$/, ""),
  );
}

describe("a tar", () => {
  it("leaves out what a directory leaves out, and has no use for an ignore file", async () => {
    const names = [
      ".env",
      ".git/config",
      "terraform.tfstate",
      "terraform.tfvars",
      "._main.tf",
      "x/.hidden/y",
      ".coderignore",
    ];
    const entries = [
      MAIN,
      { name: "./.terraform.lock.hcl", content: "lock" },
      { name: "x/run", content: "run", mode: 0o750 },
    ];
    expect(await entriesOf([...entries, ...names.map((name) => ({ name, content: "main.tf" }))])).toEqual([
      [".terraform.lock.hcl", "644", "lock"],
      ["main.tf", "644", "main"],
      ["x/run", "755", "run"],
    ]);
  });

  it("is not too large by what is left out of it", async () => {
    expect(await entriesOf([{ name: ".git/pack", content: Buffer.alloc(3 << 20) }, MAIN])).toEqual([
      ["main.tf", "644", "main"],
    ]);
  });

  it("stores symbolic and hard links as what they lead to", async () => {
    expect(
      await entriesOf([
        { name: "main.tf", type: "symlink", linkname: "shared/./common.tf" },
        { name: "shared/common.tf", content: "common" },
        { name: "shared/run", content: "run", mode: 0o755 },
        { name: "a/b/hard", type: "link", linkname: "shared/run" },
        { name: "a/b/up.tf", type: "symlink", linkname: "../../modules2/common.tf" },
        { name: "modules", type: "symlink", linkname: "a/b" },
        { name: "modules2", type: "symlink", linkname: "shared/" },
      ]),
    ).toEqual([
      ["a/b/hard", "755", "run"],
      ["a/b/up.tf", "644", "common"],
      ["main.tf", "644", "common"],
      ["modules/hard", "755", "run"],
      ["modules/up.tf", "644", "common"],
      ["modules2/common.tf", "644", "common"],
      ["modules2/run", "755", "run"],
      ["shared/common.tf", "644", "common"],
      ["shared/run", "755", "run"],
    ]);
  });

  it("resolves a parent after a link from where the link leads to", async () => {
    expect(
      await entriesOf([
        MAIN,
        { name: "a/b/c/x", content: "in a/b/c" },
        { name: "a/b/x", content: "in a/b" },
        { name: "link", type: "symlink", linkname: "a/b/c" },
        { name: "y", type: "symlink", linkname: "link/../x" },
      ]),
    ).toContainEqual(["y", "644", "in a/b"]);
  });

  it("refuses links that leave it, lead nowhere, in a circle, or to what is left out", async () => {
    const link = (name: string, linkname: string): TarEntry => ({ name, type: "symlink", linkname });
    expect(
      await refusalsOf([
        MAIN,
        { name: ".env", content: "secret" },
        link("absolute", "/etc/passwd"),
        link("broken", "none"),
        link("circle-a", "circle-b"),
        link("circle-b", "circle-a"),
        link("deep/self", ".."),
        link("env", ".env"),
        link("out", "a/../../x"),
        link("through", "main.tf/x"),
        { name: "hard", type: "link", linkname: "../x" },
      ]),
    ).toEqual([
      'The link "absolute" leads to "/etc/passwd", which is outside of the template. Put what it leads to inside.',
      'The link "broken" leads to "none", which does not exist or can\'t be a file of the template.',
      'The link "circle-a" leads to "circle-b", and from there back to itself.',
      'The link "circle-b" leads to "circle-a", and from there back to itself.',
      'The link "deep/self" leads to "..", a folder that it is in itself.',
      'The link "env" leads to ".env", which is left out of templates: names that start with a dot are, all but ".terraform.lock.hcl".',
      'The link "hard" leads to "../x", which is outside of the template. Put what it leads to inside.',
      'The link "out" leads to "a/../../x", which does not exist or can\'t be a file of the template.',
      'The link "through" leads to "main.tf/x", which does not exist or can\'t be a file of the template.',
    ]);
  });

  it("refuses paths that leave it, duplicates, contradictions and special files, all at once", async () => {
    expect(
      await refusalsOf([
        MAIN,
        { name: "/etc/passwd", content: "" },
        { name: "a/../../x", content: "" },
        { name: "../.env/", type: "directory" },
        { name: "./main.tf", content: "again" },
        { name: "main.tf/x", content: "" },
        { name: "d/x", content: "" },
        { name: "d", content: "" },
        { name: "pipe", type: "fifo" },
        { name: "disk", type: "block-device" },
        { name: "D/x", content: "" },
      ]),
    ).toEqual([
      'The path "/etc/passwd" is absolute. Paths in a template are relative to its top.',
      'The path "a/../../x" contains "..". Paths in a template can\'t leave it.',
      'The path "../.env/" contains "..". Paths in a template can\'t leave it.',
      'The path "./main.tf" is there more than once. Keep one of them.',
      'The path "main.tf" is a file and the folder of another path at once. Keep one of them.',
      'The path "d" is a file and the folder of another path at once. Keep one of them.',
      '"disk" is a device, which a template can\'t hold.',
      '"pipe" is a named pipe, which a template can\'t hold.',
      'The names "D" and "d" differ only in case or Unicode form. Rename one of them.',
    ]);
  });

  it("refuses names that are not UTF-8 and kinds of entries that it can't know", async () => {
    const tar = await makeTar([MAIN, { name: "bad-name", content: "" }, { name: "odd", content: "" }]);
    const patch = (start: number, offset: number, byte: number): void => {
      tar[start + offset] = byte;
      tar.write("        ", start + 148, "latin1");
      const sum = tar.subarray(start, start + 512).reduce((total, value) => total + value, 0);
      tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, start + 148, "latin1");
    };
    patch(tar.indexOf("bad-name"), 3, 0xff);
    patch(tar.indexOf("odd\0"), 156, "S".charCodeAt(0));
    expect(await reasonsOf(readArchiveOf("t.tar", tar))).toEqual([
      'At `source.archive`: The path "bad\uFFFDname" is not valid UTF-8. Rename it.',
      'At `source.archive`: "odd" is an entry of a kind that is not known, which a template can\'t hold. Remove it from the archive.',
    ]);
  });

  it("refuses sparse files of the pax format", async () => {
    expect(await refusalsOf([MAIN, { name: "disk.img", content: "", pax: { "GNU.sparse.major": "1" } }])).toEqual([
      '"disk.img" is a sparse file, which a template can\'t hold.',
    ]);
  });

  it("says how large it is when it is too large, without keeping it", async () => {
    const entries = [MAIN, ...[1, 2, 3].map((size) => ({ name: `${size}.bin`, content: Buffer.alloc(size << 20) }))];
    expect(await refusalsOf(entries)).toEqual([
      "The files make a tar of 6 MiB (6294016 bytes); it has to be smaller than 3.9 MiB (4128768 bytes). " +
        'The largest of 4: "3.bin" (3 MiB), "2.bin" (2 MiB), "1.bin" (1 MiB), "main.tf" (4 bytes). Pack only what the template needs.',
    ]);
  });

  it("is given up when it unpacks to far too much", async () => {
    // A file that ends beyond the bound: a few hundred kilobytes of gzip.
    const header = withSize(
      (await makeTar([{ name: ".bomb", size: 300 << 20, content: "" }])).subarray(0, 512),
      "02260000000 ",
    );
    const block = gzipSync(Buffer.alloc(30 << 20));
    const bomb = Buffer.concat([gzipSync(header), ...Array.from({ length: 10 }, () => block)]);
    expect(await reasonsOf(readArchiveOf("t.tgz", bomb))).toEqual([
      'At `source.archive`: "<root>/t.tgz" unpacks to more than 256 MiB. Pack the template alone.',
    ]);
  });

  it("is given up when it has far too many entries", async () => {
    const one = (await makeTar([{ name: ".x/", type: "directory" }])).subarray(0, 512);
    const tar = gzipSync(Buffer.concat(Array.from({ length: 100_001 }, () => one)));
    expect(await reasonsOf(readArchiveOf("t.tgz", tar))).toEqual([
      'At `source.archive`: "<root>/t.tgz" has more than 100000 entries, which no template needs. Pack the template alone.',
    ]);
  });

  it("is refused when it is cut off or no tar", async () => {
    const tar = await makeTar([{ name: "main.tf", content: "x".repeat(5000) }]);
    const zipped = gzipSync(tar);
    expect(await reasonsOf(readArchiveOf("t.tar", tar.subarray(0, 3000)))).toEqual([
      'At `source.archive`: "<root>/t.tar" can\'t be read as a tar: Unexpected end of data. Make it again.',
    ]);
    expect(await reasonsOf(readArchiveOf("t.tgz", zipped.subarray(0, zipped.length - 20)))).toEqual([
      'At `source.archive`: "<root>/t.tgz" can\'t be read as a gzipped tar: unexpected end of file. Make it again.',
    ]);
    expect(await reasonsOf(readArchiveOf("t.tar", zipped.subarray(0, 512)))).toHaveLength(1);
    expect(await reasonsOf(readArchiveOf("t.tar.gz", tar))).toEqual([
      'At `source.archive`: "<root>/t.tar.gz" can\'t be read as a gzipped tar: incorrect header check. Make it again.',
    ]);
  });

  it.each(["main.tf", ".left-out"])("is refused when the size of %s is no number", async (name) => {
    const tar = await makeTar([{ name, content: "x" }, MAIN]);
    expect(await reasonsOf(readArchiveOf("t.tar", withSize(tar, "zzzzzzzzzzz ")))).toEqual([
      `At \`source.archive\`: "<root>/t.tar" can't be read as a tar: The size of "${name}" is no number. Make it again.`,
    ]);
  });

  it("may lack the end mark, as those that the coder command writes", async () => {
    const tar = await makeTar([MAIN]);
    expect(Object.keys((await readArchiveOf("t.tar", tar.subarray(0, -1024))).files)).toEqual(["main.tf"]);
  });

  it("says that the file may not be read", async () => {
    const directory = makeTemporaryDirectory();
    chmodSync(directory, 0o755);
    writeFileSync(join(directory, "t.tar"), "", { mode: 0 });
    expect(await asUnprivilegedUser(() => reasonsOf(read({ archive: join(directory, "t.tar") })))).toEqual([
      'At `source.archive`: The file "<root>/t.tar" can\'t be read: permission denied. Give the user who runs Pulumi the right to read it.',
    ]);
  });
});

/** The tar with another size in its first header, and the checksum that belongs to it. */
function withSize(tar: Buffer, size: string): Buffer {
  tar.write(size, 124, "latin1");
  tar.write("        ", 148, "latin1");
  const sum = tar.subarray(0, 512).reduce((total, value) => total + value, 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return tar;
}
