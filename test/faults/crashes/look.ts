// Looks at the server after the run that follows a crash: it holds exactly what is declared, each object once, and the
// state knows it.
import assert from "node:assert/strict";
import type { FoundWorkspace, ServerApi } from "../../live/server-api";
import type { Stack, StateResource } from "../../live/stack";
import { valuesOf } from "../../live/workspaces";
import type { Place } from "./place";
import { workspaceNames, type Declared } from "./programs";

/** The ids that the program's objects have. */
export interface Ids {
  template: string | undefined;
  mine: string | undefined;
  theirs: string | undefined;
}

export function idsOf(stack: Stack): Ids {
  const idOf = (name: string): string | undefined =>
    stack.state().find(({ urn, delete: isLeft }) => urn.endsWith(`::${name}`) && isLeft !== true)?.id;
  return { template: idOf("template"), mine: idOf("mine"), theirs: idOf("theirs") };
}

export async function expectDeclared(place: Place, stack: Stack, declared: Declared): Promise<void> {
  const { api } = place;
  const { name } = declared;
  expectWholeState(stack.state());
  const versionId = stack.stateOf("version").id;

  const templates = (await api.templates(name)).map(({ id, active_version_id }) => ({ id, active_version_id }));
  assert.deepEqual(templates, [{ id: stack.stateOf("template").id, active_version_id: versionId }], "templates");
  await expectOneVersion(api, templates[0]?.id ?? "", versionId);

  const [names] = workspaceNames(declared);
  const wanted = names === undefined ? [] : [names.mine, names.theirs];
  const found = (await api.workspaces(name)).sort((left, right) => (left.name < right.name ? -1 : 1));
  assert.deepEqual(
    found.map((workspace) => workspace.name),
    wanted,
    "the template's workspaces",
  );
  for (const workspace of found) {
    const resource = workspace.name === names?.mine ? "mine" : "theirs";
    assert.equal(workspace.id, stack.stateOf(resource).id, `the id of ${workspace.name} in the state`);
    await expectRunning(api, workspace, { versionId, cpus: declared.cpus, region: declared.region });
  }
  // What a person has is as it was, but for the parameter.
  const guest = await api.workspace(place.guestId);
  assert.equal(stack.state().filter(({ urn }) => urn.endsWith("::guest")).length, names === undefined ? 0 : 1);
  await expectRunning(api, guest, names === undefined ? {} : { cpus: declared.cpus });

  const preview = await stack.preview();
  assert.deepEqual(preview.operations, {}, "what a preview then shows");
}

export async function expectNothing(place: Place, stack: Stack, name: string): Promise<void> {
  assert.equal(stack.isEmpty(), true, "the state is empty");
  assert.deepEqual(await place.api.templates(name), [], "templates");
  assert.deepEqual(await place.api.workspaces(name), [], "workspaces");
}

/** Runs, on this version and with these values. */
export async function expectRunning(
  api: ServerApi,
  { id, name, latest_build: latest }: FoundWorkspace,
  { versionId, ...values }: { versionId?: string | undefined; cpus?: number; region?: string },
): Promise<void> {
  assert.deepEqual(
    { name, status: latest.status, transition: latest.transition },
    {
      name,
      status: "running",
      transition: "start",
    },
  );
  if (versionId !== undefined) assert.equal(latest["template_version_id"], versionId, `the version of ${name}`);
  const held = await valuesOf(api, id);
  for (const [key, value] of Object.entries(values)) assert.equal(held[key], String(value), `"${key}" of ${name}`);
}

/** Each resource once, with an id, and none that is still to be deleted or was not finished. */
function expectWholeState(resources: readonly StateResource[]): void {
  const urns = resources.map(({ urn }) => urn);
  assert.deepEqual(urns, [...new Set(urns)], "each resource is in the state once");
  const open = resources.filter(({ delete: isLeft, initErrors }) => isLeft === true || (initErrors ?? []).length > 0);
  assert.deepEqual(open, [], "what the state has not finished");
}

/** Of the content that is active, one version was imported, and it alone is not archived. */
async function expectOneVersion(api: ServerApi, templateId: string, activeId: string | undefined): Promise<void> {
  const usable = (await api.versions(templateId)).filter(({ job }) => job.status === "succeeded");
  assert.deepEqual(
    usable.filter(({ archived }) => !archived).map(({ id }) => id),
    [activeId],
    "versions that are not archived",
  );
  const file = usable.find(({ id }) => id === activeId)?.job.file_id;
  assert.equal(usable.filter(({ job }) => job.file_id === file).length, 1, "versions of the active content");
}
