// Archives, maps and folders that somebody made to do harm: what they want is refused in a sentence that names the
// property and the path, and nothing outside of them is read. Those that want memory or time are in bombs.test.ts.
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  makeDirectory,
  makeTar,
  makeTemporaryDirectory,
  makeZip,
  read,
  readArchiveOf,
  reasonsOf,
  removeTemporaryDirectories,
} from "./fixtures";
import { rawTar, tarEntry, tarHeader } from "./tar-headers";

afterAll(removeTemporaryDirectories);

const MAIN = tarEntry({ name: "main.tf" }, "main");
const AT_ARCHIVE = "At `source.archive`: ";
const OUT = "Paths in a template can't leave it.";
const NO_TEXT = "is not valid UTF-8. Rename it.";
const REMOVE = "Remove it from the archive.";
const OUTSIDE = `which is outside of the template. Put what it leads to inside. ${REMOVE}`;
const CIRCLE = `and from there back to itself. ${REMOVE}`;
const CUT_OFF = '"<root>/t.tar" can\'t be read as a tar: Unexpected end of data. Make it again.';

/** A record of the pax format: its length counts itself. */
function pax(text: string): Buffer {
  const length = text.length + 4;
  return tarEntry({ name: "pax", kind: "x" }, `${length} ${text}\n`);
}

const ODD = Buffer.from([0x61, 0xff]);

/** What is added to a good tar, and the one reason to refuse it. */
const TARS: Record<string, { more: Buffer; reason: string }> = {
  "a way up": { more: tarEntry({ name: "../x" }), reason: `The path "../x" contains "..". ${OUT}` },
  "a way up in the middle": {
    more: tarEntry({ name: "a/../../x" }),
    reason: `The path "a/../../x" contains "..". ${OUT}`,
  },
  "a way up by an attribute": {
    more: Buffer.concat([pax("path=../../x"), tarEntry({ name: "fine" })]),
    reason: `The path "../../x" contains "..". ${OUT}`,
  },
  "an absolute name": {
    more: tarEntry({ name: "/etc/cron.d/x" }),
    reason: 'The path "/etc/cron.d/x" is absolute. Paths in a template are relative to its top.',
  },
  "an absolute name by an attribute": {
    more: Buffer.concat([pax("path=/etc/hosts"), tarEntry({ name: "fine" })]),
    reason: 'The path "/etc/hosts" is absolute. Paths in a template are relative to its top.',
  },
  "a drive": {
    more: tarEntry({ name: "C:/x" }),
    reason: 'The path "C:/x" starts with a drive letter. Paths in a template are relative to its top.',
  },
  "a link to the system": {
    more: tarEntry({ name: "l", kind: "2", target: "/etc/passwd" }),
    reason: `The link "l" leads to "/etc/passwd", ${OUTSIDE}`,
  },
  "a link up": {
    more: tarEntry({ name: "d/l", kind: "2", target: "../../x" }),
    reason: `The link "d/l" leads to "../../x", ${OUTSIDE}`,
  },
  "a link up by an attribute": {
    more: Buffer.concat([pax("linkpath=/etc/hosts"), tarEntry({ name: "l", kind: "2" })]),
    reason: `The link "l" leads to "/etc/hosts", ${OUTSIDE}`,
  },
  "a hard link to the system": {
    more: tarEntry({ name: "h", kind: "1", target: "/etc/passwd" }),
    reason: `The link "h" leads to "/etc/passwd", ${OUTSIDE}`,
  },
  "a hard link up": {
    more: tarEntry({ name: "h", kind: "1", target: "../x" }),
    reason: `The link "h" leads to "../x", ${OUTSIDE}`,
  },
  "a link to itself": {
    more: tarEntry({ name: "l", kind: "2", target: "l" }),
    reason: `The link "l" leads to "l", ${CIRCLE}`,
  },
  "a hard link to itself": {
    more: tarEntry({ name: "h", kind: "1", target: "h" }),
    reason: `The link "h" leads to "h", ${CIRCLE}`,
  },
  "a link to a folder that it is in": {
    more: tarEntry({ name: "d/l", kind: "2", target: "." }),
    reason: `The link "d/l" leads to ".", a folder that it is in itself. ${REMOVE}`,
  },
  "a terminal": {
    more: tarEntry({ name: "tty", kind: "3" }),
    reason: `"tty" is a device, which a template can't hold. ${REMOVE}`,
  },
  "a disk": {
    more: tarEntry({ name: "sda", kind: "4" }),
    reason: `"sda" is a device, which a template can't hold. ${REMOVE}`,
  },
  "a pipe": {
    more: tarEntry({ name: "p", kind: "6" }),
    reason: `"p" is a named pipe, which a template can't hold. ${REMOVE}`,
  },
  "a kind that nobody knows": {
    more: tarEntry({ name: "m", kind: "M" }),
    reason: `"m" is an entry of a kind that is not known, which a template can't hold. ${REMOVE}`,
  },
  "a name that is not UTF-8": { more: tarEntry({ name: ODD }), reason: `The path "a\uFFFD" ${NO_TEXT}` },
  "a surrogate in a name": {
    more: tarEntry({ name: Buffer.from([0x61, 0xed, 0xa0, 0x80]) }),
    reason: `The path "a\uFFFD\uFFFD\uFFFD" ${NO_TEXT}`,
  },
  "a way up in bytes that are too many": {
    more: tarEntry({ name: Buffer.from([0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78]) }),
    reason: `The path "\uFFFD\uFFFD\uFFFD\uFFFD/x" ${NO_TEXT}`,
  },
  "a target that is not UTF-8": {
    more: tarEntry({ name: "l", kind: "2", target: ODD }),
    reason: `The link "l" leads to "a\uFFFD", which does not exist or can't be a file of the template. ${REMOVE}`,
  },
  "a target of many kilobytes": {
    more: Buffer.concat([tarEntry({ name: "k", kind: "K" }, "x".repeat(5_000)), tarEntry({ name: "l", kind: "2" })]),
    reason: '"<root>/t.tar" can\'t be read as a tar: The link "l" has no proper target. Make it again.',
  },
  "a path of many folders": {
    more: Buffer.concat([tarEntry({ name: "l", kind: "L" }, `${"a/".repeat(101)}x`), tarEntry({ name: "x" })]),
    reason: `The path "${"a/".repeat(101)}x" lies in more than 100 folders. Move it up.`,
  },
  "a size beyond the file": { more: tarHeader({ name: "big", size: 2 ** 33 - 1 }), reason: CUT_OFF },
  "a size below nothing": {
    more: tarHeader({ name: "neg", size: "-0000000001\0" }),
    reason: '"<root>/t.tar" can\'t be read as a tar: The size of "neg" is no number. Make it again.',
  },
  "a size of more bits than numbers have": {
    more: tarHeader({ name: "vast", size: "\x80\0\0\0\x7f\0\0\0\0\0\0\0" }),
    reason: '"<root>/t.tar" can\'t be read as a tar: The size of "vast" is no number. Make it again.',
  },
  "a long name without an end": { more: tarHeader({ name: "l", kind: "L", size: 2 ** 33 - 1 }), reason: CUT_OFF },
};

