import fc from "fast-check";
import { properties, struct } from "../../../provider/hosts/plugin/messages";
import { fromState, toOutputs } from "../../../provider/hosts/state";
import { fromWire, secretOnWire, secretPathsOnWire, toWire, UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import type { Handler } from "../../../provider/handler";
import { isEqual, UNKNOWN, type Properties } from "../../../provider/values";
import { anyText, RUNS } from "../../fakes/properties";

/** What the engine's own signs are made of is no value of a program. */
const text = anyText.filter((each) => each !== UNKNOWN_MARKER);
// A key of this name gets lost in google-protobuf, on the way to and from the plugin.
const key = fc.oneof(text, fc.constantFrom("value", "constructor", "toString")).filter((each) => each !== "__proto__");
const number = fc.double({ noDefaultInfinity: true, noNaN: true });

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.constant(UNKNOWN),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4 }),
  ),
}));
const outputs = fc.dictionary(key, value, { maxKeys: 5 }).map((each): Properties => ({ ...each }));

/** Some of the ways into maps. */
function pathsOf(given: unknown, chosen: (path: readonly string[]) => boolean, path: string[] = []): string[][] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [];
  return Object.entries(given).flatMap(([name, entry]) => {
    const own = [...path, name];
    return chosen(own) ? [own] : pathsOf(entry, chosen, own);
  });
}

/** A choice that depends on the path alone. */
const choice = fc.func(fc.boolean()).map((choose) => (path: readonly string[]) => choose(JSON.stringify(path)));

describe("values on the wire", () => {
  it("come back as they were, with everything that is unknown", () => {
    fc.assert(
      fc.property(outputs, (given) => isEqual(fromWire(toWire(given)), given)),
      RUNS,
    );
  });

  it("come back with exactly the secrets that went, and without them in what is not secret", () => {
    fc.assert(
      fc.property(outputs, choice, (given, choose) => {
        const secrets = pathsOf(given, choose);
        const wrapped = toWire(given, secrets);
        expect(secretPathsOnWire(wrapped).sort()).toEqual(secrets.sort());
        expect(isEqual(fromWire(wrapped), given)).toBe(true);
        expect(toWire(wrapped, secrets)).toEqual(wrapped);
      }),
      RUNS,
    );
  });

  it("make a list secret as a whole when one of its entries is, wherever it is", () => {
    fc.assert(
      fc.property(fc.array(value), value, fc.nat(), (list, secret, place) => {
        const marked = [...list];
        marked.splice(place % (list.length + 1), 0, secretOnWire({ deep: secret }));
        expect(secretPathsOnWire({ list: toWire({ list: marked })["list"] })).toEqual([["list"]]);
      }),
      RUNS,
    );
  });

  it("go through the plugin's messages and back", () => {
    fc.assert(
      fc.property(outputs, choice, (given, choose) => {
        const wrapped = toWire(given, pathsOf(given, choose));
        expect(isEqual(properties(struct(wrapped)), wrapped)).toBe(true);
      }),
      RUNS,
    );
  });

  it("are refused as a defect where no message can carry them", () => {
    const impossible = fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, () => 1, 1n, Symbol("other"));
    fc.assert(
      fc.property(outputs, impossible, (given, wrong) => {
        expect(() => toWire({ ...given, wrong: [{ wrong }] })).toThrow(
          /^The value at "wrong\[0\]\.wrong" is a \w+, which the engine can't carry\.$/,
        );
      }),
      RUNS,
    );
  });
});

it("a state comes back from both hosts as the handler gave it", () => {
  fc.assert(
    fc.property(outputs, choice, (given, choose) => {
      const state = Object.fromEntries(Object.entries(given).filter(([each]) => !each.startsWith("__")));
      const handler = { secretPaths: () => pathsOf(state, choose) } as unknown as Handler;
      const stored = toOutputs(handler, state);
      expect(isEqual(fromState({ ...stored, __provider: "line", __urn: "urn" }), state)).toBe(true);
      expect(isEqual(fromState(properties(struct(stored))), state)).toBe(true);
    }),
    RUNS,
  );
});
