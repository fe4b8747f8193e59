// The corpus of patterns on the real server, in both flows: what it says to each value is what patterns.jsonl holds,
// and a preview refuses these values and no others.
import { PATTERN_CASES, type PatternCase } from "../provider/resources/builds/patterns";
import { isServerBefore, useLive } from "./live";
import { useObjects, type MadeTemplate } from "./server-objects";
import { messagesAt, type Result } from "./stack";
import { CODER_PROVIDER } from "./templates";

const objects = useObjects(() => live);
const live = useLive("patt");

interface Parameter {
  name: string;
  pattern: string;
  cases: PatternCase[];
}

const PARAMETERS: Parameter[] = [...new Set(PATTERN_CASES.map(({ pattern }) => pattern))].map((pattern, index) => ({
  name: `p${String(index).padStart(3, "0")}`,
  pattern,
  cases: PATTERN_CASES.filter((each) => each.pattern === pattern),
}));

/** A round gives each parameter its next value. */
const ROUNDS = Array.from({ length: Math.max(...PARAMETERS.map(({ cases }) => cases.length)) }, (_, index) => index);

/** Terraform's own import would refuse patterns that Go can't compile: they are there once the mode is set. */
const DYNAMIC_FILE =
  `${CODER_PROVIDER}${parameterText("mode", "", "")}` +
  PARAMETERS.map(({ name, pattern }) =>
    parameterText(name, "", `data.coder_parameter.mode.value == "on" ? ${terraformText(pattern)} : ""`),
  ).join("");

/** The classic flow takes a default for an empty value, and each default has to match. */
const CLASSIC = PARAMETERS.flatMap((parameter) => {
  const cases = parameter.cases.filter(({ value }) => value !== "");
  const accepted = cases.find(({ verdict }) => verdict === "accepted");
  return accepted === undefined ? [] : [{ ...parameter, cases, standard: accepted.value }];
});

/** Refused in every request, after all others: no workspace is made. */
const LAST = "zzz";

const CLASSIC_FILE =
  CODER_PROVIDER +
  CLASSIC.map(({ name, pattern, standard }) => parameterText(name, standard, terraformText(pattern))).join("") +
  parameterText(LAST, "last", terraformText("^last$"));

function parameterText(name: string, standard: string, regex: string): string {
  const validation = regex === "" ? "" : `  validation {\n    regex = ${regex}\n    error = "No match."\n  }\n`;
  return `data "coder_parameter" "${name}" {
  name    = "${name}"
  mutable = true
  default = ${terraformText(standard)}
${validation}}
`;
}

/** A text as Terraform's language has it. */
function terraformText(text: string): string {
  const escaped = text
    .replace(/["\\]/g, "\\$&")
    .replace(/[$%](?=\{)/g, "$&$&")
    .replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"`;
}

function program(templateId: string, parameters: Record<string, string>): string {
  const declared = { name: `${live.prefix}w`, templateId, parameters };
  return `const coderd = require("pulumi-coderd");
new coderd.Workspace("w", ${JSON.stringify(declared)});
`;
}

interface Evaluation {
  diagnostics: unknown[];
  parameters: {
    name: string;
    validations: { validation_regex: string }[];
    diagnostics: { severity: string; detail: string }[];
  }[];
}

/** The parameters' values of a round. */
function valuesOf(parameters: readonly Parameter[], round: number): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ name, cases }) => {
      const found = cases[round];
      return found === undefined ? [] : [[name, found.value]];
    }),
  );
}

function casesOf(parameters: readonly Parameter[], round: number): (PatternCase & { name: string })[] {
  return parameters.flatMap(({ name, cases }) => {
    const found = cases[round];
    return found === undefined ? [] : [{ ...found, name }];
  });
}

/** The parameters that the preview names, each with one reason. */
function refusedIn(result: Result): string[] {
  return messagesAt(result, "w").flatMap((message) =>
    [...message.matchAll(/Parameter "(\w+)"/g)].map(([, name]) => name ?? ""),
  );
}

const newer = isServerBefore(2, 24) ? describe.skip : describe;