describe("a tar is refused for", () => {
  it.each(Object.entries(TARS))("%s", async (_, { more, reason }) => {
    expect(await reasonsOf(readArchiveOf("t.tar", rawTar(MAIN, more)))).toEqual([AT_ARCHIVE + reason]);
  });

  it("a file below a link, which would lie elsewhere", async () => {
    const link = tarEntry({ name: "d", kind: "2", target: "../.." });
    const reasons = await reasonsOf(readArchiveOf("t.tar", rawTar(MAIN, link, tarEntry({ name: "d/x" }, "x"))));
    expect(reasons).toEqual([
      `${AT_ARCHIVE}The path "d" is a file and the folder of another path at once. Keep one of them.`,
      `${AT_ARCHIVE}The link "d" leads to "../..", ${OUTSIDE}`,
    ]);
  });

  it("links that lead to each other, and for more links in a row than Linux follows", async () => {
    const link = (name: string, target: string): Buffer => tarEntry({ name, kind: "2", target });
    expect(await reasonsOf(readArchiveOf("t.tar", rawTar(MAIN, link("a", "b"), link("b", "a"))))).toEqual([
      `${AT_ARCHIVE}The link "a" leads to "b", ${CIRCLE}`,
      `${AT_ARCHIVE}The link "b" leads to "a", ${CIRCLE}`,
    ]);
    const chain = Array.from({ length: 41 }, (_, index) => link(`l${index}`, `l${index + 1}`));
    const reasons = await reasonsOf(readArchiveOf("t.tar", rawTar(MAIN, ...chain, tarEntry({ name: "l41" }, "x"))));
    expect(reasons).toContain(`${AT_ARCHIVE}The link "l0" leads to "l1", ${CIRCLE}`);
  });
});

it("a tar's attributes for all entries rename none of them", async () => {
  const global = tarEntry({ name: "g", kind: "g" }, "21 path=../../global\n");
  expect(Object.keys((await readArchiveOf("t.tar", rawTar(global, MAIN))).files)).toEqual(["main.tf"]);
});

it("names of JavaScript's own are files like others", async () => {
  const names = ["__proto__", "constructor", "main.tf", "toString"];
  const tar = rawTar(...names.map((name) => tarEntry({ name }, name)));
  const { files } = await readArchiveOf("t.tar", tar);
  expect(Object.keys(files)).toEqual(names);
  expect(Object.getPrototypeOf(files)).toBe(Object.prototype);
});

it("a zip's links, pipes and names are refused as a tar's are", async () => {
  const zip = makeZip([
    { name: "main.tf", content: "main" },
    { name: "l", content: "/etc/passwd", unixMode: 0o120777 },
    { name: "p", unixMode: 0o010644 },
    { name: "d", unixMode: 0o060644 },
    { name: "a/../../x", content: "x" },
    { name: ODD, content: "x" },
  ]);
  expect(await reasonsOf(readArchiveOf("t.zip", zip))).toEqual([
    `${AT_ARCHIVE}The path "a/../../x" contains "..". ${OUT}`,
    `${AT_ARCHIVE}The path "a\uFFFD" ${NO_TEXT}`,
    `${AT_ARCHIVE}"d" is a special file, which a template can't hold. ${REMOVE}`,
    `${AT_ARCHIVE}The link "l" leads to "/etc/passwd", ${OUTSIDE}`,
    `${AT_ARCHIVE}"p" is a special file, which a template can't hold. ${REMOVE}`,
  ]);
});

