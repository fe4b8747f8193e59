// What the generated files take from the page of a resource.
import { summaryOf } from "../../../provider/schema/declarations";

describe("summaryOf", () => {
  it("is the text before the first example, a line for each paragraph", () => {
    expect(summaryOf("A thing\nof two lines.\n\nMore of it.\n\n### An example\n\nNot this.\n", "Thing")).toBe(
      "A thing of two lines.\n\nMore of it.",
    );
  });

  it("refuses a page that begins with an example", () => {
    expect(() => summaryOf("### An example\n\nText.\n", "Thing")).toThrow(
      "The page of `Thing` in provider/schema/examples/ does not say what the resource is.",
    );
  });
});
