// Converts zod declarations to types of the package schema. The caller provides the descriptions.
import { z } from "zod";
import type { PropertyDocs } from "./documentation";
import { pascalCase } from "./typescript-text";

/** The schema's `integer` has 32 bits in C# and Java. Larger values need `number`. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** Metadata of a declaration: `.meta({ secret: true })`. */
const metaSchema = z.strictObject({
  /** Every change of the property replaces the resource. */
  replaceOnChanges: z.literal(true).optional(),
  /** The value is always secret in the state. */
  secret: z.literal(true).optional(),
  /** Environment variable from which a program's SDK takes the default. */
  environment: z.string().optional(),
  /** Name of the type. Without a title it is made of the names of the resource and the property. */
  title: z.string().optional(),
  /**
   * Of an object: its keys come in one of these ways. All keys of the way are needed but those that end in "?", and no
   * key of another way is allowed.
   */
  exactlyOne: z.array(z.array(z.string())).optional(),
  /** The known values of an open enumeration. */
  values: z.array(z.string()).optional(),
});

type Meta = z.output<typeof metaSchema>;

export interface TypeSpec {
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object";
  $ref?: string;
  items?: TypeSpec;
  additionalProperties?: TypeSpec;
  oneOf?: TypeSpec[];
}

export interface PropertySpec extends TypeSpec {
  description: string;
  default?: string | number | boolean;
  defaultInfo?: { environment: string[] };
  secret?: true;
  replaceOnChanges?: true;
}

export interface ObjectSpec {
  description?: string;
  type: "object";
  properties: Record<string, PropertySpec>;
  required: string[];
}

export interface EnumSpec {
  description?: string;
  type: "string";
  enum: { value: string }[];
}

/** What a declaration says and the package schema has no place for. TypeScript's types say it. */
export interface Facts {
  /** Of a property: it has a default, so an output always has it. */
  isDefaulted?: boolean;
  /** Of an object, see `exactlyOne`. */
  ways?: readonly (readonly string[])[] | undefined;
  /** Of a text: the open enumeration that its values are mostly from. */
  open?: OpenEnum | undefined;
  /** Of a text: it is a time. */
  isTime?: boolean;
}

export interface OpenEnum {
  name: string;
  description: string;
  values: readonly string[];
}

const facts = new WeakMap<object, Facts>();

/** @param spec an object, a property or a type that a TypeCollector made */
export function factsOf(spec: ObjectSpec | TypeSpec): Facts {
  return facts.get(spec) ?? {};
}

interface Layers {
  schema: z.core.$ZodType;
  isOptional: boolean;
  defaultValue: unknown;
  meta: Meta;
}

/** Converts properties and collects the named types that they refer to. */
export class TypeCollector {
  private readonly types = new Map<string, ObjectSpec | EnumSpec>();
  private readonly openEnums = new Map<string, OpenEnum>();
  /** A declaration that is used several times makes one type. */
  private readonly tokens = new Map<z.core.$ZodType, string>();

  constructor(private readonly packageName: string) {}

  /** @param owner prefix for the names of types without a title */
  inputs(schema: z.ZodObject, docs: PropertyDocs, owner: string): ObjectSpec {
    return this.properties(schema, docs, owner, (key) => docs.describe(key));
  }

  /**
   * Outputs have no defaults. An output without a doc comment is described by the input of the same name.
   */
  outputs(schema: z.ZodObject, docs: PropertyDocs, owner: string, inputs: ObjectSpec): ObjectSpec {
    const { properties } = this.properties(
      schema,
      docs,
      owner,
      (key) => docs.describe(key) ?? inputs.properties[key]?.description,
    );
    for (const [key, property] of Object.entries(properties)) {
      delete property.default;
      if (inputs.properties[key]?.replaceOnChanges) property.replaceOnChanges = true;
    }
    const required = Object.keys(properties).filter((key) => !unwrap(schemaOf(schema, key)).isOptional);
    return { type: "object", properties, required };
  }

