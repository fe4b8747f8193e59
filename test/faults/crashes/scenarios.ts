// What a resource is told in a simulated crash, and what the server has to hold after the next run.
import assert from "node:assert/strict";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import type { FakeCoder } from "../../fakes/coder";
import { parameter } from "../../fakes/coder/template-versions";
import { bob } from "../../fakes/coder/users";
import type { Lifecycle } from "../../fakes/driver";

export interface Scenario {
  type: ResourceType;
  isLicensed?: boolean;
  /** Its deletion asks the server nothing. */
  isLeft?: boolean;
  /** What it is made of ends with it: the program has to be told by a refresh. */
  isFinal?: boolean;
  /** A killed deletion is seen by a refresh only. */
  needsRefresh?: boolean;
  /** Names of the changes. */
  changes: readonly string[];
  /** Makes what the declarations refer to. The first is created; the others are what it is changed to. */
  declare(coder: FakeCoder): { first: Properties; changes: Readonly<Record<string, Properties>> };
  /** The server holds this and nothing else. */
  expectDeclared(coder: FakeCoder, resource: Lifecycle, declared: Properties): void;
  /** What a deletion leaves. */
  expectDeleted(coder: FakeCoder): void;
}

const PARAMETERS = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("zone", "string", { mutable: false, default_value: "a" }),
];

const workspace: Scenario = {
  type: "Workspace",
  changes: ["another version", "another value", "a value that stays", "another name", "another owner"],
  declare(coder) {
    const one = coder.addVersion({ parameters: PARAMETERS });
    const { id } = coder.addTemplate({ active_version_id: one.id });
    const two = coder.addVersion({ template_id: id, name: "two", parameters: PARAMETERS });
    const first = { name: "dev", templateVersionId: one.id, parameters: { cpus: 2, zone: "a" } };
    return {
      first,
      changes: {
        "another version": { ...first, templateVersionId: two.id },
        "another value": { ...first, parameters: { cpus: 4, zone: "a" } },
        "a value that stays": { ...first, parameters: { cpus: 2, zone: "b" } },
        "another name": { ...first, name: "other" },
        "another owner": { ...first, owner: bob.username },
      },
    };
  },
  expectDeclared(coder, { id }, { name, templateVersionId, parameters, owner }) {
    const found = coder.liveWorkspaces.map((each) => [each.id, each.name, each.owner_name, each.latest_build.status]);
    assert.deepEqual(found, [[id, name, owner ?? coder.user.username, "running"]]);
    expectBuilt(coder, id, { templateVersionId, parameters });
  },
  expectDeleted(coder) {
    assert.deepEqual(coder.liveWorkspaces, []);
  },
};

const buildParameters: Scenario = {
  type: "BuildParameters",
  isLeft: true,
  changes: ["another value"],
  declare(coder) {
    const { id: versionId } = coder.addVersion({ parameters: PARAMETERS });
    coder.addTemplate({ active_version_id: versionId });
    const made = coder.addWorkspace(bob.username, { name: "theirs", template_version_id: versionId });
    const first = { workspaceId: made.id, parameters: { cpus: 3 } };
    return { first, changes: { "another value": { ...first, parameters: { cpus: 4 } } } };
  },
  expectDeclared(coder, { id }, { workspaceId, parameters }) {
    assert.equal(id, workspaceId);
    expectOneRunning(coder);
    expectBuilt(coder, id, { parameters });
  },
  expectDeleted: expectOneRunning,
};

const template: Scenario = {
  type: "Template",
  isFinal: true,
  changes: ["another text", "another organization"],
  declare(coder) {
    const [one, two] = [coder.addVersion({ name: "one" }), coder.addVersion({ name: "two" })];
    const first = { name: "docker", activeVersionId: one.id };
    return {
      first,
      changes: {
        "another text": { ...first, description: "Another." },
        "another organization": { ...first, organization: "research", activeVersionId: two.id },
      },
    };
  },
  expectDeclared(coder, { id }, { activeVersionId, description = "" }) {
    const found = coder.templates.map((each) => [each.id, each.name, each.active_version_id, each["description"]]);
    assert.deepEqual(found, [[id, "docker", activeVersionId, description]]);
  },
  expectDeleted(coder) {
    assert.deepEqual(coder.templates, []);
  },
};

const sourceTemplate: Scenario = {
  ...template,
  isFinal: false,
  changes: ["another content"],
  declare() {
    const first = { name: "docker", source: { files: { "main.tf": "# one" } } };
    return { first, changes: { "another content": { ...first, source: { files: { "main.tf": "# two" } } } } };
  },
  expectDeclared(coder, { id }) {
    const [active] = coder.templates.map((each) => each.active_version_id);
    assert.deepEqual(
      coder.templates.map((each) => [each.id, each.name]),
      [[id, "docker"]],
    );
    expectOneVersion(coder, active);
  },
};

const templateVersion: Scenario = {
  type: "TemplateVersion",
  needsRefresh: true,
  changes: ["another content", "another message"],
  declare(coder) {
    coder.addTemplate({ name: "docker" });
    const first = { templateName: "docker", source: { files: { "main.tf": "# one" } } };
    return {
      first,
      changes: {
        "another content": { ...first, source: { files: { "main.tf": "# two" } } },
        "another message": { ...first, message: "Another." },
      },
    };
  },
  expectDeclared(coder, { id }) {
    expectOneVersion(coder, id);
  },
  expectDeleted(coder) {
    expectOneVersion(coder, undefined);
  },
};

const group: Scenario = {
  type: "Group",
  isLicensed: true,
  changes: ["another text"],
  declare() {
    const first = { name: "developers" };
    return { first, changes: { "another text": { ...first, displayName: "Another" } } };
  },
  expectDeclared(coder, { id }, { displayName = "" }) {
    const found = made(coder).map((each) => [each.id, each.name, each.display_name]);
    assert.deepEqual(found, [[id, "developers", displayName]]);
  },
  expectDeleted(coder) {
    assert.deepEqual(made(coder), []);
  },
};

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  Workspace: workspace,
  BuildParameters: buildParameters,
  Template: template,
  "Template with a source": sourceTemplate,
  TemplateVersion: templateVersion,
  Group: group,
};

function expectBuilt(coder: FakeCoder, id: string, { templateVersionId, parameters }: Properties): void {
  const { latest_build: latest } = coder.workspace(id);
  if (templateVersionId !== undefined) assert.equal(latest.template_version_id, templateVersionId);
  const held = Object.fromEntries((coder.values.get(latest.id) ?? []).map(({ name, value }) => [name, value]));
  for (const [name, value] of Object.entries(parameters as Properties)) assert.equal(held[name], String(value));
}

function expectOneRunning({ liveWorkspaces }: FakeCoder): void {
  assert.deepEqual(
    liveWorkspaces.map(({ latest_build: latest }) => latest.status),
    ["running"],
  );
}

/** Of the versions that were imported from files, this one alone is not archived, and none has the same content. */
function expectOneVersion(coder: FakeCoder, id: string | undefined): void {
  const imported = coder.versions.filter(({ job }) => [...coder.files.values()].includes(job.file_id));
  assert.deepEqual(
    imported.filter(({ archived }) => !archived).map((each) => each.id),
    id === undefined ? [] : [id],
  );
  const files = imported.map(({ job }) => job.file_id);
  assert.deepEqual(files, [...new Set(files)]);
}

function made({ groups }: FakeCoder): FakeCoder["groups"] {
  return groups.filter(({ name }) => name !== "Everyone");
}
