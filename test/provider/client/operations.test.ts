// That each row of operations.md has its client functions, a live test that calls them, and the place where users meet
// it. Calls are read from the syntax of the sources: a name in a comment or a text is none.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import typescript from "typescript";
import { z } from "zod";
import { createClient, type CoderClient } from "../../../provider/client/client";
import { workspaceSchema } from "../../../provider/client/workspaces";
import { functionNames } from "../../../provider/functions/registry";
import { handlers, resourceTypes } from "../../../provider/registry";
import * as sdk from "../../../sdk";

const table = readFileSync(join(__dirname, "operations.md"), "utf8");
const ROOT = join(__dirname, "..", "..", "..");
const licensedTest = readFileSync(join(__dirname, "..", "..", "live", "licensed.test.ts"), "utf8");

/** Row → what the client has for it. */
const CLIENT: Readonly<Record<number, readonly (keyof CoderClient)[]>> = {
  1: ["getProvisionerDaemons"],
  2: ["getProvisionerJobs", "getProvisionerJob"],
  3: ["getWorkspaceBuildByNumber"],
  4: ["getWorkspaceBuild"],
  5: ["cancelWorkspaceBuild"],
  6: ["getWorkspaceBuildLogs", "streamWorkspaceBuildLogs"],
  7: ["getWorkspaceBuildParameters"],
  8: ["getWorkspaceBuildResources"],
  9: ["getWorkspaceBuildState"],
  10: ["getWorkspaceBuildTimings"],
  11: ["getWorkspaceBuilds", "iterateWorkspaceBuilds", "getAllWorkspaceBuilds"],
  12: ["createWorkspaceBuild"],
  13: ["getTemplates"],
  14: ["createTemplate"],
  15: ["getTemplateExamples", "getOrganizationTemplateExamples"],
  16: ["getTemplateByName"],
  17: ["getTemplate"],
  18: ["updateTemplate"],
  19: ["deleteTemplate"],
  20: ["getTemplateDailyActiveUsers"],
  21: ["getTemplateVersions", "iterateTemplateVersions", "getAllTemplateVersions"],
  22: ["promoteTemplateVersion"],
  23: ["archiveUnusedTemplateVersions"],
  24: ["getTemplateVersionByName", "getTemplateVersionByNames"],
  25: ["getPreviousTemplateVersion"],
  26: ["createTemplateVersion"],
  27: ["getTemplateVersion", "updateTemplateVersion"],
  28: ["cancelTemplateVersion"],
  29: ["getTemplateVersionLogs", "streamTemplateVersionLogs"],
  30: ["getTemplateVersionResources"],
  31: ["getTemplateVersionParameters"],
  32: ["getTemplateVersionVariables"],
  33: ["getTemplateVersionPresets"],
  34: ["getTemplateVersionExternalAuth"],
  35: [
    "createDryRun",
    "getDryRun",
    "cancelDryRun",
    "getDryRunLogs",
    "streamDryRunLogs",
    "getDryRunResources",
    "getDryRunMatchedProvisioners",
  ],
  36: ["evaluateDynamicParameters", "streamDynamicParameters"],
  37: ["archiveTemplateVersion", "unarchiveTemplateVersion"],
  38: ["uploadFile", "getFile"],
  39: ["createGroup", "getGroup", "getGroupByName", "updateGroup", "deleteGroup", "getEntitlements"],
  40: ["getTemplateAcl", "updateTemplateAcl"],
  41: ["createWorkspace"],
  42: ["getWorkspaceByOwnerAndName"],
  43: ["getWorkspaces", "iterateWorkspaces", "getAllWorkspaces"],
  44: ["getWorkspace"],
  45: ["updateWorkspace"],
  46: ["setWorkspaceAutostart", "setWorkspaceTtl", "setWorkspaceAutomaticUpdates"],
  47: ["setWorkspaceDormant"],
  48: ["extendWorkspace"],
  49: ["setWorkspaceFavorite"],
  50: ["resolveWorkspaceAutostart"],
  51: ["getWorkspaceTimings"],
  52: ["reportWorkspaceUsage"],
  53: ["watchWorkspace"],
  54: ["getBuildInfo", "getUser", "getCurrentUser", "getOrganizations", "getOrganization"],
  55: ["createFirstUser", "login", "createToken"],
};

/** Row → where a resource reads the same out of an answer that it has anyway, which spares the request. */
const MET_IN_ANSWERS: Readonly<Record<number, readonly [file: string, field: string]>> = {
  1: ["provider/jobs/follow.ts", "matched_provisioners"],
  8: ["provider/outputs/builds.ts", "resources"],
};

const rows = [...table.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, number, rest]) => {
  const cells = (rest ?? "").split(" | ");
  return { number: Number(number), operation: cells[0] ?? "", place: (cells.at(-1) ?? "").replace(/^\|/, "").trim() };
});

