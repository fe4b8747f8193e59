import { clashingNames, normalizePath, parentsOf, pathProblem } from "../../../provider/source/paths";

describe("normalizePath", () => {
  it.each([
    ["main.tf", "main.tf"],
    ["./main.tf", "main.tf"],
    ["a//b/./c.tf", "a/b/c.tf"],
    ["a/b/", "a/b"],
    ["./", ""],
    [".", ""],
    ["a..b/..c", "a..b/..c"],
    ["köln/日本.tf", "köln/日本.tf"],
  ])("writes %j as %j", (given, path) => {
    expect(normalizePath(given)).toEqual({ path });
  });

  it.each([
    ["/etc/passwd", "is absolute. Paths in a template are relative to its top"],
    ["../main.tf", 'contains "..". Paths in a template can\'t leave it'],
    ["a/../../b", 'contains "..". Paths in a template can\'t leave it'],
    ["a/..", 'contains "..". Paths in a template can\'t leave it'],
    ["a\\b.tf", "contains a backslash. Separate folders with forward slashes"],
    ["C:/main.tf", "starts with a drive letter. Paths in a template are relative to its top"],
    ["./c:main.tf", "starts with a drive letter. Paths in a template are relative to its top"],
    ["a\0b", "contains a NUL character"],
    ["a\uFFFDb", "is not valid UTF-8. Rename it"],
    [`${"ä".repeat(128)}.tf`, "has a name longer than 255 bytes. Shorten it"],
    ["a/".repeat(1_000_000), "is longer than 2048 bytes. Shorten it"],
  ])("refuses %j", (given, problem) => {
    expect(normalizePath(given)).toEqual({ problem });
  });
});

describe("pathProblem", () => {
  it("takes names up to the limit of file systems", () => {
    expect(pathProblem("a".repeat(255))).toBeUndefined();
  });
});

describe("parentsOf", () => {
  it("lists folders from the outermost to the innermost", () => {
    expect(parentsOf("a/b/c.tf")).toEqual(["a", "a/b"]);
    expect(parentsOf("c.tf")).toEqual([]);
  });
});

describe("clashingNames", () => {
  it("finds files and folders that differ only in case, once, without what is inside", () => {
    expect(
      clashingNames(["Main.tf", "Modules/a.tf", "Modules/b.tf", "main.tf", "modules/A.tf", "modules/b.tf", "x/y"]),
    ).toEqual([
      ["Main.tf", "main.tf"],
      ["Modules", "modules"],
    ]);
  });

  it("finds a composed and a decomposed form of one name", () => {
    expect(clashingNames(["\u00e4.tf", "a\u0308.tf"])).toEqual([["\u00e4.tf", "a\u0308.tf"]]);
  });

  it("finds nothing where names differ, or the same name is in two folders", () => {
    expect(clashingNames(["a/main.tf", "b/main.tf", "main.tf", "a.tf"])).toEqual([]);
  });
});
