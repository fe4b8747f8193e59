// What the functions of the client make of whole answers: those of a real server, and the examples of Coder's API
// documents. Nothing is lost, nothing is made up; what the client gives in another form is listed here.
import { clientOf, rejection } from "../../fakes/client";
import { recorded, unrecorded } from "./answers";
import { CALLS, type EndpointName } from "./calls";
import { documented, operationOf, rows, withoutNames, type DocumentedOperation } from "./operations";
import { answerOf, operations, serverOfEverything } from "./sent-requests";

type Fields = Readonly<Record<string, unknown>>;

/** Functions that give no answer: they wait for it only. */
const isSilent = (name: EndpointName): boolean => /^(stream|watch|explain)/.test(name) || SILENT.has(name);

const SILENT: ReadonlySet<EndpointName> = new Set([
  "archiveTemplateVersion",
  "cancelDryRun",
  "cancelTemplateVersion",
  "cancelWorkspaceBuild",
  "deleteGroup",
  "deleteTemplate",
  "extendWorkspace",
  "promoteTemplateVersion",
  "reportWorkspaceUsage",
  "setWorkspaceAutomaticUpdates",
  "setWorkspaceAutostart",
  "setWorkspaceFavorite",
  "setWorkspaceTtl",
  "unarchiveTemplateVersion",
  "updateTemplateAcl",
  "updateWorkspace",
] as const);

/** Other forms of objects, wherever they are in an answer, by a key that only they have. */
const FORMS: Readonly<Record<string, (fields: Fields) => Fields>> = {
  P50: ({ P50, P95, ...rest }) => ({ p50: P50, p95: P95, ...rest }),
  ID: ({ ID, Name, Parameters, Default, ...rest }) => ({
    id: ID,
    name: Name,
    parameters: Parameters,
    default: Default,
    ...rest,
  }),
  Value: ({ Name, Value, ...rest }) => ({ name: Name, value: Value, ...rest }),
};

/** Other forms of whole answers. */
const PARTS: Readonly<Partial<Record<EndpointName, (answer: Fields) => unknown>>> = {
  iterateWorkspaces: ({ workspaces }) => workspaces,
  getAllWorkspaces: ({ workspaces }) => workspaces,
  getWorkspaceBuildResources: ({ resources }) => resources,
  getWorkspaceBuildState: (answer) => Buffer.from(JSON.stringify(answer)),
  getTemplateAcl: ({ users, group }) => ({ users, groups: group }),
  uploadFile: ({ hash }) => ({ id: hash, isKnown: true }),
  getFile: (answer) => Buffer.from(JSON.stringify(answer)),
};

/** Examples that the client refuses, with the reason: no supported server sends such an answer. */
const REFUSED: Readonly<Record<string, string>> = {
  "templates.md GET /templates/{template}/versions/{templateversionname}": "a list, where the path is of one version",
};

/** Where the client gives something else than an example, by document, operation and place, with the reason. */
const OTHERWISE: readonly (readonly [place: RegExp, reason: string])[] = [
  [
    /^templates\.md GET \/templateversions\/\{templateversion\}\/rich-parameters \[0\]\.type: "string" of undefined$/,
    "the example has no type, which the client takes for a string",
  ],
  [
    /^workspaces-older\.md GET \S+ (\.workspaces)?(\[0\])?\.health: \{"healthy":true,"failing_agents":\[\]\} of undefined$/,
    "the older document has no health",
  ],
];

/** Where the call with everything leaves out some of the answer. */
const WHOLE: Readonly<Partial<Record<EndpointName, (typeof CALLS)[EndpointName]>>> = {
  getProvisionerDaemons: [(client) => client.getProvisionerDaemons("o1")],
};

/** What a function gives where the server answers so. */
async function resultsOf(name: EndpointName, operation: string, answer: unknown): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const call of WHOLE[name] ?? CALLS[name]) {
    const server = await serverOfEverything();
    const client = clientOf(server);
    try {
      server.on(operation.replace(/\{(\w+)\}/g, ":$1"), { json: answer });
      const result = await call(client);
      const isAsked = server.requests.some(
        ({ method, path }) => operationOf(method, path.replace("/api/v2", ""), operations) === operation,
      );
      if (isAsked) results.push(result);
    } finally {
      await client.close();
      await server.close();
    }
  }
  return results;
}

/** The answer as the client is to give it. */
function formOf(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(formOf);
  if (!isObject(answer) || Buffer.isBuffer(answer)) return answer;
  // A value of Terraform's that may not be known, or an id or a time that Go may not have.
  if ("valid" in answer && Object.keys(answer).length === 2)
    return answer["valid"] === true ? (answer["value"] ?? answer["uuid"] ?? answer["time"]) : undefined;
  const [, form] = Object.entries(FORMS).find(([key]) => key in answer) ?? [];
  const fields = form === undefined ? answer : form(answer);
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, formOf(value)]));
}

