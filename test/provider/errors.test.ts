import { z } from "zod";
import {
  ApiError,
  backticked,
  endSentence,
  FunctionError,
  InputError,
  quoted,
  shortenWords,
} from "../../provider/errors";
import { checkInputs, withoutValues } from "../../provider/validation";

const NAME = "n".repeat(5000);
const CUT = `${"n".repeat(100)}… (5000 characters)`;

describe("a word that nobody reads to the end", () => {
  it("is cut where it is quoted, or is a part of a path, and leaves everything around it", () => {
    expect(shortenWords(`There is no user "${NAME}", or two.`)).toBe(`There is no user "${CUT}", or two.`);
    expect(shortenWords(`(GET /api/v2/users/${NAME}: status 400)`)).toBe(`(GET /api/v2/users/${CUT}: status 400)`);
    expect(shortenWords(`\`${NAME}\`: wrong, as \`${NAME}\` is.`)).toBe(`\`${CUT}\`: wrong, as \`${CUT}\` is.`);
  });

  it("is counted and cut in characters, not in halves of them", () => {
    expect(shortenWords("🙂".repeat(501))).toBe(`${"🙂".repeat(100)}… (501 characters)`);
  });

  it.each(["n".repeat(500), "a word ".repeat(1000), "a/".repeat(1000), "a line\n".repeat(1000)])(
    "is no text such as %#",
    (text) => {
      expect(shortenWords(text)).toBe(text);
    },
  );

  it("is in no error that reaches a user, and in no failure of a check", () => {
    const refusal = new ApiError({
      method: "GET",
      path: `/api/v2/users/${NAME}`,
      status: 400,
      serverMessage: "User must be an existing uuid or username.",
      detail: `queried user="${NAME}"`,
    });
    expect(new FunctionError("getUser", refusal).message).toBe(
      `getUser failed: User must be an existing uuid or username. queried user="${CUT}". (GET ` +
        `/api/v2/users/${CUT}: status 400)`,
    );
    const { failures } = checkInputs(z.strictObject({ role: z.enum(["use"]) }), { role: NAME, [NAME]: 1 });
    const told = [new InputError(failures).message, ...withoutValues(failures)];
    expect(JSON.stringify(told)).toContain("5000 characters");
    expect(JSON.stringify(told)).not.toContain("n".repeat(101));
  });
});

describe("names in a message", () => {
  it("are in quotes, and properties in backticks", () => {
    expect(quoted([])).toBe("");
    expect(quoted(["a"])).toBe('"a"');
    expect(quoted(["a", "b", "c"])).toBe('"a", "b", "c"');
    expect(backticked(["name", "source"])).toBe("`name`, `source`");
  });

  it("end with a conjunction where the sentence asks for it", () => {
    expect(quoted(["a"], "and")).toBe('"a"');
    expect(quoted(["a", "b", "c"], "and")).toBe('"a", "b" and "c"');
    expect(backticked(["name", "source"], "and")).toBe("`name` and `source`");
  });
});

describe("endSentence", () => {
  it("adds the full stop that a message of somebody else lacks", () => {
    expect(endSentence(" unexpected end of file\n")).toBe("unexpected end of file.");
    expect(["Really?", "No!", "Done.", "Lines:"].map(endSentence)).toEqual(["Really?", "No!", "Done.", "Lines:"]);
  });
});
