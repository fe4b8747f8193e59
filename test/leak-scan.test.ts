// The scan for secrets finds what was planted, in every form and every kind of file, and tells what it could not read.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { scanFolder, scanTexts } from "./fakes/leak-scan";

const SECRET = 'pä"ss <w>/&+ one\nand two?';
const PLAIN = "hunter2-9f2c77e1b0";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leaks-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function formsIn(text: string, value = SECRET): string[] {
  return [...new Set(scanTexts([text], { it: value }).map(({ form }) => form))].sort();
}

it("finds nothing where there is nothing", () => {
  expect(scanTexts(["", "hunter", "two", Buffer.from("other").toString("base64")], { it: PLAIN })).toEqual([]);
});

it.each<[string, string, string]>([
  ["as it is", `a ${SECRET} b`, "raw"],
  ["by one of its lines", "x and two? y", "line"],
  ["in JSON", JSON.stringify({ a: SECRET }), "JSON"],
  ["in JSON within JSON", JSON.stringify(JSON.stringify({ a: SECRET })), "JSON in JSON"],
  [
    "in Go's JSON",
    JSON.stringify(SECRET).replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026"),
    "JSON of Go",
  ],
  ["in an address", `https://x/?q=${encodeURIComponent(SECRET)}`, "URL"],
  ["in an address, in small letters", encodeURIComponent(SECRET).toLowerCase(), "URL"],
  ["in a form", new URLSearchParams({ value: SECRET }).toString(), "URL"],
  ["in hexadecimal digits", `0x${Buffer.from(SECRET).toString("hex")}`, "hex"],
  ["in large hexadecimal digits", Buffer.from(SECRET).toString("hex").toUpperCase(), "hex"],
])("finds a secret %s", (_how, text, form) => {
  expect(formsIn(text)).toContain(form);
});

it.each(["base64", "base64url"] as const)("finds a secret in %s, wherever it begins and ends", (encoding) => {
  for (const before of ["", "a", "ab", "abc", '{"token":"'])
    for (const after of ["", "z", "zy", '"}'])
      for (const value of [SECRET, PLAIN]) {
        const text = Buffer.from(before + value + after).toString(encoding);
        expect(formsIn(text, value)).toContain(`base64 from ${Buffer.byteLength(before) % 3}`);
      }
});

it("tells the place, the secret and the line", () => {
  expect(scanTexts(["nothing", `one\ntwo ${PLAIN} three\nfour`], { token: PLAIN })).toEqual([
    { place: "text 2", secret: "token", form: "raw", line: `two ${PLAIN} three` },
  ]);
});

it("reads hidden, packed and binary files, links, and names, at any depth", () => {
  const deep = join(folder, ".cache", "deep");
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, ".hidden"), PLAIN);
  writeFileSync(join(deep, "history.gz"), gzipSync(PLAIN));
  writeFileSync(join(deep, "binary"), Buffer.concat([Buffer.of(0, 255, 254), Buffer.from(PLAIN), Buffer.of(0)]));
  writeFileSync(join(deep, `${PLAIN}.txt`), "");
  symlinkSync(`/nowhere/${PLAIN}`, join(folder, "link"));
  const { leaks, unread } = scanFolder(folder, { token: PLAIN });
  expect(unread).toEqual([]);
  expect(leaks.map(({ place }) => place.replace(folder, "")).sort()).toEqual(
    [
      "/.cache/deep/.hidden",
      "/.cache/deep/binary",
      "/.cache/deep/history.gz, unpacked",
      "/link",
      `the name of /.cache/deep/${PLAIN}.txt`,
    ].sort(),
  );
});

it("tells what it could not look through", () => {
  execFileSync("mkfifo", [join(folder, "pipe")]);
  writeFileSync(join(folder, "broken.gz"), Buffer.of(0x1f, 0x8b, 1, 2, 3));
  expect(scanFolder(folder, { token: PLAIN }).unread.sort()).toEqual([join(folder, "broken.gz"), join(folder, "pipe")]);
});

it("refuses a folder that is not there, and a secret that is found everywhere", () => {
  expect(() => scanFolder(join(folder, "nowhere"), { token: PLAIN })).toThrow("ENOENT");
  expect(() => scanTexts([], { token: "short" })).toThrow("found everywhere");
});
