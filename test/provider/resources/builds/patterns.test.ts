// The provider's word on patterns beside the server's: a value is refused ahead of it exactly where it would refuse the
// value. A pattern that Go can't compile is left to the server, as releases of Go differ in what they compile.
import { checkParameters } from "../../../../provider/resources/builds/parameter-rules";
import { parameter } from "../../../fakes/coder/template-versions";
import { PATTERN_CASES, type PatternCase } from "./patterns";

const ERROR = "The server says so.";

function reasonsFor({ pattern, value }: PatternCase): string[] {
  const definition = parameter("text", "string", { validation_regex: pattern, validation_error: ERROR });
  const rules = {
    definitions: [definition],
    version: 'template version "v1"',
    preset: undefined,
    isDynamic: false,
    held: undefined,
    allowsEphemeral: false,
    refusesImmutable: false,
  };
  return checkParameters({ text: value }, rules).map(({ reason }) => reason);
}

describe("the corpus", () => {
  it("has every verdict, a pattern and value once, and hundreds of them", () => {
    const verdicts = (["accepted", "refused", "invalid"] as const).map(
      (verdict) => PATTERN_CASES.filter((each) => each.verdict === verdict).length,
    );
    for (const count of verdicts) expect(count).toBeGreaterThan(80);
    expect(new Set(PATTERN_CASES.map(({ pattern }) => pattern)).size).toBeGreaterThan(200);
    expect(new Set(PATTERN_CASES.map(({ pattern, value }) => JSON.stringify([pattern, value]))).size).toBe(
      PATTERN_CASES.length,
    );
  });

  it("leaves hardly anything to the server that it can compile", () => {
    expect(PATTERN_CASES.filter(({ isLeft }) => isLeft).map(({ pattern }) => pattern)).toEqual(["^(?P<n>a)(?P<n>b)$"]);
  });
});

it.each(PATTERN_CASES)("$pattern with $value is $verdict", (each) => {
  const isRefused = each.verdict === "refused" && each.isLeft !== true;
  expect(reasonsFor(each)).toEqual(isRefused ? [`Parameter "text" must match ${each.pattern}: ${ERROR}`] : []);
});
