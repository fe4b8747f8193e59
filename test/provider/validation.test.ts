import { z } from "zod";
import { checkInputs, idInput, withoutValues } from "../../provider/validation";
import { UNKNOWN } from "../../provider/values";

const schema = z.strictObject({
  name: z.string().min(2),
  size: z.int().min(1).max(8).default(4),
  mode: z.enum(["archive", "retain"]).default("archive"),
  nested: z.strictObject({ daysOfWeek: z.array(z.string()), weeks: z.int().default(1) }).optional(),
  labels: z.record(z.string(), z.string()).default({}),
});

describe("checkInputs", () => {
  it("applies defaults, at every depth", () => {
    expect(checkInputs(schema, { name: "ab", nested: { daysOfWeek: [] } })).toEqual({
      inputs: { name: "ab", size: 4, mode: "archive", nested: { daysOfWeek: [], weeks: 1 }, labels: {} },
      failures: [],
    });
  });

  it("reports everything that is wrong at once", () => {
    const { failures } = checkInputs(schema, { size: 9, mode: "archiv", nmae: "x", nested: { dayOfWeek: ["a"] } });
    expect(failures).toEqual([
      { property: "nmae", reason: 'Unknown property "nmae". Did you mean "name"?' },
      { property: "name", reason: "Missing: it must be set to a string." },
      { property: "size", reason: "Must be at most 8; it is 9." },
      { property: "mode", reason: 'Must be one of "archive", "retain". Did you mean "archive"?' },
      { property: "nested", reason: "At `nested.daysOfWeek`: Missing: it must be set to a list." },
      { property: "nested", reason: 'Unknown property "dayOfWeek". Did you mean "daysOfWeek"?' },
    ]);
  });

  it("names the known properties when none is near", () => {
    expect(checkInputs(schema, { name: "ab", colour: 1 }).failures).toEqual([
      {
        property: "colour",
        reason: 'Unknown property "colour". Known ones are "name", "size", "mode", "nested", "labels".',
      },
    ]);
  });

  it("never repeats a text that is wrong: it may be a secret in the wrong place", () => {
    const { failures } = checkInputs(schema, { name: "ab", labels: "hunter2", size: "hunter2", mode: "hunter2" });
    expect(failures).toEqual([
      { property: "size", reason: "Must be a number; it is a string." },
      { property: "mode", reason: 'Must be one of "archive", "retain".' },
      { property: "labels", reason: "Must be a map; it is a string." },
    ]);
  });

  it("passes unknown values on, and still finds what is wrong beside them", () => {
    const { inputs, failures } = checkInputs(schema, { name: UNKNOWN, labels: { a: UNKNOWN, b: 1 }, size: 0 });
    expect(inputs["name"]).toBe(UNKNOWN);
    expect(failures).toEqual([
      { property: "size", reason: "Must be at least 1; it is 0." },
      { property: "labels", reason: "At `labels.b`: Must be a string; it is the number 1." },
    ]);
  });
});

describe("withoutValues", () => {
  it("says the property in the reason, once, and names it to nobody else", () => {
    expect(
      withoutValues([
        { property: "name", reason: "Must not be empty." },
        { property: "source", reason: "At `source.files`: No." },
        { property: "tags", reason: 'Unknown property "tags".' },
        { property: "", reason: "No server." },
      ]),
    ).toEqual([
      { property: "", reason: "`name`: Must not be empty." },
      { property: "", reason: "At `source.files`: No." },
      { property: "", reason: 'Unknown property "tags".' },
      { property: "", reason: "No server." },
    ]);
  });
});

describe("a rule over a whole value", () => {
  const ruled = z.strictObject({
    source: z
      .strictObject({ directory: z.string().optional() })
      .refine((source) => source.directory !== undefined, { when: () => true, error: "Set one." }),
  });

  it("is not told beside a typo that it only follows from", () => {
    expect(checkInputs(ruled, { source: { dirctory: "." } }).failures).toEqual([
      { property: "source", reason: 'Unknown property "dirctory". Did you mean "directory"?' },
    ]);
    expect(checkInputs(ruled, { source: {} }).failures).toEqual([{ property: "source", reason: "Set one." }]);
  });
});

describe("idInput", () => {
  const ids = z.strictObject({ templateId: idInput("template") });

  it("takes ids in large letters for those that the server writes in small ones", () => {
    const id = "0A1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D";
    expect(checkInputs(ids, { templateId: id })).toEqual({ inputs: { templateId: id.toLowerCase() }, failures: [] });
  });

  it("names the object that the id has to be of", () => {
    expect(checkInputs(ids, { templateId: "docker" }).failures).toEqual([
      { property: "templateId", reason: "Must be the id of a template (a UUID)." },
    ]);
  });
});
