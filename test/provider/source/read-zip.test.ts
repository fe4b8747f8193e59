import { listTar, makeZip, readArchiveOf, reasonsOf, removeTemporaryDirectories, type ZipEntry } from "./fixtures";

afterAll(removeTemporaryDirectories);

const MAIN: ZipEntry = { name: "main.tf", content: "main" };

async function entriesOf(entries: readonly ZipEntry[]): Promise<[string, string, string][]> {
  const { toTar } = await readArchiveOf("t.zip", makeZip(entries));
  const listed = await listTar(await toTar());
  return listed
    .filter(({ type }) => type === "file")
    .map(({ name, mode, content }) => [name, mode.toString(8), content]);
}

async function refusalsOf(entries: readonly ZipEntry[]): Promise<string[]> {
  const reasons = await reasonsOf(readArchiveOf("t.zip", makeZip(entries)));
  return reasons.map((reason) => reason.replace(/^At `source\.archive`: /, ""));
}

describe("a zip", () => {
  it("takes executable bits from Unix modes, and none from systems without", async () => {
    expect(
      await entriesOf([
        MAIN,
        { name: "run", content: "run", unixMode: 0o100755 },
        { name: "plain", content: "plain", unixMode: 0o100600, method: 0 },
        { name: "typeless", content: "x", unixMode: 0o755 },
        { name: "folder/", unixMode: 0o040755 },
        { name: "folder/x", content: "y" },
        { name: "empty", unixMode: 0o100644 },
      ]),
    ).toEqual([
      ["empty", "644", ""],
      ["folder/x", "644", "y"],
      ["main.tf", "644", "main"],
      ["plain", "644", "plain"],
      ["run", "755", "run"],
      ["typeless", "755", "x"],
    ]);
  });

  it("stores links as what they lead to, and refuses those that leave it", async () => {
    const link = (name: string, content: string): ZipEntry => ({ name, content, unixMode: 0o120777 });
    expect(await entriesOf([link("main.tf", "a/b.tf"), { name: "a/b.tf", content: "b" }, link("c", "a")])).toEqual([
      ["a/b.tf", "644", "b"],
      ["c/b.tf", "644", "b"],
      ["main.tf", "644", "b"],
    ]);
    expect(await refusalsOf([MAIN, link("out", "../x"), { name: "pipe", unixMode: 0o010644 }])).toEqual([
      'The link "out" leads to "../x", which is outside of the template. Put what it leads to inside. Remove it from the archive.',
      '"pipe" is a special file, which a template can\'t hold. Remove it from the archive.',
    ]);
  });

  it("leaves out what a directory leaves out, encrypted or not", async () => {
    expect(
      await entriesOf([MAIN, { name: ".env", flags: 1, content: "x" }, { name: "terraform.tfstate", content: "x" }]),
    ).toEqual([["main.tf", "644", "main"]]);
  });

  it("reads names as UTF-8, flagged or not, and refuses other bytes", async () => {
    expect(await entriesOf([MAIN, { name: "ä", content: "1" }, { name: "日", content: "2", flags: 0x800 }])).toEqual([
      ["main.tf", "644", "main"],
      ["ä", "644", "1"],
      ["日", "644", "2"],
    ]);
    expect(await refusalsOf([MAIN, { name: Buffer.from([0x66, 0x84]) }])).toEqual([
      'The path "f\uFFFD" is not valid UTF-8. Rename it.',
    ]);
  });

  it("refuses bad paths, duplicates, passwords and unusual compression, all at once", async () => {
    expect(
      await refusalsOf([
        MAIN,
        MAIN,
        { name: "..\\x" },
        { name: "../x" },
        { name: "/x" },
        { name: "C:/x" },
        { name: "a\0b" },
        { name: "secret", content: "x", flags: 1 },
        { name: "packed", content: "x", method: 12 },
        { name: "MAIN.tf" },
      ]),
    ).toEqual([
      'The path "main.tf" is there more than once. Keep one of them.',
      'The path "..\\\\x" contains a backslash. Separate folders with forward slashes.',
      'The path "../x" contains "..". Paths in a template can\'t leave it.',
      'The path "/x" is absolute. Paths in a template are relative to its top.',
      'The path "C:/x" starts with a drive letter. Paths in a template are relative to its top.',
      'The path "a\\u0000b" contains a NUL character.',
      '"secret" is encrypted. Make the zip again without a password.',
      '"packed" is compressed by method 12. Make the zip again with the usual one (deflate).',
      'The names "MAIN.tf" and "main.tf" differ only in case or Unicode form. Rename one of them.',
    ]);
  });

  it("does not unpack more than it declares, nor what declares too much", async () => {
    expect(await refusalsOf([MAIN, { name: "bomb", content: Buffer.alloc(50 << 20), declaredSize: 100 }])).toEqual([
      '"<root>/t.zip" can\'t be read as a zip: too many bytes in the stream. expected 100. got at least 16384. Make it again.',
    ]);
    expect(await refusalsOf([MAIN, { name: "huge", content: "x", declaredSize: 3_000_000_000 }])).toEqual([
      "The files make a tar of 2861 MiB (3000001536 bytes); it has to be smaller than 3.9 MiB (4128768 bytes). " +
        'The largest of 2: "huge" (2861 MiB), "main.tf" (4 bytes). Pack only what the template needs.',
    ]);
  });

  it("is refused when damaged or no zip", async () => {
    expect(await refusalsOf([{ ...MAIN, checksum: 1, method: 0 }])).toEqual([
      '"<root>/t.zip" can\'t be read as a zip: the checksum of "main.tf" does not match. Make it again.',
    ]);
    const zip = makeZip([MAIN]);
    expect((await reasonsOf(readArchiveOf("t.zip", zip.subarray(0, -30))))[0]).toMatch(
      /can't be read as a zip: .+[^.]\. Make it again\.$/,
    );
    expect((await reasonsOf(readArchiveOf("t.zip", Buffer.from("hello"))))[0]).toMatch(
      /can't be read as a zip: .+[^.]\. Make it again\.$/,
    );
  });
});
