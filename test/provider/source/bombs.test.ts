// Sources that want memory or time: each is refused, or read, in a process whose memory is bounded, within seconds.
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Source } from "../../../provider/source/source";
import { ConfinedReader, type Confined } from "./confined";
import { makeDirectory, makeTemporaryDirectory, makeZip, removeTemporaryDirectories } from "./fixtures";
import { rawTar, tarEntry, tarHeader } from "./tar-headers";

/** What objects may take. A good template needs a quarter of it. */
const HEAP_MEGABYTES = 128;
/** Node itself, the objects, and what is read: an archive's files are a few megabytes. */
const MOST_MEGABYTES = 350;
const LONGEST_MILLISECONDS = 20_000;

const MAIN = tarEntry({ name: "main.tf" }, "main");
const MEBIBYTE = 1 << 20;
const NO_ENTRY = '"<root>/t.tgz" has more than 4 MiB that belong to no entry. Pack the template alone.';
const MANY_ENTRIES = '"<root>/t.tgz" has more than 100000 entries, which no template needs. Pack the template alone.';
const LONG_NAMES = '"<root>/t.tgz" has names of many megabytes, which no template needs. Pack the template alone.';

let reader: ConfinedReader;

beforeAll(() => {
  reader = new ConfinedReader();
});

afterAll(removeTemporaryDirectories);

/** The source's reasons, read within the bounds. */
function readConfined(source: Source, root: string): Confined {
  const told = reader.read(source, HEAP_MEGABYTES);
  expect(told.megabytes).toBeLessThan(MOST_MEGABYTES);
  expect(told.milliseconds).toBeLessThan(LONGEST_MILLISECONDS);
  const reasons = told.reasons.map((reason) => reason.replaceAll(root, "<root>").replace(/^At `source\.\w+`: /, ""));
  return { ...told, reasons };
}

function readBomb(name: string, bytes: Buffer): Confined {
  const root = makeTemporaryDirectory();
  writeFileSync(join(root, name), bytes);
  return readConfined({ archive: join(root, name) }, root);
}

function zipped(...entries: readonly Buffer[]): Buffer {
  return gzipSync(rawTar(...entries), { level: 1 });
}

function many(count: number, make: (index: number) => Buffer): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));
}

/** An entry whose name does not fit a header. */
function longEntry(name: string): Buffer {
  return Buffer.concat([tarEntry({ name: "long", kind: "L" }, name), tarEntry({ name: "x" })]);
}

/** Attributes of one entry, each of them another. */
function attributes(count: number): Buffer {
  const text = Array.from({ length: count }, (_, index) => `12 ${index.toString(36).padStart(6, "0")}=b\n`).join("");
  return tarEntry({ name: "pax", kind: "x" }, text);
}

/** A file that is left out, of which no byte is kept. */
function hidden(size: number): Buffer {
  return Buffer.concat([tarHeader({ name: ".hidden", size }), Buffer.alloc(size)]);
}

/** What is in the archive `t.tgz`, and the one reason to refuse it. */
const TARS: Record<string, { bytes: () => Buffer; reason: string }> = {
  "millions of attributes": { bytes: () => zipped(attributes(2_000_000), MAIN), reason: NO_ENTRY },
  "a name of many megabytes": { bytes: () => zipped(longEntry("n".repeat(64 * MEBIBYTE)), MAIN), reason: NO_ENTRY },
  "nothing, for hundreds of megabytes": {
    bytes: () => gzipSync(Buffer.alloc(300 * MEBIBYTE), { level: 1 }),
    reason: NO_ENTRY,
  },
  "a file of hundreds of megabytes that is left out": {
    bytes: () => zipped(hidden(257 * MEBIBYTE), MAIN),
    reason: '"<root>/t.tgz" unpacks to more than 256 MiB. Pack the template alone.',
  },
  "more than 100,000 entries": {
    bytes: () => zipped(MAIN, Buffer.alloc(100_000 * 512, tarHeader({ name: ".x/", kind: "5" }))),
    reason: MANY_ENTRIES,
  },
  "a hundred folders for each of its files": {
    bytes: () =>
      zipped(
        MAIN,
        many(2_000, (index) => longEntry(`${index}/${"a/".repeat(98)}x`)),
      ),
    reason: MANY_ENTRIES,
  },
  "names of tens of megabytes": {
    bytes: () =>
      zipped(
        MAIN,
        many(17_000, (index) => longEntry(`${index}${`/${"n".repeat(200)}`.repeat(9)}`)),
      ),
    reason: LONG_NAMES,
  },
  "targets of tens of megabytes": {
    bytes: () =>
      zipped(
        MAIN,
        many(9_000, (index) =>
          Buffer.concat([
            tarEntry({ name: "long", kind: "K" }, "t".repeat(4_000)),
            tarEntry({ name: `l${index}`, kind: "2" }),
          ]),
        ),
      ),
    reason: LONG_NAMES,
  },
};