newer("in the dynamic flow", () => {
  let template: MadeTemplate;

  beforeAll(async () => {
    template = await objects.template(`${live.prefix}d`, { "main.tf": DYNAMIC_FILE });
    await live.api.editTemplate(template.id, { use_classic_parameter_flow: false });
  });

  it.each(ROUNDS)("the server says what the corpus says of each pattern's value %d", async (round) => {
    const cases = casesOf(PARAMETERS, round);
    const { id: owner_id } = await live.api.request<{ id: string }>("GET", "/users/me");
    const { diagnostics, parameters } = await live.api.request<Evaluation>(
      "POST",
      `/templateversions/${template.version.id}/dynamic-parameters/evaluate`,
      { id: 1, inputs: { ...valuesOf(PARAMETERS, round), mode: "on" }, owner_id },
    );
    expect(diagnostics ?? []).toEqual([]);
    const said = cases.map(({ name, value }) => {
      const parameter = parameters.find((each) => each.name === name);
      const problem = parameter?.diagnostics.find(({ severity }) => severity === "error")?.detail;
      const isInvalid = problem?.startsWith("compile regex");
      const verdict = problem === undefined ? "accepted" : isInvalid ? "invalid" : "refused";
      return { pattern: parameter?.validations[0]?.validation_regex, value, verdict };
    });
    expect(said).toEqual(
      cases.map(({ pattern, value, verdict }) => ({ pattern: pattern.normalize(), value, verdict })),
    );
  });

  it("a preview refuses what the server would refuse, and patterns that it can't compile in the server's words", async () => {
    const cases = casesOf(PARAMETERS, 1);
    const refused = cases.filter(({ verdict, isLeft }) => verdict === "refused" && isLeft !== true);
    const stack = await live.stack(program(template.id, { ...valuesOf(PARAMETERS, 1), mode: "on" }));
    expect(refusedIn(await stack.previewFailing()).sort()).toEqual(refused.map(({ name }) => name));
    const kept = Object.fromEntries(
      cases.filter(({ verdict }) => verdict === "accepted").map(({ name, value }) => [name, value]),
    );
    stack.writeProgram(program(template.id, { ...kept, mode: "on" }));
    const result = await stack.previewFailing();
    // A parameter that is not declared has the value "".
    const empty = PARAMETERS.filter(({ name, cases: [first] }) => !(name in kept) && first?.verdict === "invalid").map(
      ({ name }) => name,
    );
    const names = refusedIn(result);
    expect(names).toEqual(expect.arrayContaining(empty));
    expect(names.filter((name) => name in kept)).toEqual([]);
    expect(messagesAt(result, "w").join("\n")).toContain("is refused by the server: ");
  });
});

describe("in the classic flow", () => {
  let template: MadeTemplate;

  beforeAll(async () => {
    template = await objects.template(`${live.prefix}c`, { "main.tf": CLASSIC_FILE });
  });

  /** The first parameter that the server refuses. */
  async function firstRefused(values: Record<string, string>): Promise<string | undefined> {
    const request = {
      name: `${live.prefix}w`,
      template_id: template.id,
      rich_parameter_values: Object.entries({ ...values, [LAST]: "x" }).map(([name, value]) => ({ name, value })),
    };
    const refusal = await live.api.request("POST", "/users/me/workspaces", request).then(
      () => "It was accepted.",
      (thrown: unknown) => String(thrown),
    );
    return /can't validate build parameter \\"(\w+)\\": No match\./.exec(refusal)?.[1] ?? refusal;
  }

  it.each(ROUNDS)("the server says what the corpus says of each pattern's value %d", async (round) => {
    const left = valuesOf(CLASSIC, round);
    const refused: string[] = [];
    for (let name = await firstRefused(left); name !== LAST; name = await firstRefused(left)) {
      refused.push(String(name));
      if (name === undefined || !(name in left)) break;
      delete left[name];
    }
    const expected = casesOf(CLASSIC, round).filter(({ verdict }) => verdict === "refused");
    expect(refused.sort()).toEqual(expected.map(({ name }) => name));
  });

  it("a preview refuses the same", async () => {
    const stack = await live.stack(program(template.id, valuesOf(CLASSIC, 1)));
    const expected = casesOf(CLASSIC, 1).filter(({ verdict, isLeft }) => verdict === "refused" && isLeft !== true);
    expect(refusedIn(await stack.previewFailing()).sort()).toEqual(expected.map(({ name }) => name));
  });
});