it("a map's halves of characters are refused: they would be stored as others", async () => {
  const files = { "main.tf": "a\uD800b", "b\uDC00.tf": "x", "c.tf": "\u{1F600}" };
  expect(await reasonsOf(read({ files }))).toEqual([
    'At `source.files`: The text of "main.tf" holds half of a character, which UTF-8 can\'t hold. Correct it.',
    'At `source.files`: The path "b\\udc00.tf" is not valid UTF-8. Rename it.',
  ]);
});

describe("a folder", () => {
  const AT_DIRECTORY = "At `source.directory`: ";
  const LEAVE = "Remove it, or leave it out with `ignore`.";

  it("that holds pipes, devices behind links, and links in circles is refused without opening any", async () => {
    const directory = makeDirectory({
      "main.tf": "main",
      zero: { link: "/dev/zero" },
      "a/up": { link: ".." },
      "b/c": { link: "../d" },
      "d/b": { link: "../b" },
      "to-pipe": { link: "pipe" },
    });
    // Opening it would wait for ever.
    execFileSync("mkfifo", [join(directory, "pipe")]);
    expect(await reasonsOf(read({ directory }))).toEqual([
      `${AT_DIRECTORY}The link "a/up" leads to "..", a folder that it is in itself. ${LEAVE}`,
      `${AT_DIRECTORY}The link "b/c/b" leads to "../b", a folder that it is in itself. ${LEAVE}`,
      `${AT_DIRECTORY}The link "d/b/c" leads to "../d", a folder that it is in itself. ${LEAVE}`,
      `${AT_DIRECTORY}"pipe" is a named pipe, which a template can't hold. ${LEAVE}`,
      `${AT_DIRECTORY}The link "to-pipe" leads to "pipe", which does not exist or can't be a file of the template. ${LEAVE}`,
      `${AT_DIRECTORY}The link "zero" leads to "/dev/zero", which is outside of the template. Put what it leads to inside, or take its folder in with \`include\`. ${LEAVE}`,
    ]);
  });

  it("that is a pipe or a device is refused, and so is an archive", async () => {
    const root = makeTemporaryDirectory();
    execFileSync("mkfifo", [join(root, "t.tar")]);
    symlinkSync("/dev/zero", join(root, "zero.tar"));
    for (const name of ["t.tar", "zero.tar"]) {
      expect(await reasonsOf(read({ archive: name }, root))).toEqual([
        `${AT_ARCHIVE}"<root>/${name}" is not a plain file. Name a packed template.`,
      ]);
      expect(await reasonsOf(read({ directory: name }, root))).toEqual([
        `${AT_DIRECTORY}"<root>/${name}" is not a folder. Name the folder that holds the template, or use \`archive\` for a packed one.`,
      ]);
    }
  });

  it("with patterns of gigabytes is refused without reading them", async () => {
    const directory = makeDirectory({ "main.tf": "main", ".coderignore": "" });
    truncateSync(join(directory, ".coderignore"), 1 << 30);
    expect(await reasonsOf(read({ directory }))).toEqual([
      `${AT_DIRECTORY}".coderignore" can't be read: it has 1024 MiB, and may have 1 MiB.`,
    ]);
  });

  it("that goes down further than a template may is refused", async () => {
    const directory = makeDirectory({ "main.tf": "main" });
    const deep = join(directory, ..."a".repeat(120));
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, "x"), "x");
    expect(await reasonsOf(read({ directory }))).toEqual([
      `${AT_DIRECTORY}The path "${"a/".repeat(101)}a" lies in more than 100 folders. Move it up.`,
    ]);
  });

  it("does not see a secret beside it by any way that an archive has", async () => {
    const root = makeTemporaryDirectory();
    writeFileSync(join(root, "secret"), "secret");
    const entries = [
      { name: "main.tf", content: "main" },
      { name: "one", type: "symlink" as const, linkname: "../secret" },
      { name: "two", type: "link" as const, linkname: join(root, "secret") },
      { name: "three", type: "symlink" as const, linkname: "one" },
    ];
    writeFileSync(join(root, "t.tar"), await makeTar(entries));
    const reasons = await reasonsOf(read({ archive: "t.tar" }, root));
    expect(reasons).toHaveLength(3);
    for (const reason of reasons) expect(reason).toContain("which is outside of the template.");
  });
});

it("Terraform in JSON that nests 6,000 lists is packed as it is, and left to the server", async () => {
  const nested = `${"[".repeat(6_000)}${"]".repeat(6_000)}`;
  const text = `{"variable":{"a":{"default":${nested}}},"locals":{"b":${nested}}}`;
  const { readCode } = await read({ files: { "main.tf.json": text } });
  expect(await readCode()).toMatchObject({ findings: [], variables: undefined });
});
