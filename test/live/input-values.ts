// Values of inputs, for tests that try many: the limits of each input and what fast-check makes up, in rows of one
// value for each input. PULUMI_CODERD_TEST_SEED repeats a run, PULUMI_CODERD_TEST_RUNS is how many rows there are.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";

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

/** What all values of a run follow from. */
export const SEED = givenSeed === undefined ? Date.now() % 2 ** 31 : Number(givenSeed);

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

/** A text of one line, without a space at either end. */
export function lineOf(characters: number, bytes = Infinity): fc.Arbitrary<string> {
  return fc
    .string({ unit: "binary", maxLength: characters })
    .map((text) => text.replace(/[\n\r\0]/g, "").trim())
    .filter((text) => Buffer.byteLength(text) <= bytes);
}
