// Conversion of zod to schema types: every kind of declaration, and the declarations that are refused.
import { z } from "zod";
import type { PropertyDocs } from "../../../provider/schema/documentation";
import { TypeCollector } from "../../../provider/schema/types";

/** Describes every property, however deep, by its name. */
const docs: PropertyDocs = { describe: (key) => `About ${key}.`, inside: () => docs };
const undocumented: PropertyDocs = { describe: () => undefined, inside: () => undocumented };

function convert(shape: z.ZodRawShape) {
  const collector = new TypeCollector("coderd");
  const { properties, required } = collector.inputs(z.strictObject(shape), docs, "Owner");
  const types = Object.entries(properties).map(([key, { description, ...type }]) => {
    expect(description).toBe(`About ${key}.`);
    return [key, type];
  });
  return { properties: Object.fromEntries(types) as Record<string, unknown>, required, types: collector.collected() };
}

describe("TypeCollector.inputs", () => {
  it("keeps integers that fit 32 bits, and makes others numbers, as C# has no larger integer in schemas", () => {
    expect(
      convert({
        any: z.int().min(0),
        small: z.int().min(0).max(16),
        large: z
          .int()
          .min(0)
          .max(2 ** 31),
        fraction: z.number().max(3),
      }).properties,
    ).toEqual({
      any: { type: "number" },
      small: { type: "integer" },
      large: { type: "number" },
      fraction: { type: "number" },
    });
  });

  it("requires what is neither optional nor has a default, and states simple defaults", () => {
    const { properties, required } = convert({
      needed: z.uuid(),
      left: z.string().optional(),
      set: z.boolean().default(false),
      empty: z.string().default(""),
      map: z.record(z.string(), z.string()).default({}),
    });
    expect(required).toEqual(["needed"]);
    expect(properties).toEqual({
      needed: { type: "string" },
      left: { type: "string" },
      set: { type: "boolean", default: false },
      empty: { type: "string", default: "" },
      map: { type: "object", additionalProperties: { type: "string" } },
    });
  });

  it("makes a union of its members, in lists and maps too", () => {
    const value = z.union([z.string(), z.number(), z.array(z.string())]);
    const union = { oneOf: [{ type: "string" }, { type: "number" }, { type: "array", items: { type: "string" } }] };
    expect(convert({ list: z.array(value), map: z.record(z.string(), value) }).properties).toEqual({
      list: { type: "array", items: union },
      map: { type: "object", additionalProperties: union },
    });
  });

  it("names types after the resource and the property, a list's in the singular, or as their title says", () => {
    const { properties, types } = convert({
      apps: z.array(z.object({ slug: z.string(), level: z.enum(["owner", "public"]) })),
      day: z.enum(["monday"]).meta({ title: "Weekday" }).optional(),
    });
    expect(properties).toEqual({
      apps: { type: "array", items: { $ref: "#/types/coderd:index:OwnerApp" } },
      day: { $ref: "#/types/coderd:index:Weekday" },
    });
    expect(types).toEqual({
      "coderd:index:OwnerApp": {
        description: "About apps.",
        type: "object",
        properties: {
          slug: { description: "About slug.", type: "string" },
          level: { description: "About level.", $ref: "#/types/coderd:index:OwnerAppLevel" },
        },
        required: ["slug", "level"],
      },
      "coderd:index:OwnerAppLevel": {
        description: "About level.",
        type: "string",
        enum: [{ value: "owner" }, { value: "public" }],
      },
      "coderd:index:Weekday": { description: "About day.", type: "string", enum: [{ value: "monday" }] },
    });
  });

  it("makes one type of a declaration that is used twice", () => {
    const shared = z.object({ name: z.string() });
    const { properties, types } = convert({ first: shared, second: z.array(shared) });
    expect(properties["second"]).toEqual({ type: "array", items: properties["first"] });
    expect(Object.keys(types)).toEqual(["coderd:index:OwnerFirst"]);
  });

  it("passes on meta data, whichever layer of the declaration holds it", () => {
    const shape = {
      a: z.string().meta({ secret: true }).optional().meta({ environment: "A" }),
      b: z.int().meta({ replaceOnChanges: true }).default(1),
    };
    expect(convert(shape).properties).toEqual({
      a: { type: "string", secret: true, defaultInfo: { environment: ["A"] } },
      b: { type: "number", default: 1, replaceOnChanges: true },
    });
  });

  it("refuses two different types of one name", () => {
    const shape = { a: z.enum(["x"]).meta({ title: "Same" }), b: z.enum(["y"]).meta({ title: "Same" }) };
    expect(() => convert(shape)).toThrow(
      '`Owner.b` and another property both make a type "Same", and the two differ. Name one by `.meta({ title })`.',
    );
  });

  it("refuses a property without a doc comment, at any depth", () => {
    const shape = z.strictObject({ outer: z.object({ inner: z.string() }) });
    const half: PropertyDocs = { describe: () => "Outer.", inside: () => undocumented };
    expect(() => new TypeCollector("coderd").inputs(shape, half, "Owner")).toThrow(
      "`OwnerOuter.inner` has no doc comment.",
    );
  });

  it("refuses kinds of declarations and of meta data that it does not know", () => {
    expect(() => convert({ when: z.date() })).toThrow(
      '`Owner.when` is a zod "date", which the package schema has no type for.',
    );
    expect(() => convert({ a: z.string().meta({ replacesOnChange: true }) })).toThrow("replacesOnChange");
  });
});

describe("TypeCollector.outputs", () => {
  it("has inputs without their defaults, present where they have one, and with their docs where it has none", () => {
    const collector = new TypeCollector("coderd");
    const input = z.strictObject({
      a: z.string().default("x"),
      b: z.string().optional(),
      c: z.string().meta({ replaceOnChanges: true }),
    });
    const inputs = collector.inputs(input, docs, "Owner");
    const outputs = collector.outputs(z.object({ ...input.shape, c: z.string() }), undocumented, "Owner", inputs);
    expect(outputs).toEqual({
      type: "object",
      properties: {
        a: { description: "About a.", type: "string" },
        b: { description: "About b.", type: "string" },
        c: { description: "About c.", type: "string", replaceOnChanges: true },
      },
      required: ["a", "c"],
    });
  });
});
