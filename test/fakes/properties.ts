// How tests of properties run (fast-check): as often as PULUMI_CODERD_TEST_RUNS says, from PULUMI_CODERD_TEST_SEED on.
// A failure prints its seed, and the smallest values that fail.
import fc from "fast-check";

const DEFAULT_RUNS = 100;

function setting(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined) return undefined;
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`\`${name}\` is "${text}"; it must be a whole number.`);
}

const seed = setting("PULUMI_CODERD_TEST_SEED");

export const RUNS = {
  numRuns: setting("PULUMI_CODERD_TEST_RUNS") ?? DEFAULT_RUNS,
  ...(seed !== undefined && { seed }),
};

/** For a property that takes long to try, such as one over the network. */
export const FEW_RUNS = { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 10) };

/** Any text that UTF-8 can hold. */
export const anyText = fc.string({ unit: "binary" });
