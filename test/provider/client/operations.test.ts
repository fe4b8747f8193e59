// That each row of operations.md has its client functions, a live test that calls them, and the place where users meet it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, type CoderClient } from "../../../provider/client/client";
import { functionNames } from "../../../provider/functions/registry";
import { handlers, resourceTypes } from "../../../provider/registry";
import * as sdk from "../../../sdk";

const table = readFileSync(join(__dirname, "operations.md"), "utf8");
const liveTest = readFileSync(join(__dirname, "..", "..", "live", "operations.test.ts"), "utf8");
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

const rows = [...table.matchAll(/^\| (\d+) \| (.*) \|$/gm)].map(([, number, rest]) => {
  const cells = (rest ?? "").split(" | ");
  return { number: Number(number), operation: cells[0] ?? "", place: cells.at(-1) ?? "" };
});

const client = createClient({ url: "http://127.0.0.1:1" });

afterAll(async () => {
  await client.close();
});

describe("operations.md", () => {
  it("has the rows that are told of here, and no others", () => {
    expect(rows).toHaveLength(55);
    expect(rows.map(({ number }) => number)).toEqual(Object.keys(CLIENT).map(Number));
  });

  it.each(rows)("row $number ($operation) is in the client and called on a real server", ({ number }) => {
    const names = CLIENT[number] ?? [];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => typeof client[name] !== "function")).toEqual([]);
    expect(names.filter((name) => !new RegExp(`\\.${name}\\(`).test(liveTest))).toEqual([]);
  });

  it.each(rows)("row $number ($place) is where it says", ({ place }) => {
    const functions = [...place.matchAll(/functions? ((?:`\w+`(?:, )?)+)/g)].flatMap(([, names]) =>
      [...(names ?? "").matchAll(/\w+/g)].map(String),
    );
    for (const name of functions) {
      expect(functionNames).toContain(name);
      expect(sdk).toHaveProperty(name);
      expect(sdk).toHaveProperty(`${name}Output`);
    }
    const resources = resourceTypes.filter((type) => new RegExp(`\\b${type}\\b`).test(place));
    const properties = [...place.matchAll(/Template `(\w+)`/g)].map(([, name]) => String(name));
    expect(Object.keys(handlers.Template.inputSchema.shape)).toEqual(expect.arrayContaining(properties));
    const inClient = /client|interrupt|progress|readiness|checks|configuration|bootstrapping|outputs? |drift|link/i.test(place);
    expect([functions.length + resources.length > 0 || inClient, place]).toEqual([true, place]);
  });

  it("has the refusal of each licensed place tested on a real server", () => {
    const licensed = [...table.matchAll(/^\| \d+ \| .* \| licensed.* \| .*?(\w+)`? \|$/gm)].map(([, place]) => String(place));
    expect(licensed).toEqual(["Group", "accessControl"]);
    for (const place of licensed) expect(licensedTest).toMatch(new RegExp(`coder\\.${place}\\(|\\b${place}:`));
  });

  it("names every function that there is", () => {
    const named = new Set([...table.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(functionNames.filter((name) => !named.has(name))).toEqual([]);
  });
});