/** Places where the result is not what was answered. What is empty in one may be empty in another way, or absent. */
function differences(result: unknown, answer: unknown, place = ""): string[] {
  if (isEmpty(result) && isEmpty(answer)) return [];
  if (Array.isArray(result) && Array.isArray(answer) && result.length === answer.length)
    return result.flatMap((entry, index) => differences(entry, answer[index], `${place}[${index}]`));
  if (isObject(result) && isObject(answer) && !Buffer.isBuffer(result))
    return [...new Set([...Object.keys(result), ...Object.keys(answer)])].flatMap((key) =>
      differences(result[key], answer[key], `${place}.${key}`),
    );
  if (Buffer.isBuffer(result) && Buffer.isBuffer(answer) && result.equals(answer)) return [];
  return result === answer ? [] : [`${place}: ${JSON.stringify(result)} of ${JSON.stringify(answer)}`];
}

/** As Go writes what is not set. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (typeof value === "string") return /^(0001-01-01T00:00:00Z|00000000-0000-0000-0000-000000000000)$/.test(value);
  if (Buffer.isBuffer(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const answered = rows
  .flatMap(({ operation, called, scripts }) =>
    ([...called, ...scripts] as EndpointName[]).map((name) => ({ operation, name })),
  )
  .filter(({ name }) => !isSilent(name));

const examples = documented
  .filter((each) => each.answer !== undefined)
  .flatMap((each) =>
    rows
      .filter(({ operation }) => withoutNames(operation) === withoutNames(each.operation))
      .flatMap(({ operation, called, scripts }) =>
        ([...called, ...scripts] as EndpointName[]).map((name) => ({ ...each, operation, name })),
      ),
  )
  .filter(({ name }) => !isSilent(name));

function nameOf({ document, operation }: DocumentedOperation): string {
  return `${document} ${operation}`;
}

describe("the answers on record", () => {
  it("are of every operation that is answered with something", () => {
    expect(operations.filter((operation) => operation in recorded && operation in unrecorded)).toEqual([]);
    const asked = rows.filter(({ called, scripts }) => called.length + scripts.length > 0);
    const streams = /\/watch(-ws)?$|dynamic-parameters$/;
    const missing = asked
      .map(({ operation }) => operation)
      .filter((operation) => !(operation in recorded) && !(operation in unrecorded) && !streams.test(operation));
    expect(missing).toEqual([]);
    expect(Object.keys({ ...recorded, ...unrecorded }).filter((each) => !operations.includes(each))).toEqual([]);
  });

  it.each(answered)("come whole out of $name ($operation)", async ({ operation, name }) => {
    const answer = answerOf(operation);
    expect(isEmpty(answer)).toBe(["[]", "{}"].includes(JSON.stringify(answer)));
    const results = await resultsOf(name, operation, answer);
    expect(results.length).toBeGreaterThan(0);
    const part = PARTS[name] ?? ((each: unknown) => each);
    for (const result of results) expect(differences(result, formOf(part(answer as Fields)))).toEqual([]);
  });

  it("would not come whole out of a function that loses a field, an entry or a value", () => {
    expect(differences({ id: "a" }, { id: "a", name: "b" })).toEqual(['.name: undefined of "b"']);
    expect(differences({ ids: ["a"] }, { ids: ["a", "b"] })).toHaveLength(1);
    expect(differences({ id: "a", made: "up" }, { id: "a" })).toHaveLength(1);
    expect(differences({ id: "a", name: undefined, list: [] }, { id: "a", name: "" })).toEqual([]);
  });
});

describe("the examples of the API documents", () => {
  /** What the results for an example have otherwise. */
  async function othersOf(example: (typeof examples)[number]): Promise<string[]> {
    const { operation, name, answer } = example;
    const part = PARTS[name] ?? ((each: unknown) => each);
    const results = await resultsOf(name, operation, answer);
    expect(results.length).toBeGreaterThan(0);
    return results
      .flatMap((result) => differences(result, formOf(part(answer as Fields))))
      .map((each) => `${nameOf(example)} ${each}`);
  }

  it.each(examples)("go through $name ($document, $operation)", async (example) => {
    if (nameOf(example) in REFUSED) {
      expect(String(await rejection(othersOf(example)))).toContain("The answer is not understood");
      return;
    }
    const others = await othersOf(example);
    expect(others.filter((each) => !OTHERWISE.some(([place]) => place.test(each)))).toEqual([]);
  });

  it("differ in nothing else than what is listed, and are refused for nothing else", async () => {
    const names = examples.map(nameOf);
    expect(Object.keys(REFUSED).filter((name) => !names.includes(name))).toEqual([]);
    const taken = examples.filter((example) => !(nameOf(example) in REFUSED));
    const others = [];
    for (const example of taken) others.push(...(await othersOf(example)));
    const used = others.map((each) => OTHERWISE.find(([place]) => place.test(each))?.[1]);
    expect(OTHERWISE.filter(([, reason]) => !used.includes(reason))).toEqual([]);
  });
});
