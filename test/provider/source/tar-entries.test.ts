import { createHash } from "node:crypto";
import { packTar, type PackedFile } from "../../../provider/source/tar";
import { tarEntries, type TarEntry } from "../../../provider/source/tar-entries";
import { listTar, makeRandom, makeTar, pick, type TarEntry as Described } from "./fixtures";

// An independent library is the measure for both directions.

async function* inPieces(tar: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let start = 0; start < tar.length; start += size) yield tar.subarray(start, start + size);
}

type ReadEntry = Omit<TarEntry, "read"> & { content: string };

async function entriesOf(tar: Buffer, size = tar.length): Promise<ReadEntry[]> {
  const entries: ReadEntry[] = [];
  for await (const { name, kind, mode, size: bytes, link, isSparse, ...entry } of tarEntries(inPieces(tar, size)))
    entries.push({ name, kind, mode, size: bytes, link, isSparse, content: (await entry.read()).toString("utf8") });
  return entries;
}

function file(path: string, content = path, mode = 0o644): PackedFile {
  return { path, mode, bytes: Buffer.from(content) };
}

/** Every length at which a header changes its form, from plain names to those of a kilobyte. */
const FILES: readonly PackedFile[] = [
  file("a/b/c.tf"),
  file("a/d.sh", "#!/bin/sh\n", 0o755),
  file("empty", ""),
  file("block", "x".repeat(512)),
  file("block-and-more", "x".repeat(513)),
  file("köln/ä.tf"),
  file("\u{1F600}.tf"),
  file(`${"日本".repeat(40)}.tf`),
  file("odd name=1,2.tf"),
  file("n".repeat(100)),
  file("n".repeat(101), "long", 0o755),
  file(`${"o".repeat(99)}/x`),
  file(`${"o".repeat(100)}/x`),
  file(`${"p".repeat(155)}/${"q".repeat(100)}`),
  file(`${"p".repeat(156)}/${"q".repeat(99)}`),
  file(`${"p".repeat(90)}/${"q".repeat(110)}`),
  file(`${Array.from({ length: 20 }, (_, level) => `level-${level}-of-a-deep-tree`).join("/")}/deep.tf`),
  ...[84, 85, 86, 87, 88, 89, 90, 91, 92, 980, 981, 982, 983, 984, 985, 986].map((length) =>
    file(`é${"r".repeat(length)}`),
  ),
];

async function asTheLibraryWrites(files: readonly PackedFile[]): Promise<Buffer> {
  const always = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) };
  const folders = new Set<string>();
  const entries: Described[] = [];
  for (const { path, mode, bytes } of files) {
    for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) {
      const name = path.slice(0, end + 1);
      if (!folders.has(name)) entries.push({ ...always, name, type: "directory", mode: 0o755 });
      folders.add(name);
    }
    entries.push({ ...always, name: path, type: "file", mode, size: bytes.length, content: bytes });
  }
  return makeTar(entries);
}

describe("what is written", () => {
  it("has these very bytes, as earlier releases wrote them: the server knows a file by them", () => {
    expect(createHash("sha256").update(packTar(FILES)).digest("hex")).toBe(
      "545786157746618be0ef10b649b4475da2fa0420468765d433ed0f51874db899",
    );
  });

  it("is what a library writes, folders and all", async () => {
    expect(packTar(FILES).equals(await asTheLibraryWrites(FILES))).toBe(true);
  });

  it.each(FILES.map((one): [string, PackedFile] => [`${one.path.slice(0, 30)} (${one.path.length})`, one]))(
    "is what a library writes: %s",
    async (_name, one) => {
      expect(packTar([one]).equals(await asTheLibraryWrites([one]))).toBe(true);
    },
  );
});