/** Names of the client's functions that the files call on what holds a client. */
function callsIn(folder: string, isIncluded: (file: string) => boolean = () => true): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && isIncluded(file),
  );
  const calls = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(ROOT, folder, file), "utf8");
    const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest, true);
    const clients = clientsOf(source);
    const visit = (node: typescript.Node): void => {
      if (typescript.isCallExpression(node) && typescript.isPropertyAccessExpression(node.expression)) {
        const { name, expression } = node.expression;
        if (
          clients.has(typescript.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText())
        )
          calls.add(name.text);
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  return calls;
}

function isRead(place: readonly [file: string, field: string] | undefined): boolean {
  if (place === undefined) return false;
  const [file, field] = place;
  return readFileSync(join(ROOT, file), "utf8").includes(`.${field}`);
}

/** `client` by any way, and every variable that is made by `createClient`, or by another client's `with`. */
function clientsOf(source: typescript.SourceFile): ReadonlySet<string> {
  const clients = new Set(["client", "createClient({ url })"]);
  const visit = (node: typescript.Node): void => {
    if (typescript.isVariableDeclaration(node) && /^createClient\(|\.with\(/.test(node.initializer?.getText() ?? ""))
      clients.add(node.name.getText());
    node.forEachChild(visit);
  };
  visit(source);
  return clients;
}

const live = callsIn("test/live", (file) => file.endsWith(".test.ts"));
const inFunctions = callsIn("provider/functions");
const inResources = callsIn("provider/resources");
const inJobs = callsIn("provider/jobs");
const inProvider = callsIn("provider", (file) => !file.startsWith("client"));
const inScripts = callsIn("examples");

const client = createClient({ url: "http://127.0.0.1:1" });

afterAll(async () => {
  await client.close();
});

describe("operations.md", () => {
  it("has the rows that are told of here, and no others", () => {
    expect(rows).toHaveLength(55);
    expect(rows.map(({ number }) => number)).toEqual(Object.keys(CLIENT).map(Number));
  });

  it("has every function of the client in a row", () => {
    // explainLack is no operation of its own: it reads the answer of getBuildInfo.
    const others = ["url", "serverVersion", "serverTime", "with", "close", "explainLack"];
    const known: readonly string[] = [...Object.values(CLIENT).flat(), ...others];
    expect(Object.keys(client).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(rows)("row $number ($operation) is in the client and called on a real server", ({ number }) => {
    const names = CLIENT[number] ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => typeof client[name] !== "function")).toEqual([]);
    expect(names.filter((name) => !live.has(name))).toEqual([]);
  });

  it.each(rows)("row $number ($place) is where it says", ({ number, place }) => {
    const names = CLIENT[number] ?? [];
    // What holds a slash is the form of an import.
    const codes = [...place.matchAll(/`(\w+)`/g)].map(([, code]) => String(code));
    const functions = codes.filter((code) => (functionNames as readonly string[]).includes(code));
    const resources = resourceTypes.filter((type) => new RegExp(`\\b${type}\\b`).test(place.replace(/`[^`]*`/g, "")));
    const properties = resources
      .flatMap((type) => [handlers[type].inputSchema, handlers[type].outputSchema])
      .map((schema) => JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any" })))
      .join();
    const isReal = (code: string): boolean =>
      [...functionNames, ...Object.keys(client), ...Object.keys(workspaceSchema.shape)].includes(code) ||
      properties.includes(`"${code}":`);
    expect(codes.filter((code) => !isReal(code))).toEqual([]);

    for (const name of functions) {
      expect(sdk).toHaveProperty(name);
      expect(sdk).toHaveProperty(`${name}Output`);
    }
    const called = (calls: ReadonlySet<string>): boolean => names.some((name) => calls.has(name));
    const isMet = {
      function: functions.length > 0 && called(inFunctions),
      resource: called(inResources) || called(inJobs) || isRead(MET_IN_ANSWERS[number]),
      configuration: /configuration/.test(place) && called(inProvider),
      script: /^(client|bootstrapping)\b|; client\b/.test(place) && called(inScripts),
    };
    expect({ place, isMet }).not.toEqual({
      place,
      isMet: { function: false, resource: false, configuration: false, script: false },
    });
    expect({ place, isMet: functions.length === 0 || isMet.function }).toEqual({ place, isMet: true });
    expect({ place, isMet: resources.length === 0 || isMet.resource }).toEqual({ place, isMet: true });
  });

  it("has the refusal of each licensed place tested on a real server", () => {
    const licensed = [...table.matchAll(/^\| \d+ \| .* \| licensed.* \| .*?(\w+)`? \|$/gm)].map(([, place]) =>
      String(place),
    );
    expect(licensed).toEqual(["Group", "accessControl"]);
    for (const place of licensed) expect(licensedTest).toMatch(new RegExp(`coderd\\.${place}\\(|\\b${place}:`));
  });

  it("names every function that there is", () => {
    const named = new Set([...table.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(functionNames.filter((name) => !named.has(name))).toEqual([]);
  });
});
