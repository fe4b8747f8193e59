import {
  checkParameters,
  toDefinition,
  type ParameterRules,
} from "../../../../provider/resources/builds/parameter-rules";
import { UNKNOWN } from "../../../../provider/values";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";

const options = ["eu", "us"].map((value) => ({ name: value.toUpperCase(), description: "", value, icon: "" }));
const definitions = [
  parameter("region", "string", { options, mutable: false }),
  parameter("cpus", "number", { validation_min: 1, validation_max: 8 }),
  parameter("ratio", "number"),
  parameter("debug", "bool"),
  parameter("ides", "list(string)"),
  parameter("zones", "list(string)", { form_type: "multi-select", options }),
  parameter("code", "string", { validation_regex: "^[a-z]+$", validation_error: "lower-case letters only" }),
  parameter("posix", "string", { validation_regex: "^[[:alpha:]]+$", validation_error: "letters only" }),
  parameter("disk", "number", { validation_monotonic: "increasing" }),
  parameter("once", "string", { ephemeral: true }),
];

function reasons(declared: unknown, more: Partial<ParameterRules> = {}): string[] {
  const rules = {
    definitions,
    version: 'template version "v1"',
    preset: undefined,
    isDynamic: false,
    held: undefined,
    allowsEphemeral: false,
    refusesImmutable: false,
  };
  return checkParameters(declared, { ...rules, ...more }).map(({ reason }) => reason);
}

/** Of the processor's time: a busy machine makes it no longer. */
const LONGEST_MATCH_MICROSECONDS = 2_000_000;

/** Whether the value is refused for not matching. */
function isRefused(pattern: string, value: string): boolean {
  const definition = parameter("text", "string", { validation_regex: pattern, validation_error: "wrong" });
  return reasons({ text: value }, { definitions: [definition] }).length > 0;
}

describe("a template's pattern", () => {
  it.each([
    ["^([a-z0-9]+-?)+$", `${"a".repeat(40)}!`],
    ["^([a-z0-9]+-?)+$", `${"a".repeat(50_000)}!`],
    ["(x+x+)+y", "x".repeat(50_000)],
  ])("is matched at once, whatever the text: %s", (pattern, value) => {
    const before = process.cpuUsage();
    expect(isRefused(pattern, value)).toBe(true);
    expect(process.cpuUsage(before).user).toBeLessThan(LONGEST_MATCH_MICROSECONDS);
  });

  it.each([
    ["^(.{0,300}a){3}$", "ab".repeat(50_000)],
    ["x{1000}".repeat(5_000), "x"],
    [`(${"(a?){100}".repeat(50)}){2}!`, "a".repeat(50_000)],
  ])("is left to the server where it would take long all the same", (pattern, value) => {
    const before = process.cpuUsage();
    expect(isRefused(pattern, value)).toBe(false);
    expect(process.cpuUsage(before).user).toBeLessThan(LONGEST_MATCH_MICROSECONDS);
  });

  it.each([
    ["b", "abc", false],
    ["^\\d+$", "٣", true],
    ["^[^a]{3}$", "😀😀😀", false],
    ["(?i)^ABC\\z", "abc", false],
    ["^(?P<name>a)(?<more>b)$", "ab", false],
    ["^a$", "a\n", true],
    ["^\\pL+$", "é1", true],
  ])("means what it means in Go: %s", (pattern, value, expected) => {
    expect(isRefused(pattern, value)).toBe(expected);
  });

  it.each(["(?=a)b", "(a)\\1", "(?>a)", "a++", "("])(
    "is left to the server where Go would not compile it: %s",
    (pattern) => {
      expect(isRefused(pattern, "anything")).toBe(false);
    },
  );
});

