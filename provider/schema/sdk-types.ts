// The types that a program sees: flat interfaces with the descriptions of the package schema, made from the same tree.
import type { Described, Collection } from "./declarations";
import { factsOf, type EnumSpec, type ObjectSpec, type OpenEnum, type TypeSpec } from "./types";
import { docComment, interfaceText, pascalCase, unionText, type Member } from "./typescript-text";

/** Who reads or writes a value: arguments take outputs at any depth, plain arguments none, and answers are complete. */
type Form = "inputs" | "plain" | "outputs";

/** Name of a named type in each form. */
const NAMES: Readonly<Record<Form, (name: string) => string>> = {
  inputs: (name) => `${name}Args`,
  plain: (name) => `${name}PlainArgs`,
  outputs: (name) => name,
};

const HEADER = `// Made by \`npm run schema\` from the declarations in provider/. Do not edit.
import type * as pulumi from "@pulumi/pulumi";
`;

/** Text of sdk/generated/types.ts. */
export function typesFile({ settings, resources, functions, types }: Collection): string {
  const writer = new TypeWriter(types);
  writer.object("ProviderArgs", "Settings of a `Provider`.", settings, "inputs");
  for (const { type, inputs, outputs } of resources) {
    writer.object(`${type}Args`, `Arguments of \`${type}\`.`, inputs, "inputs");
    writer.properties(`${type}Outputs`, `Properties of \`${type}\`.`, outputs);
  }
  for (const { type, inputs, outputs } of functions) {
    const name = pascalCase(type);
    writer.object(`${name}Args`, `Arguments of \`${type}\`.`, inputs, "plain");
    writer.object(`${name}OutputArgs`, `Arguments of \`${type}Output\`.`, inputs, "inputs");
    writer.object(`${name}Result`, `Answer of \`${type}\`.`, outputs, "outputs");
  }
  return [HEADER, ...writer.texts()].join("\n");
}

/** Whether a function can be called without arguments. */
export function needsNoArguments({ inputs }: Described): boolean {
  return inputs.required.length === 0 && factsOf(inputs).ways === undefined;
}

class TypeWriter {
  private readonly written = new Map<string, string>();

  constructor(private readonly types: Collection["types"]) {}

  texts(): string[] {
    return [...this.written.values()];
  }

  object(name: string, description: string, spec: ObjectSpec, form: Form): void {
    this.write(name, () => {
      const { ways } = factsOf(spec);
      return ways === undefined || form === "outputs"
        ? interfaceText(description, `interface ${name}`, this.members(spec, form))
        : this.alternatives({ name, description, spec, form }, ways);
    });
  }

  /** Properties of a resource, each an output. */
  properties(name: string, description: string, spec: ObjectSpec): void {
    this.write(name, () => {
      const members = Object.entries(spec.properties).map(([key, property]): Member => {
        const type = this.type(property, "outputs");
        const content = spec.required.includes(key) ? type : `${type} | undefined`;
        return {
          key,
          description: property.description,
          type: `pulumi.Output<${content}>`,
          isOptional: false,
          isReadonly: true,
        };
      });
      return interfaceText(description, `interface ${name}`, members);
    });
  }

