// A roll-out of a version over twenty workspaces that is killed. After the next update each of them runs on that
// version, is there once, and is the workspace that it was.
import assert from "node:assert/strict";
import { programOn, type Host } from "../../live/host-programs";
import { historyOf } from "../../live/workspaces";
import type { Stack } from "../../live/stack";
import { moodyTemplate } from "../../live/templates";
import { breakOff } from "./break-off";
import { expectRunning } from "./look";
import { readCrash } from "./plan";
import type { Place } from "./place";

const WORKSPACES = 20;
/** How long a roll-out takes. */
const GUESS_MILLISECONDS = 60_000;
const TRIES = 4;

interface RollOut {
  stack: Stack;
  name: string;
  /** How many versions there were. */
  rounds: number;
}

/** One stack for the cells of a process, as long as none fails. */
const started = new WeakMap<Place, RollOut>();

export async function runRollOut(place: Place, host: Host, cell: string): Promise<void> {
  const rollOut = started.get(place) ?? (await start(place, host));
  started.delete(place);
  for (let left = TRIES; left > 0; left -= 1) {
    if (!(await tryRollOut(place, host, { rollOut, cell }))) continue;
    started.set(place, rollOut);
    return;
  }
  assert.fail(`Each of ${TRIES} roll-outs ended before the crash.`);
}

/** What the place has of it is not needed any more. */
export async function endRollOut(place: Place): Promise<void> {
  await started.get(place)?.stack.destroy();
  started.delete(place);
}

async function start(place: Place, host: Host): Promise<RollOut> {
  const rollOut = { ...(await place.stack(host)), rounds: 1 };
  rollOut.stack.writeProgram(textOf(host, rollOut, place));
  await rollOut.stack.up();
  return rollOut;
}

async function tryRollOut(
  place: Place,
  host: Host,
  { rollOut, cell }: { rollOut: RollOut; cell: string },
): Promise<boolean> {
  const { stack, name } = rollOut;
  const ids = idsOf(stack);
  rollOut.rounds += 1;
  stack.writeProgram(textOf(host, rollOut, place));
  const isHit = await breakOff(place, { host, stack }, readCrash(cell), {
    name: "up",
    flags: [],
    guessMilliseconds: GUESS_MILLISECONDS,
  });
  await stack.up();

  assert.deepEqual(idsOf(stack), ids, "the ids of the workspaces");
  const versionId = stack.stateOf("version").id;
  const found = await place.api.workspaces(name);
  assert.deepEqual(Object.fromEntries(found.map((workspace) => [workspace.name, workspace.id])), ids, "the workspaces");
  for (const workspace of found) {
    await expectRunning(place.api, workspace, { versionId, cpus: cpusOf(rollOut) });
    const history = await historyOf(place.api, workspace.id);
    // Nothing is built twice: a stop and a start for each version, and what was broken off once more.
    assert.ok(history.length <= 1 + 4 * (rollOut.rounds - 1), `${workspace.name}: ${history.join(", ")}`);
  }
  await expectRunning(place.api, await place.api.workspace(place.guestId), { cpus: cpusOf(rollOut) });
  assert.deepEqual((await stack.preview()).operations, {}, "what a preview then shows");
  return isHit;
}

function cpusOf({ rounds }: RollOut): number {
  return (rounds % 8) + 1;
}

/** By name; those of the program. */
function idsOf(stack: Stack): Record<string, string | undefined> {
  const workspaces = stack.state().filter(({ type }) => type.endsWith(":Workspace"));
  return Object.fromEntries(workspaces.map(({ id, outputs }) => [String(outputs["name"]), id]));
}

/** Every other workspace is a colleague's. */
function textOf(host: Host, rollOut: RollOut, { colleague, guestId }: Place): string {
  const { name, rounds } = rollOut;
  const version = { templateName: name, source: { files: moodyTemplate(`${name} ${rounds}`) } };
  const cpus = cpusOf(rollOut);
  return programOn(
    host,
    `
const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)});
const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id });
for (let index = 1; index <= ${WORKSPACES}; index += 1) {
  new coderd.Workspace("workspace-" + index, {
    name: "${name}-" + index,
    owner: index % 2 === 0 ? "${colleague}" : "me",
    templateVersionId: version.id,
    parameters: { cpus: ${cpus} },
  }, { dependsOn: template });
}
new coderd.BuildParameters("guest", { workspaceId: "${guestId}", parameters: { cpus: ${cpus} } });
`,
  );
}
