import { IgnoreRules } from "../../../provider/source/ignore-rules";

function ignored(rules: IgnoreRules, paths: readonly string[]): string[] {
  return paths.filter((path) => rules.ignores(path.replace(/\/$/, ""), path.endsWith("/")));
}

describe("IgnoreRules", () => {
  it("reads patterns as gitignore does", () => {
    const rules = new IgnoreRules(["*.md", "!keep.md", "build/", "/top.txt", "docs/**/draft"]);
    const paths = [
      "a.md",
      "x/a.md",
      "keep.md",
      "build/",
      "x/build/",
      "build",
      "top.txt",
      "x/top.txt",
      "docs/a/b/draft",
      "a.tf",
    ];
    expect(ignored(rules, paths)).toEqual(["a.md", "x/a.md", "build/", "x/build/", "top.txt", "docs/a/b/draft"]);
  });

  it("tells upper from lower case", () => {
    expect(ignored(new IgnoreRules(["README"]), ["README", "readme"])).toEqual(["README"]);
  });

  it("gives the list the last word over ignore files", () => {
    const rules = new IgnoreRules(["!keep/", "gone"]).within("", "keep/\n!gone\n");
    expect(ignored(rules, ["keep/", "keep/a", "gone"])).toEqual(["gone"]);
  });

  it("reads comments, empty lines, line ends of Windows, a byte order mark and escapes in ignore files", () => {
    const file = "\uFEFFfirst\r\n\r\n# comment\r\n\\#hash\r\n\\!bang\r\nlast";
    for (const directory of ["", "sub"]) {
      const prefix = directory === "" ? "" : "sub/";
      const paths = ["first", "# comment", "#hash", "!bang", "last", "other"].map((name) => prefix + name);
      expect(ignored(new IgnoreRules([]).within(directory, file), paths)).toEqual(
        ["first", "#hash", "!bang", "last"].map((name) => prefix + name),
      );
    }
  });

  it("reads patterns of a nested ignore file relative to its folder", () => {
    const rules = new IgnoreRules([]).within("a/b", "*.md\n/top\nx/y\nbuild/\n!keep.md\n/\n");
    expect(
      ignored(rules, [
        "a/b/1.md",
        "a/b/c/1.md",
        "a/b/top",
        "a/b/x/y",
        "a/b/c/build/",
        "1.md",
        "a/top",
        "x/y",
        "a/build/",
      ]),
    ).toEqual(["a/b/1.md", "a/b/c/1.md", "a/b/top", "a/b/x/y", "a/b/c/build/"]);
    expect(ignored(rules, ["a/b/c/top", "a/b/c/x/y", "a/b/keep.md", "a/b/build", "a/b/other"])).toEqual([]);
  });

  it("lets a nested ignore file bring back what an outer one leaves out", () => {
    const rules = new IgnoreRules([]).within("", "*.md\n").within("docs", "!intro.md\n");
    expect(ignored(rules, ["intro.md", "docs/intro.md", "docs/other.md"])).toEqual(["intro.md", "docs/other.md"]);
  });

  it("takes a folder's name literally where it looks like a pattern", () => {
    const rules = new IgnoreRules([]).within("a[1]*", "*.md\n").within("!odd #name", "*.txt\n");
    expect(ignored(rules, ["a[1]*/x.md", "a1b/x.md", "!odd #name/x.txt", "odd #name/x.txt"])).toEqual([
      "a[1]*/x.md",
      "!odd #name/x.txt",
    ]);
  });

  it("takes patterns that make no sense without failing", () => {
    const patterns = ["[", "[z-a]", "\\", "a\\", "a***", "!", "/", "(", "{a", " ", ""];
    for (const directory of ["", "sub"]) {
      expect(new IgnoreRules(patterns).within(directory, patterns.join("\n")).ignores("sub/main.tf", false)).toBe(
        false,
      );
    }
  });
});
