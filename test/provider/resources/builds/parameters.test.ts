import {
  areHeld,
  changedParameters,
  echoParameters,
  isSameValue,
  toBuildParameters,
  toText,
  type ParameterValue,
} from "../../../../provider/resources/builds/parameters";
import { UNKNOWN } from "../../../../provider/values";

const held = new Map([
  ["cpus", "4"],
  ["debug", "true"],
  ["ides", '["code", "vim"]'],
  ["region", "eu"],
]);

describe("toText", () => {
  it.each<[ParameterValue, string]>([
    ["", ""],
    [4, "4"],
    [0.5, "0.5"],
    [1e21, "1000000000000000000000"],
    [true, "true"],
    [["a", "b"], '["a","b"]'],
    [[], "[]"],
  ])("writes %j as the server holds it", (value, text) => {
    expect(toText(value)).toBe(text);
  });
});

describe("isSameValue", () => {
  it.each<[ParameterValue, string]>([
    [4, "4"],
    [4, "4.0"],
    ["4", "4"],
    [true, "true"],
    [["a", "b"], '["a", "b"]'],
    ['["a","b"]', '[ "a", "b" ]'],
    ["", ""],
  ])("takes %j and the held %j for the same", (declared, text) => {
    expect(isSameValue(declared, text)).toBe(true);
  });

  it.each<[ParameterValue, string]>([
    [4, "5"],
    [0, ""],
    [4, "four"],
    ["4", "4.0"],
    [true, "false"],
    [["a"], '["a","b"]'],
    [["b", "a"], '["a","b"]'],
    ["[", "[]"],
    ["eu", "EU"],
  ])("takes %j and the held %j for two values", (declared, text) => {
    expect(isSameValue(declared, text)).toBe(false);
  });
});

describe("echoParameters", () => {
  it("keeps the declared form of what is held, so that nothing differs for ever", () => {
    const declared = { cpus: 4, debug: true, ides: ["code", "vim"], region: "eu" };
    expect(echoParameters(declared, held)).toEqual(declared);
  });

  it("shows another value in the declared type where it can be read so, and leaves out what is not held", () => {
    expect(echoParameters({ cpus: 8, debug: false, ides: ["code"], region: "us", gone: 1 }, held)).toEqual({
      cpus: 4,
      debug: true,
      ides: ["code", "vim"],
      region: "eu",
    });
    expect(echoParameters({ cpus: 8 }, new Map([["cpus", "many"]]))).toEqual({ cpus: "many" });
  });

  it("names no parameter when none is declared", () => {
    expect(echoParameters(undefined, held)).toBeUndefined();
  });
});

describe("toBuildParameters", () => {
  it("sends back what is held as it is held", () => {
    expect(toBuildParameters({ cpus: 4, ides: ["code", "vim"], region: "us" }, held)).toEqual([
      { name: "cpus", value: "4" },
      { name: "ides", value: '["code", "vim"]' },
      { name: "region", value: "us" },
    ]);
  });
});

describe("areHeld", () => {
  it("is false for an empty text of a parameter that the workspace does not have", () => {
    expect(areHeld({ cpus: 4, debug: "true" }, held)).toBe(true);
    expect(areHeld({ other: "" }, held)).toBe(false);
  });
});

describe("changedParameters", () => {
  const olds = { cpus: 4, ides: ["code"], region: "eu" };

  it("finds none when every value is the same in another form", () => {
    expect(changedParameters(olds, { cpus: "4", ides: '["code"]', region: "eu" })).toEqual([]);
    expect(changedParameters(undefined, undefined)).toEqual([]);
  });

  it("names those that differ, are not known, are new, or are gone", () => {
    expect(changedParameters(olds, { cpus: 5, region: UNKNOWN, debug: true })).toEqual([
      { property: "parameters.cpus", kind: "update" },
      { property: "parameters.region", kind: "update" },
      { property: "parameters.debug", kind: "update" },
      { property: "parameters.ides", kind: "update" },
    ]);
  });

  it("names the whole map when it is not known, or not declared any more", () => {
    expect(changedParameters(olds, UNKNOWN)).toEqual([{ property: "parameters", kind: "update" }]);
    expect(changedParameters(olds, undefined)).toEqual([{ property: "parameters", kind: "update" }]);
  });
});
