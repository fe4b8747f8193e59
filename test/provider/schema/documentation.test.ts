// Doc comments as Markdown: what is kept, what is turned into sentences, and what is refused.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Documentation, type PropertyDocs } from "../../../provider/schema/documentation";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "pulumi-coderd-docs-"));
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ compilerOptions: { strict: true, lib: ["es5"] } }));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Docs of an object with these members, declared in the shape of zod's types. */
function docsOf(members: string): PropertyDocs {
  writeFileSync(join(root, "declared.ts"), `export declare const declared: { _zod: { input: {\n${members}\n} } };\n`);
  return new Documentation(root, ["declared.ts"]).ofSchema("declared.ts", "declared", "input");
}

describe("Documentation.ofSchema", () => {
  it("joins the lines of a paragraph, and keeps paragraphs apart", () => {
    expect(docsOf("/**\n * One\n * sentence.\n *\n * Another.\n */ a: string;").describe("a")).toBe(
      "One sentence.\n\nAnother.",
    );
  });

  it("tells defaults as code where they are values, and as words where they are not", () => {
    const docs = docsOf(
      '/** A.\n * @default "" */ a: string;\n/** B.\n * @default the name of\n * the resource */ b: string;',
    );
    expect(docs.describe("a")).toBe('A.\n\nDefault: `""`.');
    expect(docs.describe("b")).toBe("B.\n\nDefault: the name of the resource.");
  });

  it("links the server's sources at the release that the tags are about", () => {
    const file = "https://github.com/coder/coder/blob/v2.24.0/provisionersdk/archive.go";
    const docs = docsOf(
      "/** A.\n * @see provisionersdk/archive.go Tar */ a: string;\n/** B.\n * @see provisionersdk/archive.go */ " +
        "b: string;",
    );
    expect(docs.describe("a")).toBe(`A.\n\nServer: [\`Tar\` in \`provisionersdk/archive.go\`](${file}).`);
    expect(docs.describe("b")).toBe(`B.\n\nServer: [\`provisionersdk/archive.go\`](${file}).`);
  });

  it("finds the docs inside objects that are optional", () => {
    const docs = docsOf("/** A. */ a?: {\n/** B. */\nb: string } | undefined;");
    expect(docs.inside("a").describe("b")).toBe("B.");
  });

  it("has none for a property without a comment, or that does not exist", () => {
    const docs = docsOf("a: string;");
    expect([docs.describe("a"), docs.describe("b")]).toEqual([undefined, undefined]);
  });

  it("refuses tags that it would have to drop, and links that lead nowhere", () => {
    expect(() => docsOf("/** A.\n * @deprecated */ a: string;").describe("a")).toThrow("has the tag `@deprecated`");
    expect(() => docsOf("/** A.\n * @see the manual */ a: string;").describe("a")).toThrow(
      "`@see the manual` names no file of the server",
    );
  });

  it("says which file lacks which declaration", () => {
    docsOf("a: string;");
    const documentation = new Documentation(root, ["declared.ts"]);
    expect(() => documentation.ofSchema("declared.ts", "other", "input")).toThrow("declared.ts exports no `other`");
  });
});
