import { specialSecretSig, specialSigKey, unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { fromWire, secretOnWire, toWire, UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import { UNKNOWN } from "../../../provider/values";

describe("wire", () => {
  it("knows the engine's own marker and envelope", () => {
    expect(UNKNOWN_MARKER).toBe(unknownValue);
    expect(secretOnWire("x")).toEqual({ [specialSigKey]: specialSecretSig, value: "x" });
  });

  it("opens secrets and marks unknowns at any depth", () => {
    const wire = { a: [secretOnWire({ b: UNKNOWN_MARKER })], c: null, d: "" };
    expect(fromWire(wire)).toEqual({ a: [{ b: UNKNOWN }], c: null, d: "" });
  });

  it("carries unknowns back and drops what is undefined", () => {
    expect(toWire({ a: UNKNOWN, b: undefined, c: [1, undefined, false] })).toEqual({
      a: UNKNOWN_MARKER,
      c: [1, null, false],
    });
  });

  it.each([
    ["a function", { deep: [() => 1] }, 'The value at "deep[0]" is a function, which the engine can\'t carry.'],
    ["a bigint", { big: 1n }, 'The value at "big" is a bigint, which the engine can\'t carry.'],
    ["not a number", { big: NaN }, 'The value at "big" is a number, which the engine can\'t carry.'],
  ])("refuses %s by its path", (_what, value, message) => {
    expect(() => toWire(value)).toThrow(message);
  });
});
