// Wrong inputs of workspaces and builds: each gets one clear error at preview, at its own resource, and nothing is
// changed.
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { messagesAt, type Result, type Stack } from "./stack";
import { moodyTemplate } from "./templates";
import { valuesOf } from "./workspaces";

const live = useLive("wbad");

const NOWHERE = "00000000-0000-4000-8000-000000000000";

interface Case {
  kind: "Workspace" | "WorkspaceBuild" | "BuildParameters";
  input: Record<string, unknown>;
  /** One error each. */
  says: RegExp[];
}

let base: Stack;
/** For programs that are refused: nothing gets into its state. */
let refused: Stack;
let ids: { templateId: string; templateVersionId: string; workspaceId: string };

function baseProgram(given: string): string {
  return templateProgram(
    [{ version: { source: { files: moodyTemplate() } }, template: { name: `${live.prefix}t` } }],
    `new coderd.Workspace("fine", { name: "${live.prefix}fine", templateId: templates[""].id, ${given} });`,
  );
}

beforeAll(async () => {
  base = await live.stack(baseProgram("parameters: { cpus: 2 }"));
  await base.up();
  const idOf = (name: string): string => base.stateOf(name).id ?? "";
  refused = await live.stack("");
  ids = { templateId: idOf("template"), templateVersionId: idOf("version"), workspaceId: idOf("fine") };
});

/** Functions, because the ids are known only when the tests run. */
const CASES: Record<string, () => Case> = {
  "both templateId and templateVersionId": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: ids.templateId, templateVersionId: ids.templateVersionId },
    says: [/Exactly one of `templateId` and `templateVersionId` .*; both are/],
  }),
  "neither templateId nor templateVersionId": () => ({
    kind: "Workspace",
    input: { name: "fine" },
    says: [/Exactly one of `templateId` and `templateVersionId` .*; neither is/],
  }),
  "a template that does not exist": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: NOWHERE },
    says: [new RegExp(`There is no template ${NOWHERE}`)],
  }),
  "a version that does not exist": () => ({
    kind: "Workspace",
    input: { name: "fine", templateVersionId: NOWHERE },
    says: [new RegExp(`There is no template version ${NOWHERE}`)],
  }),
  "an owner who does not exist": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: ids.templateId, owner: "nobody-here" },
    says: [/There is no user "nobody-here"/],
  }),
  "wrong properties of a workspace": () => ({
    kind: "Workspace",
    input: {
      name: "my_dev",
      templateId: "docker",
      paramters: {},
      parameters: { mood: { a: 1 } },
      autostartSchedule: "30 25 * * *",
      ttlMilliseconds: 90_000,
      automaticUpdates: true,
      transition: "started",
      waitForAgents: "yes",
      agentTimeoutSeconds: 1.5,
    },
    says: [
      /`name`.*it contains "_"/,
      /Must be the id of a template \(a UUID\)/,
      /Unknown property "paramters"\. Did you mean "parameters"\?/,
      /Must be a string, a number, true or false, or a list of strings/,
      /The hour "25" is not valid/,
      /Use 60000 or 120000/,
      /Must be one of "always", "never"/,
      /Must be one of "start", "stop".*Did you mean "start"\?/,
      /Must be true or false; it is a string/,
      /`agentTimeoutSeconds`.*Must be a whole number; it is the number 1\.5/,
    ],
  }),
  "more wrong properties of a workspace": () => ({
    kind: "Workspace",
    input: {
      name: "n".repeat(33),
      templateId: ids.templateId,
      autostartSchedule: "0 8 1 * *",
      ttlMilliseconds: 2_592_060_000,
      waitForApps: true,
      agentTimeoutSeconds: 60,
    },
    says: [
      /`waitForApps`.*Has an effect only with `waitForAgents: true`/,
      /`agentTimeoutSeconds`.*Has an effect only with `waitForAgents: true`/,
      /Must be 32 characters or fewer; it has 33/,
      /"\*" as day of month/,
      /Must be 0 \(never\) or whole minutes.*it is 2592060000/,
    ],
  }),
  "a dormant workspace that is to run": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: ids.templateId, dormant: true, transition: "start" },
    says: [/a dormant workspace can't run/],
  }),
  "wrong parameters of a workspace": () => ({
    kind: "Workspace",
    input: {
      name: "fine",
      templateId: ids.templateId,
      parameters: { cpu: 2, cpus: 9, gpu: "yes", tools: "git", mood: ["good"], region: "ue", once: "now" },
    },
    says: [
      /"cpu".*Did you mean "cpus"\?/,
      /"cpus".*must be at least 1 and at most 8/,
      /"gpu".*takes true or false/,
      /"tools".*takes a list of strings/,
      /"mood".*takes a string; it is given a list/,
      /"region".*must be one of its options: "eu", "us"/,
      /"once".*ephemeral/,
    ],
  }),
  "a preset that does not exist": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: ids.templateId, preset: "Lage" },
    says: [/has no preset "Lage"\. Did you mean "Large"\?/],
  }),
  "a preset that disagrees with a parameter": () => ({
    kind: "Workspace",
    input: { name: "fine", templateId: ids.templateId, preset: "Large", parameters: { cpus: 2 } },
    says: [/"cpus".*another value in preset "Large"/],
  }),
  "wrong properties of a build": () => ({
    kind: "WorkspaceBuild",
    input: { workspaceId: ids.workspaceId, transition: "delete", logLevel: "trace", triggers: "now", trigger: [1] },
    says: [
      /Must be one of "start", "stop"/,
      /Must be one of "debug"/,
      /Must be a list or a map/,
      /Did you mean "triggers"\?/,
    ],
  }),
  "wrong parameters of a build": () => ({
    kind: "WorkspaceBuild",
    input: { workspaceId: ids.workspaceId, transition: "start", parameters: { mod: "x", region: "us" } },
    says: [/"mod".*Did you mean "mood"\?/, /"region".*is immutable/],
  }),
  "wrong build parameters": () => ({
    kind: "BuildParameters",
    input: { workspaceId: ids.workspaceId, parameters: { cpuz: 2, cpus: 0, region: "us", once: "x" } },
    says: [
      /Did you mean "cpus"\?/,
      /"cpus".*must be at least 1 and at most 8/,
      /"region".*is immutable/,
      /"once".*ephemeral/,
    ],
  }),
  "build parameters of a workspace that does not exist": () => ({
    kind: "BuildParameters",
    input: { workspaceId: NOWHERE, parameters: { cpus: 2 } },
    says: [new RegExp(`There is no workspace ${NOWHERE}`)],
  }),
};