  collected(): Record<string, ObjectSpec | EnumSpec> {
    return Object.fromEntries([...this.types].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  private properties(
    object: z.ZodObject,
    docs: PropertyDocs,
    owner: string,
    describe: (key: string) => string | undefined,
  ): ObjectSpec {
    const properties: Record<string, PropertySpec> = {};
    const required: string[] = [];
    for (const key of Object.keys(object.shape)) {
      const place = `${owner}.${key}`;
      const { schema, isOptional, defaultValue, meta } = unwrap(schemaOf(object, key));
      const description = describe(key);
      if (description === undefined)
        throw new Error(`\`${place}\` has no doc comment. Write one: every property is described.`);
      const type = this.type(schema, {
        place,
        name: owner + pascalCase(key),
        description,
        docs: () => docs.inside(key),
      });
      const property = { description, ...type, ...defaultOf(defaultValue), ...flagsOf(meta) };
      facts.set(property, { ...factsOf(type), isDefaulted: defaultValue !== undefined });
      properties[key] = property;
      if (!isOptional && defaultValue === undefined) required.push(key);
    }
    const spec: ObjectSpec = { type: "object", properties, required };
    facts.set(spec, { ways: unwrap(object).meta.exactlyOne });
    return spec;
  }

  private type(wrapped: z.core.$ZodType, context: TypeContext): TypeSpec {
    const { schema, meta } = unwrap(wrapped);
    if (schema instanceof z.ZodString && meta.values !== undefined) return this.open(meta.values, meta, context);
    if (schema instanceof z.ZodISODateTime) return timeSpec();
    if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return { type: "string" };
    if (schema instanceof z.ZodBoolean) return { type: "boolean" };
    if (schema instanceof z.ZodNumber) return { type: isSmallInteger(schema) ? "integer" : "number" };
    if (schema instanceof z.ZodArray)
      return { type: "array", items: this.type(schema.element, { ...context, name: singular(context.name) }) };
    if (schema instanceof z.ZodRecord)
      return { type: "object", additionalProperties: this.type(schema.valueType, context) };
    if (schema instanceof z.ZodUnion) return { oneOf: schema.options.map((option) => this.type(option, context)) };
    if (schema instanceof z.ZodEnum) {
      const values = schema.options.map((value) => ({ value: String(value) }));
      return this.named(schema, meta, context, () => ({
        description: context.description,
        type: "string",
        enum: values,
      }));
    }
    if (schema instanceof z.ZodObject) {
      return this.named(schema, meta, context, (name) => {
        const docs = context.docs();
        const spec = this.properties(schema, docs, name, (key) => docs.describe(key));
        const described = { description: context.description, ...spec };
        facts.set(described, factsOf(spec));
        return described;
      });
    }
    throw new Error(
      `\`${context.place}\` is a zod "${schema._zod.def.type}", which the package schema has no type for.`,
    );
  }

  /** In the schema a text like any other: most languages know no open enumerations. */
  private open(values: readonly string[], { title }: Meta, context: TypeContext): TypeSpec {
    const name = title ?? context.name;
    const known = this.openEnums.get(name);
    if (known !== undefined && known.values.join() !== values.join()) throw twoTypes(context, name);
    const open = known ?? { name, description: context.description, values };
    this.openEnums.set(name, open);
    const spec: TypeSpec = { type: "string" };
    facts.set(spec, { open });
    return spec;
  }

  private named(
    schema: z.core.$ZodType,
    meta: Meta,
    context: TypeContext,
    make: (name: string) => ObjectSpec | EnumSpec,
  ): TypeSpec {
    const known = this.tokens.get(schema);
    if (known !== undefined) return { $ref: `#/types/${known}` };
    const name = meta.title ?? context.name;
    const token = `${this.packageName}:index:${name}`;
    const spec = make(name);
    const other = this.types.get(token);
    if (other === undefined) this.types.set(token, spec);
    else if (!isSameShape(other, spec)) throw twoTypes(context, name);
    this.tokens.set(schema, token);
    return { $ref: `#/types/${token}` };
  }
}

interface TypeContext {
  /** Names the property in messages. */
  place: string;
  name: string;
  description: string;
  docs: () => PropertyDocs;
}

/** In the schema a text; TypeScript programs may also give a `Date`. */
function timeSpec(): TypeSpec {
  const spec: TypeSpec = { type: "string" };
  facts.set(spec, { isTime: true });
  return spec;
}

function twoTypes({ place }: TypeContext, name: string): Error {
  return new Error(
    `\`${place}\` and another property both make a type "${name}", and the two differ. Name one by ` +
      `\`.meta({ title })\`.`,
  );
}

function unwrap(wrapped: z.core.$ZodType): Layers {
  let schema = wrapped;
  let isOptional = false;
  let defaultValue: unknown;
  let meta: Meta = {};
  for (;;) {
    meta = { ...metaSchema.parse(z.globalRegistry.get(schema) ?? {}), ...meta };
    if (schema instanceof z.ZodOptional) isOptional = true;
    else if (schema instanceof z.ZodDefault) defaultValue = schema.def.defaultValue;
    else return { schema, isOptional, defaultValue, meta };
    schema = schema.unwrap();
  }
}

function schemaOf(object: z.ZodObject, key: string): z.core.$ZodType {
  const schema = (object.shape as Record<string, z.core.$ZodType>)[key];
  if (schema === undefined) throw new Error(`There is no property \`${key}\`.`);
  return schema;
}

/** The schema format takes defaults of simple types only. Other defaults are in the description. */
function defaultOf(value: unknown): Pick<PropertySpec, "default"> {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? { default: value } : {};
}

function flagsOf({ environment, secret, replaceOnChanges }: Meta): Partial<PropertySpec> {
  return {
    ...(environment !== undefined && { defaultInfo: { environment: [environment] } }),
    ...(secret && { secret }),
    ...(replaceOnChanges && { replaceOnChanges }),
  };
}

function isSmallInteger(schema: z.ZodNumber): boolean {
  const { maxValue, minValue } = schema;
  return schema.isInt && (maxValue ?? Infinity) <= LARGEST_INTEGER && (minValue ?? -Infinity) >= -LARGEST_INTEGER;
}

function isSameShape(left: ObjectSpec | EnumSpec, right: ObjectSpec | EnumSpec): boolean {
  const shape = (spec: ObjectSpec | EnumSpec) =>
    JSON.stringify(spec, (key, value: unknown) =>
      key === "description" && typeof value === "string" ? undefined : value,
    );
  return shape(left) === shape(right);
}

function singular(name: string): string {
  return name.replace(/s$/, "");
}
