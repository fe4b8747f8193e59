// The metadata files of the gitops example: what they may say, and how a bad one is told. The live suite runs the
// example itself.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readMetadata } from "../../examples/gitops/metadata";

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "gitops-example-"));
  file = path.join(folder, "template.json");
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

describe("readMetadata", () => {
  it("gives the variables to the version and the rest to the template", () => {
    const template = { displayName: "Python", description: "", icon: "/icon/python.svg", defaultTtlMilliseconds: 0 };
    fs.writeFileSync(file, JSON.stringify({ ...template, variables: { version: "3.13", cpus: 2, gpu: false } }));
    expect(readMetadata(folder)).toEqual({ ...template, variables: { version: "3.13", cpus: 2, gpu: false } });
  });

  it("takes an empty object for a template without metadata", () => {
    fs.writeFileSync(file, "{}");
    expect(readMetadata(folder)).toEqual({});
  });

  it("lists everything that is wrong with a file", () => {
    fs.writeFileSync(
      file,
      JSON.stringify({ displayname: "Python", icon: 1, defaultTtlMilliseconds: "8h", variables: { a: null } }),
    );
    expect(() => readMetadata(folder)).toThrow(
      [
        `"${file}" is not usable:`,
        "- `displayname` is not known. Use displayName, description, icon, defaultTtlMilliseconds, variables.",
        "- `icon` must be a string; it is 1.",
        '- `defaultTtlMilliseconds` must be a whole number, 0 or more; it is "8h".',
        '- `variables` must be an object of strings, numbers and booleans; it is {"a":null}.',
      ].join("\n"),
    );
  });

  it("names the file that is missing, no JSON, or no object", () => {
    expect(() => readMetadata(folder)).toThrow(
      `"${file}" can't be read. Every template's folder needs one; an empty one holds "{}".`,
    );
    fs.writeFileSync(file, "{ displayName: 'Python' }");
    expect(() => readMetadata(folder)).toThrow(`"${file}" is not JSON: `);
    fs.writeFileSync(file, '["Python"]');
    expect(() => readMetadata(folder)).toThrow(`"${file}" must hold a JSON object, as in { "displayName": "Python" }.`);
  });
});

describe("the folders of the example", () => {
  const templates = path.join(__dirname, "..", "..", "examples", "gitops", "templates");

  it.each(fs.readdirSync(templates))("has usable metadata in %s", (name) => {
    expect(readMetadata(path.join(templates, name)).displayName).toEqual(expect.any(String));
  });
});