/** Each of `says` is in one error, and there is no other. */
function expectErrors(result: Result, name: string, says: RegExp[]): void {
  const errors = messagesAt(result, name, "error");
  for (const expected of says) expect(errors).toContainEqual(expect.stringMatching(expected));
  expect(errors).toHaveLength(says.length);
  expect(errors.filter((error) => /\n\s+at |\[object |undefined/.test(error))).toEqual([]);
}

it.each(Object.entries(CASES))(
  "refuses %s at preview, with one error for each, and changes nothing",
  async (_what, make) => {
    const { kind, input, says } = make();
    refused.writeProgram(
      `const coderd = require("pulumi-coderd");\nnew coderd.${kind}("wrong", ${JSON.stringify(input)});`,
    );
    expectErrors(await refused.previewFailing(), "wrong", says);
    expect(live.proxy.mutations()).toEqual([]);
  },
);

it.each([
  ["a value out of range", "parameters: { cpus: 9 }", /"cpus".*must be at least 1 and at most 8/],
  ["a preset that does not exist", 'preset: "Small"', /has no preset "Small"/],
])("refuses %s for a workspace that exists", async (_what, given, says) => {
  base.writeProgram(baseProgram(given));
  expectErrors(await base.previewFailing(), "fine", [says]);
  expect(live.proxy.mutations()).toEqual([]);
  expect((await valuesOf(live.api, ids.workspaceId))["cpus"]).toBe("2");
});
