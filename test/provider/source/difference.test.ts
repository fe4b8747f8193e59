import { createHash } from "node:crypto";
import { describeDifference, type KnownContent } from "../../../provider/source/difference";

type Files = Record<string, string | Buffer | { executable: string }>;

function content(files: Files): Required<KnownContent> {
  const contents = Object.entries(files).map(([path, given]) => {
    const isExecutable = typeof given === "object" && "executable" in given;
    return { path, isExecutable, bytes: isExecutable ? Buffer.from(given.executable) : Buffer.from(given as string) };
  });
  const digest = (bytes: Buffer, isExecutable: boolean): string =>
    createHash("sha256").update(`${isExecutable}`).update(bytes).digest("hex");
  const digests = contents.map(({ path, bytes, isExecutable }) => [path, digest(bytes, isExecutable)]);
  return { contents, files: Object.fromEntries(digests) as Record<string, string> };
}

function difference(before: Files, after: Files, hide: (text: string) => string = String): string[] {
  return describeDifference(content(before), content(after), hide);
}

const numbered = (count: number, word: string): string =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join("");

it("lists the files that differ, and shows the changed lines of texts", () => {
  const lines = Array.from({ length: 9 }, (_, index) => `line ${index}`);
  const before = { "main.tf": `${lines.join("\n")}\n`, "gone.md": "Gone.\n", "same.tf": "x\n" };
  const after = { "main.tf": `${lines.with(4, "other").join("\n")}\n`, "docs/new.md": "New!\n", "same.tf": "x\n" };
  expect(difference(before, after)).toEqual([
    "Files: 1 changed, 1 added, 1 removed.",
    "  + docs/new.md (5 bytes)",
    "  - gone.md (6 bytes)",
    "  ~ main.tf (+1 -1)",
    "--- main.tf",
    "+++ main.tf",
    "@@ -2,7 +2,7 @@",
    " line 1",
    " line 2",
    " line 3",
    "-line 4",
    "+other",
    " line 5",
    " line 6",
    " line 7",
  ]);
});

it("shows no default that a file beside it, before or after, marks as sensitive", () => {
  const variable = (value: string): Files => ({ "main.tf": `variable "a" {\n  default = "${value}"\n}\n` });
  const mark = { "a_override.tf": 'variable "a" {\n  sensitive = true\n}\n' };
  const line = "  ~ main.tf (lines not shown: a file that overrides others marks values as sensitive)";
  expect(difference({ ...variable("one"), ...mark }, { ...variable("two"), ...mark })).toContain(line);
  expect(difference({ ...variable("one"), ...mark }, variable("two")).join("\n")).not.toMatch(/one|two/);
  expect(difference(variable("one"), variable("two"))).toContain('+  default = "two"');
});

it("says nothing where no file differs", () => {
  expect(difference({ "main.tf": "x" }, { "main.tf": "x" })).toEqual([]);
});

it("names files without their contents by digest alone", () => {
  const before = { files: { "a.tf": "1", "b.tf": "1" } };
  expect(describeDifference(before, { files: { "a.tf": "2", "c.tf": "1" } }, String)).toEqual([
    "Files: 1 changed, 1 added, 1 removed.",
    "  ~ a.tf",
    "  - b.tf",
    "  + c.tf",
  ]);
});

it("tells size and mode only of what is no text", () => {
  const before = { "a.png": Buffer.from([0, 1, 2]), "b.bin": Buffer.from([0xff, 0xfe]), "c.sh": "x\n" };
  const after = { "a.png": Buffer.from([0, 1, 2, 3]), "b.bin": Buffer.from([0xff]), "c.sh": { executable: "x\n" } };
  expect(difference(before, { ...after, "d.png": Buffer.from([0]) })).toEqual([
    "Files: 3 changed, 1 added.",
    "  ~ a.png (binary, 3 bytes => 4 bytes)",
    "  ~ b.bin (binary, 2 bytes => 1 byte)",
    "  ~ c.sh (now executable)",
    "  + d.png (binary, 1 byte)",
  ]);
});

it("shows no line of a file that holds secrets, before or after", () => {
  const secret = 'variable "a" {\n  default = "hunter2"\n  sensitive = true\n}\n';
  const told = difference(
    { "a.tf": secret, "b.tf": "x\n", "terraform.tfvars": "a = 1\n" },
    { "a.tf": "y\n", "b.tf": secret, "terraform.tfvars": "a = 2\n" },
  );
  expect(told).toEqual([
    "Files: 3 changed.",
    "  ~ a.tf (lines not shown: it holds a value that it marks as sensitive)",
    "  ~ b.tf (lines not shown: it holds a value that it marks as sensitive)",
    "  ~ terraform.tfvars (lines not shown: files of that name hold secrets)",
  ]);
});

