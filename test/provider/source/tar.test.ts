import { createHash } from "node:crypto";
import {
  countedSize,
  describeTooLarge,
  EXECUTABLE_MODE,
  FILE_MODE,
  leastTarSize,
  packTar,
  sizeText,
} from "../../../provider/source/tar";
import { listTar } from "./fixtures";

const LONG_NAME = "n".repeat(120);

describe("packTar", () => {
  it("writes each folder once, before what is in it, with fixed owner, time and modes", async () => {
    const tar = await packTar([
      { path: "a/b/c.tf", mode: 0o644, bytes: Buffer.from("c") },
      { path: "a/d.sh", mode: 0o755, bytes: Buffer.from("d") },
      { path: "main.tf", mode: 0o644, bytes: Buffer.alloc(0) },
    ]);
    const entries = await listTar(tar);
    expect(entries.map(({ name, type, mode, content }) => [name, type, mode, content])).toEqual([
      ["a/", "directory", 0o755, ""],
      ["a/b/", "directory", 0o755, ""],
      ["a/b/c.tf", "file", 0o644, "c"],
      ["a/d.sh", "file", 0o755, "d"],
      ["main.tf", "file", 0o644, ""],
    ]);
    for (const { header } of entries) {
      expect(header).toMatchObject({ uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0), pax: null });
    }
  });

  it("writes plain ustar headers, the end mark, and these very bytes", async () => {
    const tar = await packTar([{ path: "a/main.tf", mode: 0o644, bytes: Buffer.from("x") }]);
    expect(tar).toHaveLength(3 * 512 + 1024);
    expect(countedSize(tar)).toBe(3 * 512);
    expect(tar.subarray(257, 265).toString("latin1")).toBe("ustar\x0000");
    expect(tar.subarray(-1024).equals(Buffer.alloc(1024))).toBe(true);
    expect(createHash("sha256").update(tar).digest("hex")).toBe(
      "9c11051ec82e0ef9638177622750daaaeda9857458dfc2a18b7b74fe99893d3a",
    );
  });

  it("keeps long and non-ASCII paths whole, with a pax header only where one is needed", async () => {
    const paths = [`${"d".repeat(90)}/${"e".repeat(90)}.tf`, LONG_NAME, "köln/ä.tf"];
    const entries = await listTar(
      await packTar(paths.map((path) => ({ path, mode: 0o644, bytes: Buffer.from(path) }))),
    );
    const files = entries.filter(({ type }) => type === "file");
    expect(files.map(({ name, content }) => [name, content])).toEqual(paths.map((path) => [path, path]));
    expect(files.map(({ header }) => header.pax !== null)).toEqual([false, true, true]);
  });
});

it("writes the same bytes in every release: the server finds an archive again by them", async () => {
  const names = [
    "README.md",
    "köln/ä.tf",
    "n".repeat(100),
    "o".repeat(101),
    `${"d".repeat(99)}/${"e".repeat(99)}`,
    `${"d".repeat(155)}/${"f".repeat(100)}`,
    `${"d".repeat(156)}/${"f".repeat(100)}`,
    `${"p/".repeat(130)}deep.tf`,
    "scripts/start.sh",
  ].sort();
  const files = names.map((path, index) => ({
    path,
    mode: path.endsWith(".sh") ? EXECUTABLE_MODE : FILE_MODE,
    bytes: Buffer.alloc([0, 1, 511, 512, 513, 70_000][index % 6] ?? 0, index),
  }));
  const tar = await packTar(files);
  expect(createHash("sha256").update(tar).digest("hex")).toBe(
    "15c31d5a71eb874c31891aa2f60599e781030dfec04573917fd30df3962f0584",
  );
});

describe("leastTarSize", () => {
  it("is the size that counts, where no pax header is needed", async () => {
    const files = ["a/b/c.tf", "a/d.tf", "main.tf"].map((path, index) => ({
      path,
      mode: 0o644,
      bytes: Buffer.alloc(index * 512 + index),
    }));
    const least = leastTarSize(files.map(({ path, bytes }) => ({ path, size: bytes.length })));
    expect(least).toBe(countedSize(await packTar(files)));
  });

  it("is less where one is", async () => {
    const tar = await packTar([{ path: LONG_NAME, mode: 0o644, bytes: Buffer.from("x") }]);
    expect(leastTarSize([{ path: LONG_NAME, size: 1 }])).toBe(countedSize(tar) - 1024);
  });
});

describe("describeTooLarge", () => {
  it("names total, limit and the five largest files", () => {
    const files = [1, 2, 3, 4, 5, 6].map((size) => ({ path: `${size}.bin`, size: size * 300_000 }));
    expect(describeTooLarge(6_400_000, files, "Do less.")).toBe(
      "The files make a tar of 6.1 MiB (6400000 bytes); it has to be smaller than 3.9 MiB (4128768 bytes). " +
        'The largest of 6: "6.bin" (1.7 MiB), "5.bin" (1.4 MiB), "4.bin" (1.1 MiB), "3.bin" (878.9 KiB), "2.bin" (585.9 KiB). Do less.',
    );
  });
});

describe("sizeText", () => {
  it("uses the unit that reads best", () => {
    expect([0, 1, 1023, 1024, 1536, 1_048_576].map(sizeText)).toEqual([
      "0 bytes",
      "1 byte",
      "1023 bytes",
      "1 KiB",
      "1.5 KiB",
      "1 MiB",
    ]);
  });
});