  /** One interface for each way to give the keys, what they have in common, and their union. */
  private alternatives({ name, description, spec, form }: NamedObject, ways: readonly (readonly string[])[]): string {
    const withoutMark = (key: string): string => key.replace(/\?$/, "");
    const members = this.members(spec, form);
    const chosen = ways.flat().map(withoutMark);
    const common = members.filter(({ key }) => !chosen.includes(key));
    const base = `${name}Base`;
    const alternatives = ways.map((way) => {
      const needed = way.filter((key) => !key.endsWith("?"));
      const own = members.flatMap((member): Member[] => {
        if (!chosen.includes(member.key)) return [];
        if (needed.includes(member.key))
          return [{ ...member, isOptional: false, type: member.type.replace(/ \| undefined$/, "") }];
        return way.includes(`${member.key}?`) ? [member] : [{ ...member, type: "undefined" }];
      });
      const alternative = `${name}With${needed.map(pascalCase).join("And")}`;
      const head = `interface ${alternative}${common.length === 0 ? "" : ` extends ${base}`}`;
      const title = `${description} This way: with ${needed.map((key) => `\`${key}\``).join(" and ")}.`;
      return { alternative, text: interfaceText(title, head, own) };
    });
    const keys = ways.map((way) => way.filter((key) => !key.endsWith("?")).map((key) => `\`${key}\``));
    const rule = `Exactly one of these ways: ${keys.map((way) => way.join(" with ")).join(", or ")}.`;
    return [
      ...(common.length === 0
        ? []
        : [interfaceText(`What all ways to write \`${name}\` have in common.`, `interface ${base}`, common)]),
      ...alternatives.map(({ text }) => text),
      unionText(
        `${description}\n\n${rule}`,
        name,
        alternatives.map(({ alternative }) => alternative),
      ),
    ].join("\n");
  }

  private members(spec: ObjectSpec, form: Form): Member[] {
    return Object.entries(spec.properties).map(([key, property]) => {
      const isPresent = spec.required.includes(key) || (form === "outputs" && factsOf(property).isDefaulted === true);
      const type = this.type(property, form);
      return {
        key,
        description: property.description,
        type: isPresent ? type : `${type} | undefined`,
        isOptional: !isPresent,
      };
    });
  }

  private type(spec: TypeSpec, form: Form): string {
    const content = this.content(spec, form);
    return form === "inputs" ? `pulumi.Input<${content}>` : content;
  }

  private content(spec: TypeSpec, form: Form): string {
    const { open, isTime } = factsOf(spec);
    if (isTime === true && form !== "outputs") return "string | Date";
    if (open !== undefined) return this.open(open);
    if (spec.$ref !== undefined) return this.reference(spec.$ref.replace("#/types/", ""), form);
    if (spec.oneOf !== undefined) return spec.oneOf.map((option) => this.content(option, form)).join(" | ");
    if (spec.items !== undefined) return listOf(this.type(spec.items, form));
    if (spec.additionalProperties !== undefined) return `Record<string, ${this.type(spec.additionalProperties, form)}>`;
    if (spec.type === undefined) throw new Error("A property of the package schema has no type.");
    return spec.type === "integer" ? "number" : spec.type;
  }

  private reference(token: string, form: Form): string {
    const spec = this.types[token];
    const plainName = token.split(":")[2] ?? "";
    if (spec === undefined) throw new Error(`The package schema has no type "${token}".`);
    const description = spec.description ?? "";
    if (spec.type === "string") {
      this.write(plainName, () => enumText(plainName, description, spec));
      return plainName;
    }
    const name = NAMES[form](plainName);
    this.object(name, description, spec, form);
    return name;
  }

  /** The known values, for completion; a newer server may have more. */
  private open({ name: ownName, description, values }: OpenEnum): string {
    const isTaken = Object.keys(this.types).some((token) => token.endsWith(`:${ownName}`));
    const name = isTaken ? `${ownName}Value` : ownName;
    this.write(name, () => {
      const members = [...values.map((value) => JSON.stringify(value)), "(string & {})"];
      return `${docComment(description)}\nexport type ${name} = ${members.join(" | ")};\n`;
    });
    return name;
  }

  private write(name: string, make: () => string): void {
    if (this.written.has(name)) return;
    // First, so that the order is that of the first mention.
    this.written.set(name, "");
    this.written.set(name, make());
  }
}

interface NamedObject {
  name: string;
  description: string;
  spec: ObjectSpec;
  form: Form;
}

function enumText(name: string, description: string, spec: EnumSpec): string {
  const values = spec.enum.map(({ value }) => JSON.stringify(value));
  const text = `${docComment(description)}\nexport type ${name} = ${values.join(" | ")};\n`;
  return text;
}

function listOf(item: string): string {
  return /^[\w.]+(<[^|]*>)?$/.test(item) ? `${item}[]` : `(${item})[]`;
}
