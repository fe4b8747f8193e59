// What answers hold and schemas read, by the object and its field: `Job.error`, `Resource.agents[].version`.
import { z } from "zod";

/** An object of a schema: its name, what it reads, and what of that was sent anywhere. */
interface SeenObject {
  name: string;
  fields: readonly string[];
  sent: Set<string>;
}

/** Looks at answers, and notes what is sent and not read, and what is read and never sent. */
export class AnswerFields {
  readonly #seen = new Map<z.core.$ZodType, SeenObject>();
  readonly #unread = new Set<string>();

  /** `names` are of the objects that stand for themselves; others are named after where they were met first. */
  constructor(private readonly names: ReadonlyMap<z.core.$ZodType, string>) {}

  look(name: string, schema: z.core.$ZodType, answer: unknown): void {
    const inner = unwrapped(schema);
    if (inner instanceof z.ZodArray) {
      // An empty list, too, has a schema of which nothing was sent.
      for (const entry of Array.isArray(answer) && answer.length > 0 ? answer : [undefined])
        this.look(`${name}[]`, inner.element, entry);
      return;
    }
    if (inner instanceof z.ZodRecord) {
      for (const entry of isObject(answer) ? Object.values(answer) : [undefined])
        this.look(`${name}{}`, inner.valueType, entry);
      return;
    }
    if (!(inner instanceof z.ZodObject)) {
      if (isObject(answer) || Array.isArray(answer)) this.#unread.add(name);
      return;
    }
    const shape = inner.shape as Readonly<Record<string, z.core.$ZodType>>;
    const own = this.nameOf(inner, name);
    const noted = this.#seen.get(inner) ?? { name: own, fields: Object.keys(shape), sent: new Set<string>() };
    this.#seen.set(inner, noted);
    const sent = new Map<string, unknown>(isObject(answer) ? Object.entries(answer) : []);
    for (const key of sent.keys()) {
      if (shape[key] === undefined) this.#unread.add(`${noted.name}.${key}`);
    }
    for (const [key, field] of Object.entries(shape)) {
      if (sent.has(key)) noted.sent.add(key);
      this.look(`${noted.name}.${key}`, field, sent.get(key));
    }
  }

  get unread(): string[] {
    return [...this.#unread].sort();
  }

  get neverSent(): string[] {
    return [...this.#seen.values()]
      .flatMap(({ name, fields, sent }) =>
        fields.filter((field) => !sent.has(field)).map((field) => `${name}.${field}`),
      )
      .sort();
  }

  private nameOf(schema: z.core.$ZodType, place: string): string {
    for (const [named, name] of this.names) if (unwrapped(named) === schema) return name;
    return place;
  }
}

/** The schema that reads what is sent: without what it may be instead, and without what is made of it. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.def.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodDefault
  )
    return unwrapped(schema.def.innerType);
  return schema;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