describe("what is read", () => {
  it.each([1, 7, 511, 512, 513, 65_536])("is the same in pieces of %d bytes", async (size) => {
    const tar = packTar(FILES);
    const listed = (await entriesOf(tar, size)).filter(({ kind }) => kind === "0");
    expect(listed.map(({ name, mode, content }) => [name, mode, content])).toEqual(
      FILES.map(({ path, mode, bytes }) => [path, mode, bytes.toString("utf8")]),
    );
  });

  it("is what a library reads, in archives of all kinds", async () => {
    const random = makeRandom(11);
    const names = ["a", "b/c", "é/ü", "l".repeat(150), `${"m".repeat(120)}/${"n".repeat(120)}`, "../x", "/abs"];
    const types = ["file", "file", "symlink", "link", "fifo", "character-device", "directory"] as const;
    const kinds = { file: "0", link: "1", symlink: "2", "character-device": "3", directory: "5", fifo: "6" };
    for (let round = 0; round < 200; round++) {
      const entries = Array.from({ length: 1 + Math.floor(random() * 5) }, (): Described => {
        const type = pick(random, types);
        const linkname = pick(random, [...names, "t".repeat(130)]);
        return {
          name: pick(random, names),
          type,
          mode: pick(random, [0o600, 0o644, 0o755, 0o4755]),
          ...(type === "file" ? { content: "z".repeat(Math.floor(random() * 1500)) } : {}),
          ...(type.endsWith("link") ? { linkname } : {}),
          ...(random() < 0.2 ? { pax: { comment: "ü", "GNU.sparse.major": "1" } } : {}),
        };
      });
      const tar = await makeTar(entries);
      const expected = (await listTar(tar)).map(({ header, content }) => ({
        name: header.name,
        kind: kinds[header.type as keyof typeof kinds],
        mode: header.mode,
        size: header.size,
        link: header.linkname ?? "",
        isSparse: Object.keys(header.pax ?? {}).includes("GNU.sparse.major"),
        content,
      }));
      expect(await entriesOf(tar, 100)).toEqual(expected);
    }
  });

  it("skips what nobody asks for", async () => {
    const names: string[] = [];
    for await (const { name } of tarEntries(inPieces(packTar(FILES), 1000))) names.push(name);
    expect(names.filter((name) => !name.endsWith("/"))).toEqual(FILES.map(({ path }) => path));
  });
});

describe("a damaged header", () => {
  /** Changes the first header and gives it the checksum of what is there now. */
  function patched(change: (tar: Buffer) => unknown): Buffer {
    const tar = packTar([file("main.tf", "hello"), file("other.tf")]);
    change(tar);
    tar.write("        ", 148, "latin1");
    const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    return tar;
  }

  it.each<[string, (tar: Buffer) => unknown, string]>([
    ["a size that is no number", (tar) => tar.write("zzzzzzzzzzz ", 124), 'The size of "main.tf" is no number.'],
    ["a size below zero", (tar) => tar.fill(0xff, 124, 136), 'The size of "main.tf" is no number.'],
    [
      "a size beyond all numbers",
      (tar) => tar.fill(0xff, 125, 136).fill(0x80, 124, 125),
      'The size of "main.tf" is no number.',
    ],
    ["another format", (tar) => tar.fill(0, 257, 265), "Invalid tar header: unknown format."],
    [
      "a long name without end",
      (tar) => {
        tar.write("L", 156);
        tar.write("77777777777 ", 124);
      },
      "A name of 8589934591 bytes is too long.",
    ],
    ["a file that is longer than the archive", (tar) => tar.write("00000100000 ", 124), "Unexpected end of data"],
  ])("with %s is refused", async (_what, change, message) => {
    await expect(entriesOf(patched(change))).rejects.toThrow(message);
  });

  it("without the right checksum is refused", async () => {
    const tar = packTar([file("main.tf")]);
    tar.write("X", 0);
    await expect(entriesOf(tar)).rejects.toThrow(
      "Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?",
    );
  });

  it("may give a large size in binary", async () => {
    const tar = patched((bytes) => {
      bytes.fill(0, 124, 136);
      bytes[124] = 0x80;
      bytes[135] = 5;
    });
    expect((await entriesOf(tar)).map(({ size, content }) => [size, content])).toEqual([
      [5, "hello"],
      [8, "other.tf"],
    ]);
  });
});
