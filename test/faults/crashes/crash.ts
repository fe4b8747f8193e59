// One crash, and the run after it.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Host } from "../../live/host-programs";
import { recordProcesses } from "../../live/processes";
import type { Stack } from "../../live/stack";
import { expectDeclared, expectNothing, idsOf } from "./look";
import { readCrash, type Crash, type Operation } from "./plan";
import type { Place } from "./place";
import { changedBy, firstDeclared, textOf } from "./programs";
import { afterEnd, strike } from "./victims";

/** Before that, the engine only starts. */
const EARLIEST_MILLISECONDS = 500;
/** How long the operations take, until it has been seen. */
const FIRST_GUESS_MILLISECONDS = 12_000;
/** Moments that come after the end of the command are tried again, nearer to its start. */
const TRIES = 4;
/** While a database restarts. */
const OUTAGE_MILLISECONDS = 2_000;

/** By host and operation. */
const longest = new Map<string, number>();

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

  const isHit = await breakOff(place, host, stack, crash);
  await stack.run(["cancel", "--yes"]).catch(() => undefined);
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

async function breakOff(place: Place, host: Host, stack: Stack, crash: Crash): Promise<boolean> {
  const { operation, victim, moment } = crash;
  const processes = recordProcesses(stack);
  const key = `${host} ${operation}`;
  const most = longest.get(key) ?? FIRST_GUESS_MILLISECONDS;
  const began = performance.now();
  const running = stack.begin(operation === "destroy" ? "destroy" : "up", flagsOf(operation, stack), {
    hasOwnGroup: true,
  });
  await Promise.race([pause(EARLIEST_MILLISECONDS + moment * (most - EARLIEST_MILLISECONDS)), running.ended]);
  const isHit = await strike(crash, host, { place, running, processes });
  if (isHit && victim === "server") await place.restart();
  if (isHit && victim === "database") {
    await pause(OUTAGE_MILLISECONDS);
    await place.restart();
  }
  await afterEnd(host, running, processes);
  delete stack.environment["NODE_OPTIONS"];
  if (!isHit) longest.set(key, performance.now() - began);
  return isHit;
}

function flagsOf(operation: Operation, stack: Stack): string[] {
  return operation === "replace by command" ? ["--replace", stack.stateOf("mine").urn] : [];
}