it("hides secrets before it compares, so that no part of one is left", () => {
  const hide = (text: string): string => text.replaceAll(/hunter\d/g, "[secret]");
  expect(difference({ "a.sh": "p=hunter1\n" }, { "a.sh": "p=hunter2\n" }, hide)).toEqual([
    "Files: 1 changed.",
    "  ~ a.sh (only in values that are secret)",
  ]);
  const long = `${"x".repeat(297)}hunter1`;
  expect(difference({ "a.sh": "a\n" }, { "a.sh": `${long}\n` }, hide).at(-1)).toBe(`+${"x".repeat(297)}[s…`);
});

it("shows at most 200 lines, and says of which files others are left out", () => {
  const told = difference(
    { "a.tf": numbered(90, "old"), "b.tf": "old\n" },
    { "a.tf": numbered(120, "new"), "b.tf": "new\n" },
  );
  expect(told[1]).toBe("  ~ a.tf (+120 -90)");
  const shown = told.slice(3, -1);
  expect(shown).toHaveLength(200);
  expect(told.at(-1)).toBe("At most 200 lines and 16 KiB are shown; left out are 13 of a.tf, 5 of b.tf.");
});

it("shows at most 16 KiB, and cuts long lines", () => {
  const wide = (word: string): string => `${word} ${"x".repeat(1000)}\n`.repeat(100);
  const told = difference({ "a.tf": wide("old") }, { "a.tf": wide("new") });
  const shown = told.slice(2, -1).join("\n");
  expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(16 << 10);
  expect(Buffer.byteLength(shown)).toBeGreaterThan(15 << 10);
  expect(told.at(-1)).toMatch(/^At most 200 lines and 16 KiB are shown; left out are \d+ of a\.tf\.$/);
});

it("does not compare texts that are large, or have too little in common", () => {
  const large = "x".repeat((256 << 10) + 1);
  expect(difference({ "a.txt": "a\n" }, { "a.txt": large })[1]).toBe("  ~ a.txt (large, 2 bytes => 256 KiB)");
  const told = difference({ "a.txt": numbered(3000, "a") }, { "a.txt": numbered(3000, "b") });
  expect(told.slice(1)).toEqual(["  ~ a.txt (too many changes to show, 19.4 KiB => 19.4 KiB)"]);
});

it("looks for no more changed lines in many files than in one", () => {
  const files = (word: string): Record<string, string> =>
    Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.txt`, numbered(name === "b" ? 400 : 800, word)]));
  const told = difference(files("old"), files("new"));
  expect(told.slice(1, 5)).toEqual([
    "  ~ a.txt (+800 -800)",
    expect.stringMatching(/^ {2}~ b\.txt \(too many changes to show/),
    expect.stringMatching(/^ {2}~ c\.txt \(too many changes to show/),
    expect.stringMatching(/^ {2}~ d\.txt \(too many changes to show/),
  ]);
  const [, first] = difference({ "a.txt": numbered(800, "old") }, { "a.txt": numbered(800, "new") });
  expect(first).toBe("  ~ a.txt (+800 -800)");
});

it("names at most 50 files", () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}.tf`, "x"]));
  const told = difference({}, many);
  expect(told).toHaveLength(52);
  expect([told[0], told.at(-1)]).toEqual(["Files: 60 added.", "  and 10 more"]);
});

it("shows signs that a terminal would obey, and ends of lines where only they differ", () => {
  const told = difference(
    { "a.sh": "a\nb\n", "win.txt": "a\r\nb\r\n", "new\nline.tf": "" },
    { "a.sh": "a\u001b[2J\u202e\tc\r\nb", "win.txt": "a\r\nc\r\n" },
  );
  expect(told).toEqual([
    "Files: 2 changed, 1 removed.",
    "  ~ a.sh (+2 -2)",
    '  - "new\\nline.tf" (0 bytes)',
    "  ~ win.txt (+1 -1)",
    "--- a.sh",
    "+++ a.sh",
    "@@ -1,2 +1,2 @@",
    "-a",
    "-b",
    "+a\\u{1b}[2J\\u{202e}\tc\\r",
    "+b",
    "\\ No newline at end of file",
    "--- win.txt",
    "+++ win.txt",
    "@@ -1,2 +1,2 @@",
    " a",
    "-b",
    "+c",
  ]);
});
