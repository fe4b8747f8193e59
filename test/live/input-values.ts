// Values of inputs, for tests that try many: the limits of each input and what fast-check makes up, in rows of one
// value for each input. PULUMI_CODERD_TEST_SEED repeats a run, PULUMI_CODERD_TEST_RUNS is how many rows there are.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { HOSTS, type Host } from "./host-programs";
import type { Stack } from "./stack";

/** An input that a row leaves out. */
export const ABSENT = undefined;

export interface Input {
  /** Tried in every run: the smallest and the largest, and what is easily mistaken. */
  limits?: readonly unknown[];
  random: fc.Arbitrary<unknown>;
}

export type Row<Key extends string> = Record<Key, unknown>;

const LEAST_ROWS = 20;

const { PULUMI_CODERD_TEST_SEED: givenSeed, PULUMI_CODERD_TEST_RUNS: givenRows } = process.env;

/** A run without a seed tries the same values as any other: a change is not to fail by what it did not touch. */
const USUAL_SEED = 105_078_514;

/** What all values of a run follow from. */
export const SEED = Number(givenSeed ?? USUAL_SEED);

/** The longest time of a template: the server keeps nanoseconds in 64 bits. */
export const LONGEST_MILLISECONDS = 9_223_372_036_854;

/** The hosts that a file tries its values on: all of them are a command of their own. */
export function hostsOf(usual: Host): readonly Host[] {
  return process.env["LIVE_VALUES"] === "all" ? HOSTS : [usual];
}

/** How many values of each input a run tries; never fewer than its limits. */
export const ROWS = Math.max(LEAST_ROWS, Number(givenRows ?? LEAST_ROWS));

/**
 * As many rows as `ROWS` says. Each input has its limits in some of them, in an order of its own, so that those of
 * several inputs meet in other ways in each run.
 */
export function rowsOf<Key extends string>(inputs: Record<Key, Input>, seed = SEED): Row<Key>[] {
  const columns = Object.entries<Input>(inputs).map(([key, { limits = [], random }], index) => {
    const values = [
      ...limits,
      ...fc.sample(random, { numRuns: Math.max(0, ROWS - limits.length), seed: seed + index }),
    ];
    const length = values.length;
    const [shuffled = []] = fc.sample(fc.shuffledSubarray(values, { minLength: length, maxLength: length }), {
      numRuns: 1,
      seed: seed + index,
    });
    return [key, shuffled] as const;
  });
  return Array.from(
    { length: ROWS },
    (_row, row) => Object.fromEntries(columns.map(([key, values]) => [key, values[row]])) as Row<Key>,
  );
}

/** One of the values that is not the one which the server holds. */
export function otherValue(values: readonly unknown[], held: unknown, first = 0): unknown {
  const turned = [...values.slice(first), ...values.slice(0, first)];
  const other = turned.find((value) => value !== ABSENT && !isDeepStrictEqual(value, held));
  if (other === undefined) throw new Error(`No value differs from ${JSON.stringify(held)}.`);
  return other;
}

/** For each row, about half of the keys; each key in some row, each row some key. */
export function halves<Key extends string>(keys: readonly Key[], seed = SEED): Key[][] {
  const chosen = fc.sample(fc.subarray([...keys], { minLength: 1 }), { numRuns: ROWS, seed });
  return chosen.map((some, row) => {
    const due = keys[row % keys.length];
    return due === undefined || some.includes(due) ? some : [...some, due];
  });
}

/** What somebody has changed by hand. */
export interface Edit {
  /** The resource's name in the program. */
  name: string;
  /** The outputs that have another value now. */
  values: Record<string, unknown>;
  /** All outputs that a refresh has to show, and no other. */
  shows: string[];
  /** Inputs that the program leaves to others, such as Git, though the state has a value. */
  left?: string[];
}

/**
 * Refreshes the stack: it shows these changes and no others, and the state has the new values. The engine shows no
 * change of a resource in which nothing has changed that the program declares; the state has it all the same.
 */
export async function expectShown(stack: Stack, edits: readonly Edit[]): Promise<void> {
  const shown = edits.filter(({ name, values, left = [] }) => {
    const { inputs } = stack.stateOf(name);
    return Object.keys(values).some((key) => inputs[key] !== undefined && !left.includes(key));
  });
  const { steps } = await stack.refresh();
  const changed = steps.filter(({ operation, type }) => operation !== "same" && !type.startsWith("pulumi:"));
  expect(Object.fromEntries(changed.map(({ name, changed: keys }) => [name, [...keys].sort()]))).toEqual(
    Object.fromEntries(shown.map(({ name, shows }) => [name, [...new Set(shows)].sort()])),
  );
  for (const { name, values } of edits) expect([name, stack.stateOf(name).outputs]).toMatchObject([name, values]);
}

/** Every one of these inputs is declared by a resource of the type, so that none was tried in name only. */
export function expectDeclared(stack: Stack, type: string, inputs: Record<string, Input>): void {
  const resources = stack.state().filter((resource) => resource.type.endsWith(`:${type}`));
  const isDeclared = (key: string): boolean => resources.some((resource) => resource.inputs[key] !== undefined);
  expect([type, Object.keys(inputs).filter((key) => !isDeclared(key))]).toEqual([type, []]);
}

/** Any text that a database keeps. */
export function textOf(characters: number): fc.Arbitrary<string> {
  return fc.string({ unit: "binary", maxLength: characters }).map((text) => text.replaceAll("\0", ""));
}

/** A text of one line, without a space at either end. */
export function lineOf(characters: number, bytes = Infinity): fc.Arbitrary<string> {
  return fc
    .string({ unit: "binary", maxLength: characters })
    .map((text) => text.replace(/[\n\r\0]/g, "").trim())
    .filter((text) => Buffer.byteLength(text) <= bytes);
}
