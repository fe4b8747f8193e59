import { containsUnknown, isEqual, UNKNOWN } from "../../provider/values";

describe("values", () => {
  it("finds an unknown wherever it hides", () => {
    expect(containsUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(containsUnknown({ a: [{ b: null }], c: "" })).toBe(false);
  });

  it("compares by value, in any order of keys, and tells absent from null", () => {
    expect(isEqual({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(isEqual([1, 2], [2, 1])).toBe(false);
    expect(isEqual({ a: undefined }, { b: undefined })).toBe(false);
    expect(isEqual(null, undefined)).toBe(false);
    expect(isEqual("1", 1)).toBe(false);
  });
});