it("a good template needs little", () => {
  const { reasons, files, megabytes } = readBomb("t.tgz", zipped(MAIN));
  expect({ reasons, files }).toEqual({ reasons: [], files: 1 });
  expect(megabytes).toBeLessThan(MOST_MEGABYTES / 3);
});

it.each(Object.entries(TARS))("a tar with %s is given up", (_, { bytes, reason }) => {
  expect(readBomb("t.tgz", bytes()).reasons).toEqual([reason]);
});

it("a tar of links that double at each step is given up", () => {
  const links = many(30, (index) =>
    Buffer.concat(
      ["a", "b"].map((name) => tarEntry({ name: `d${index}/${name}`, kind: "2", target: `../d${index + 1}` })),
    ),
  );
  expect(readBomb("t.tgz", zipped(MAIN, links, tarEntry({ name: "d30/x" }, "x"))).reasons).toEqual([
    'There are more than 10000 files and folders in "<root>/t.tgz", most of them seen in "d0". Pack only what the template needs.',
  ]);
});

it("an archive in an archive is a file, and is not unpacked", () => {
  const inner = zipped(tarEntry({ name: "zeros" }, Buffer.alloc(20 * MEBIBYTE)));
  const { reasons, files } = readBomb("t.tgz", zipped(MAIN, tarEntry({ name: "inner.tgz" }, inner)));
  expect({ reasons, files }).toEqual({ reasons: [], files: 2 });
});

it("a tar of thousands of wrong names tells twenty of them", () => {
  const { reasons } = readBomb(
    "t.tgz",
    zipped(
      MAIN,
      many(8_000, (index) => longEntry(`../${index}${"n".repeat(5_000)}`)),
    ),
  );
  expect(reasons).toHaveLength(21);
  expect(reasons.at(-1)).toBe("There are 7980 more problems of this sort.");
});

describe("a zip", () => {
  it("that unpacks to more than it says is given up", () => {
    const zip = makeZip([
      { name: "main.tf", content: "main" },
      { name: "bomb", content: Buffer.alloc(100 * MEBIBYTE), declaredSize: 100 },
    ]);
    expect(readBomb("t.zip", zip).reasons).toEqual([
      expect.stringMatching(/^"<root>\/t\.zip" can't be read as a zip: too many bytes in the stream\. expected 100\./),
    ]);
  });

  it("whose files are all the same bytes is given up", () => {
    const content = Buffer.alloc(3 * MEBIBYTE);
    const names = Array.from({ length: 500 }, (_, index) => `f${String(index).padStart(6, "0")}`);
    const { reasons } = readBomb("t.zip", overlapping(makeZip([{ name: "main.tf", content }]), names));
    expect(reasons).toEqual([expect.stringMatching(/^The files make a tar of 1503\.2 MiB /)]);
  });
});

describe("a folder", () => {
  it("with a file of many gigabytes is refused without reading it", () => {
    const directory = makeDirectory({ "main.tf": "main", "disk.img": "" });
    truncateSync(join(directory, "disk.img"), 64 * 1024 * MEBIBYTE);
    expect(readConfined({ directory }, directory).reasons).toEqual([
      expect.stringContaining('The largest of 2: "disk.img" (65536 MiB), "main.tf" (4 bytes).'),
    ]);
  });

  it("with more than 10,000 files is given up", () => {
    const directory = makeDirectory({ "main.tf": "main" });
    mkdirSync(join(directory, "many"));
    for (let index = 0; index < 10_000; index += 1) writeFileSync(join(directory, "many", String(index)), "");
    expect(readConfined({ directory }, directory).reasons).toEqual([
      'There are more than 10000 files and folders in "<root>", most of them seen in "many". Leave out what the template doesn\'t need, with `ignore` or a `.coderignore` file.',
    ]);
  });

  it("of long ways to many files is compared in time", () => {
    const deep = "a/".repeat(99);
    const files = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`${deep}${index}`, ""]));
    expect(readConfined({ files: { "main.tf": "main", ...files } }, "/nowhere").files).toBe(2_001);
  });
});

/** A zip of one file, which says that it has many: all at the same place. */
function overlapping(zip: Buffer, names: readonly string[]): Buffer {
  const directory = zip.indexOf("PK\x01\x02");
  const end = zip.indexOf("PK\x05\x06");
  const name = "main.tf";
  const first = zip.subarray(directory, end);
  const others = names.map((other) => {
    const record = Buffer.concat([first.subarray(0, 46), Buffer.from(other)]);
    record.writeUInt16LE(other.length, 28);
    return record;
  });
  expect(first.subarray(46).toString()).toBe(name);
  const records = Buffer.concat([first, ...others]);
  const tail = Buffer.from(zip.subarray(end));
  for (const at of [8, 10]) tail.writeUInt16LE(names.length + 1, at);
  tail.writeUInt32LE(records.length, 12);
  return Buffer.concat([zip.subarray(0, directory), records, tail]);
}
