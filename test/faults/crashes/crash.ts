// One crash, and the run after it.
import assert from "node:assert/strict";
import type { Host } from "../../live/host-programs";
import type { Stack } from "../../live/stack";
import { breakOff } from "./break-off";
import { expectDeclared, expectNothing, idsOf } from "./look";
import { readCrash, type Crash, type Operation } from "./plan";
import type { Place } from "./place";
import { changedBy, firstDeclared, textOf } from "./programs";

/** How long the operations take. */
const GUESS_MILLISECONDS = 12_000;
/** Moments that come after the end of the command are tried again, nearer to its start. */
const TRIES = 4;
export async function runCrash(place: Place, host: Host, cell: string): Promise<void> {
  const crash = readCrash(cell);
  for (let left = TRIES; left > 0; left -= 1) if (await tryCrash(place, host, crash)) return;
  assert.fail(`Each of ${TRIES} runs ended before the crash.`);
}

/** False when the run had ended before. */
async function tryCrash(place: Place, host: Host, crash: Crash): Promise<boolean> {
  const { operation } = crash;
  const { stack, name } = await place.stack(host);
  const first = firstDeclared(name);
  const declared = changedBy(operation, first);
  stack.writeProgram(textOf(host, first, place));
  if (operation !== "create") await stack.up();
  const before = idsOf(stack);
  stack.writeProgram(textOf(host, declared, place));

  const isHit = await breakOff(place, { host, stack }, crash, {
    name: operation === "destroy" ? "destroy" : "up",
    flags: flagsOf(operation, stack),
    guessMilliseconds: GUESS_MILLISECONDS,
  });
  await stack.up(operation === "destroy" ? ["--refresh"] : []);
  await expectDeclared(place, stack, declared);
  const after = idsOf(stack);
  if (operation !== "create" && operation !== "destroy") assert.equal(after.template, before.template, "the template");
  // What the program does not replace keeps its data.
  if (operation === "update") assert.deepEqual(after, before, "the ids");
  if (operation === "replace by command" || operation === "replace creating first")
    assert.equal(after.theirs, before.theirs, "the colleague's workspace");

  await stack.destroy();
  await expectNothing(place, stack, name);
  return isHit;
}

function flagsOf(operation: Operation, stack: Stack): string[] {
  return operation === "replace by command" ? ["--replace", stack.stateOf("mine").urn] : [];
}
