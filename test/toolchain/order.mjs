// @ts-check
// The order of test files: by name, or shuffled by a seed, so that a run that failed can be repeated in its order. Runs
// nothing.

/** Names the seed for Jest. */
export const SEED_VARIABLE = "PULUMI_CODERD_TEST_SEED";

const HIGHEST_SEED = 2 ** 32 - 1;

/**
 * @param {string | undefined} text
 * @param {string} setting what the text was given as, for the message
 * @returns {number | undefined} undefined when there is none: the files keep the order of their names
 */
export function readSeed(text, setting) {
  if (text === undefined) return undefined;
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= HIGHEST_SEED) return seed;
  throw new Error(`\`${setting}\` is "${text}"; it must be a whole number from 0 to ${HIGHEST_SEED}.`);
}

/**
 * @template Item
 * @param {readonly Item[]} items in any order
 * @param {(item: Item) => string} nameOf
 * @param {number | undefined} seed
 * @returns {Item[]} all of them
 */
export function inOrder(items, nameOf, seed) {
  const ordered = [...items].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
  if (seed === undefined) return ordered;
  const random = randomNumbers(seed);
  for (let last = ordered.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(random() * (last + 1));
    [ordered[last], ordered[chosen]] = [/** @type {Item} */ (ordered[chosen]), /** @type {Item} */ (ordered[last])];
  }
  return ordered;
}

/**
 * The generator "mulberry32": the same numbers on every machine, which `Math.random` does not promise.
 * @param {number} seed
 * @returns {() => number} from 0, below 1
 */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
