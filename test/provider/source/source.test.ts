import { z } from "zod";
import { sourceSchema } from "../../../provider/source/source";
import { UNKNOWN } from "../../../provider/values";
import { checkInputs } from "../../../provider/validation";

const schema = z.strictObject({ source: sourceSchema });

function reasons(source: unknown): string[] {
  return checkInputs(schema, { source }).failures.map(({ property, reason }) => `${property}: ${reason}`);
}

const RULE = "Set exactly one of `directory`, `files`, `archive`, `exampleId`;";

describe("sourceSchema", () => {
  it.each([
    { directory: "template" },
    { directory: "template", ignore: ["*.md"] },
    { directory: "template", include: { "modules/common": "../common" } },
    { files: { "main.tf": "" } },
    { archive: "template.tgz", keep: [".env"] },
    { files: { "main.tf": "" }, keep: [".env"] },
    { exampleId: "docker" },
  ])("takes %j as it is", (source) => {
    expect(checkInputs(schema, { source })).toEqual({ inputs: { source }, failures: [] });
  });

  it("refuses a source without a kind", () => {
    expect(reasons({})).toEqual([`source: ${RULE} none is set.`]);
  });

  it("refuses two kinds and names both", () => {
    expect(reasons({ directory: "a", archive: "b.tar" })).toEqual([
      `source: ${RULE} \`directory\` and \`archive\` are set.`,
    ]);
  });

  it("refuses ignore beside anything but a directory", () => {
    expect(reasons({ archive: "b.tar", ignore: ["x"] })).toEqual([
      "source: At `source.ignore`: It only works together with `directory`. Remove it, or leave the files out of " +
        "`archive`.",
    ]);
  });

  it("refuses include beside anything but a directory, with the rules of the others", () => {
    expect(reasons({ files: { "main.tf": "" }, include: { a: "b" }, ignore: ["x"] })).toEqual([
      "source: At `source.ignore`: It only works together with `directory`. Remove it, or leave the files out of `files`.",
      "source: At `source.include`: It only works together with `directory`. Remove it, or put the files into `files`.",
    ]);
    expect(reasons({ directory: "a", include: { b: "", c: 1 } })).toEqual([
      "source: At `source.include.b`: Must not be empty.",
      "source: At `source.include.c`: Must be a string; it is the number 1.",
    ]);
  });

  it("refuses keep beside an example, which has no files that could be left out", () => {
    expect(reasons({ exampleId: "docker", keep: [".env"] })).toEqual([
      "source: At `source.keep`: It only works together with `directory`, `files` or `archive`. Remove it.",
    ]);
  });

  it("reports wrong types, unknown keys and the rules over keys at once", () => {
    expect(reasons({ directory: 1, files: { "main.tf": 2 }, direktory: "x" })).toEqual([
      "source: At `source.directory`: Must be a string; it is the number 1.",
      "source: At `source.files.main.tf`: Must be a string; it is the number 2.",
      'source: Unknown property "direktory". Did you mean "directory"?',
      `source: ${RULE} \`directory\` and \`files\` are set.`,
    ]);
  });

  it("refuses an empty path", () => {
    expect(reasons({ directory: "" })).toHaveLength(1);
    expect(reasons({ archive: "" })).toHaveLength(1);
    expect(reasons({ exampleId: "" })).toHaveLength(1);
  });

  it.each([
    { directory: UNKNOWN },
    { directory: "a", ignore: UNKNOWN },
    { directory: "a", ignore: ["x", UNKNOWN] },
    { directory: UNKNOWN, ignore: ["x"], include: { a: "b" } },
    { directory: "a", include: { a: UNKNOWN } },
    { directory: UNKNOWN, files: { "main.tf": "" } },
    { files: { "main.tf": UNKNOWN } },
    { exampleId: UNKNOWN, archive: UNKNOWN },
  ])("passes on what is not known yet as it came (%#)", (source) => {
    expect(checkInputs(schema, { source })).toEqual({ inputs: { source }, failures: [] });
  });

  it("refuses two known kinds beside an unknown one", () => {
    expect(reasons({ directory: "a", files: {}, archive: UNKNOWN })).toEqual([
      `source: ${RULE} \`directory\` and \`files\` are set.`,
    ]);
  });

  it("counts an empty list of patterns as set", () => {
    expect(reasons({ files: {}, ignore: [] })).toEqual([
      "source: At `source.ignore`: It only works together with `directory`. Remove it, or leave the files out of `files`.",
    ]);
    expect(reasons({ ignore: [] })).toEqual([`source: ${RULE} none is set.`]);
  });

  it("finds nothing in what is unknown as a whole", () => {
    expect(reasons(UNKNOWN)).toEqual([]);
  });
});
