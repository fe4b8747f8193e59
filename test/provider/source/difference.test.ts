import { differenceOfFiles } from "../../../provider/source/difference";

describe("differenceOfFiles", () => {
  it("lists what was added, removed and changed, each sorted", () => {
    const before = { "same.tf": "1", "z.tf": "1", "b.tf": "1", "gone.tf": "1" };
    const after = { "z.tf": "2", "new.tf": "1", "b.tf": "2", "same.tf": "1", "add.tf": "1" };
    expect(differenceOfFiles(before, after)).toEqual({
      added: ["add.tf", "new.tf"],
      removed: ["gone.tf"],
      changed: ["b.tf", "z.tf"],
    });
  });

  it("finds nothing between equal sets in another order", () => {
    expect(differenceOfFiles({ a: "1", b: "2" }, { b: "2", a: "1" })).toEqual({ added: [], removed: [], changed: [] });
  });

  it("is not misled by names that every object has", () => {
    expect(differenceOfFiles({}, { constructor: "1", toString: "2" })).toEqual({
      added: ["constructor", "toString"],
      removed: [],
      changed: [],
    });
  });
});
