import {
  possibleSecrets,
  variablesChanged,
  variableTexts,
  wrongVariables,
} from "../../../../provider/resources/versions/variables";
import { UNKNOWN } from "../../../../provider/values";

function held(name: string, value: string, more: { sensitive?: boolean; default_value?: string } = {}) {
  return {
    name,
    description: "",
    type: "string",
    value,
    default_value: "",
    required: false,
    sensitive: false,
    ...more,
  };
}

describe("variableTexts", () => {
  it("writes values as Terraform does, over the defaults", () => {
    const defaults = { region: "eu", size: "1" };
    expect(variableTexts({ size: 2, debug: true, zones: ["a", "b"] }, defaults)).toEqual({
      region: "eu",
      size: "2",
      debug: "true",
      zones: '["a","b"]',
    });
  });

  it("writes what a list may hold so that Terraform reads the same: it has fewer escapes than JSON, and references", () => {
    const list = ["\b\f\n\t", "a ${b} %{c} $d %e", String.raw`\b \${f}`, '"'];
    expect(variableTexts({ list })["list"]).toBe(
      String.raw`["\u0008\u000c\n\t","a \u0024{b} \u0025{c} $d %e","\\b \\\u0024{f}","\""]`,
    );
  });
});

describe("variablesChanged", () => {
  it("sees no change in another form of the same text", () => {
    expect(variablesChanged({ size: 2 }, { size: "2" })).toBe(false);
    expect(variablesChanged(undefined, {})).toBe(false);
  });

  it("sees one in another value, another name and what is not known yet", () => {
    expect(variablesChanged({ size: 2 }, { size: 3 })).toBe(true);
    expect(variablesChanged({ size: 2 }, {})).toBe(true);
    expect(variablesChanged({ size: 2 }, { size: UNKNOWN })).toBe(true);
  });
});

describe("wrongVariables", () => {
  it("names those that have neither what was sent nor the default, and no sensitive one", () => {
    const all = [
      held("sent", "a"),
      held("default", "b", { default_value: "b" }),
      held("inherited", "c", { default_value: "b" }),
      held("secret", "d", { sensitive: true }),
    ];
    expect(wrongVariables({ sent: "a" }, all).map(({ name }) => name)).toEqual(["inherited"]);
  });

  it("takes no value from what every object has", () => {
    expect(wrongVariables({}, [held("constructor", "a", { default_value: "a" })])).toEqual([]);
  });
});

describe("possibleSecrets", () => {
  it("takes texts, numbers and the entries of lists, but nothing short and no truth values", () => {
    const variables = { key: "hunter2", pin: 12345, short: "abc", flag: false, keys: ["first", "ab"] };
    expect(possibleSecrets(variables)).toEqual(["hunter2", "12345", "first", '["first","ab"]']);
  });
});