describe("checkParameters", () => {
  it("accepts values of the right kind, as texts too", () => {
    expect(
      reasons({
        region: "eu",
        cpus: 8,
        ratio: 0.5,
        debug: "true",
        ides: '["a"]',
        zones: ["eu", "us"],
        code: "abc",
        disk: "3",
      }),
    ).toEqual([]);
    expect(reasons({ cpus: "4", ratio: "1e3", debug: false, ides: [], posix: "abc" })).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["cpu", 1, 'Template version "v1" has no parameter "cpu". Did you mean "cpus"?'],
    ["region", "mars", 'Parameter "region" must be one of its options: "eu", "us".'],
    ["cpus", 9, 'Parameter "cpus" must be at least 1 and at most 8.'],
    ["cpus", 1.5, 'Parameter "cpus" takes a whole number; it has a fraction.'],
    ["cpus", true, 'Parameter "cpus" takes a whole number; it is given true or false.'],
    ["ratio", "half", 'Parameter "ratio" takes a number; it is given another text.'],
    ["debug", "yes", 'Parameter "debug" takes true or false; it is given another text.'],
    ["debug", 1, 'Parameter "debug" takes true or false; it is given a number.'],
    ["ides", "code", 'Parameter "ides" takes a list of strings; it is given another text.'],
    ["zones", ["eu", "mars"], 'Parameter "zones" must be one of its options: "eu", "us".'],
    ["code", ["a"], 'Parameter "code" takes a string; it is given a list.'],
    ["code", "ABC", 'Parameter "code" must match ^[a-z]+$: lower-case letters only.'],
    ["posix", "a1", 'Parameter "posix" must match ^[[:alpha:]]+$: letters only.'],
    [
      "once",
      "x",
      'Parameter "once" is ephemeral: it holds for a single build, so it can\'t be kept at a value. Remove it here, and set it in a `WorkspaceBuild` when a build needs it.',
    ],
  ])("refuses %s = %j", (name, value, reason) => {
    expect(reasons({ [name]: value })).toEqual([reason]);
  });

  it("repeats no value, as it may be secret", () => {
    const secrets = {
      region: "s3cret-region",
      cpus: "s3cret-cpus",
      debug: "s3cret-debug",
      ides: "s3cret-ides",
      code: "S3cret-code",
    };
    expect(reasons(secrets)).toHaveLength(5);
    expect(reasons(secrets).join()).not.toMatch(/s3cret-/i);
  });

  it("lists the parameters when no name is near", () => {
    expect(reasons({ something: 1 }, { definitions: [] })).toEqual([
      'Template version "v1" has no parameter "something". It has no parameters.',
    ]);
    expect(reasons({ something: 1 }, { definitions: definitions.slice(0, 2), isDynamic: true })).toEqual([
      'Template version "v1" has no parameter "something" with the values that the others have. It has "region", "cpus".',
    ]);
  });

  it("asks for a required parameter only where neither program, preset nor workspace has a value", () => {
    const required = [parameter("token", "string", { required: true })];
    const missing = 'Parameter "token" is missing: template version "v1" requires it.';
    expect(reasons(undefined, { definitions: required })).toEqual([missing]);
    expect(reasons({}, { definitions: required, held: new Map() })).toEqual([missing]);
    expect(reasons({ token: UNKNOWN }, { definitions: required })).toEqual([]);
    expect(reasons({}, { definitions: required, held: new Map([["token", "x"]]) })).toEqual([]);
    const preset = { id: "1", name: "Big", default: false, parameters: [{ name: "token", value: "x" }] };
    expect(reasons({}, { definitions: required, preset })).toEqual([]);
  });

  it("skips what is not known, and checks the rest", () => {
    expect(reasons(UNKNOWN)).toEqual([]);
    expect(reasons({ cpus: UNKNOWN, ides: ["a", UNKNOWN], cpu: UNKNOWN })).toEqual([
      'Template version "v1" has no parameter "cpu". Did you mean "cpus"?',
    ]);
  });

  it("refuses a value that the preset would replace", () => {
    const preset = { id: "1", name: "Big", default: false, parameters: [{ name: "cpus", value: "8" }] };
    expect(reasons({ cpus: 8 }, { preset })).toEqual([]);
    expect(reasons({ cpus: 4 }, { preset })).toEqual([
      'Parameter "cpus" has another value in preset "Big", and the preset\'s would win. Remove it from `parameters`, or choose another preset.',
    ]);
  });

  it("compares with the workspace's values: the order of monotonic ones, and immutable ones where they can't be replaced", () => {
    const held = new Map([
      ["disk", "10"],
      ["region", "eu"],
    ]);
    expect(reasons({ disk: 5 }, { held })).toEqual(['Parameter "disk" may only increase: its value now is higher.']);
    expect(reasons({ disk: 20, region: "us" }, { held })).toEqual([]);
    expect(reasons({ region: "us" }, { held, refusesImmutable: true })).toEqual([
      'Parameter "region" is immutable: its value was decided when the workspace was created, and can\'t change.',
    ]);
  });

  it("lets an ephemeral parameter into a single build", () => {
    expect(reasons({ once: "x" }, { allowsEphemeral: true })).toEqual([]);
  });
});

describe("toDefinition", () => {
  it("reads the dynamic flow's shape", () => {
    const validation = {
      validation_error: "",
      validation_regex: undefined,
      validation_min: 1,
      validation_max: 2,
      validation_monotonic: undefined,
    };
    const definition = toDefinition(
      evaluated("cpus", "number", {
        validations: [validation],
        options: [{ name: "One", description: "", value: "1", icon: "" }],
      }),
    );
    expect(definition).toMatchObject({
      name: "cpus",
      type: "number",
      validation_min: 1,
      validation_max: 2,
      validation_regex: "",
    });
    expect(definition.options.map(({ value }) => value)).toEqual(["1"]);
  });
});
