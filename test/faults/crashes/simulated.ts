// The suites of simulated crashes: the quick twins of those on the real engine. Each seed kills a host's process at one
// request of one operation.
import assert from "node:assert/strict";
import { HostBundles } from "../../fakes/host-process";
import type { HostName } from "../../fakes/hosts";
import type { Lifecycle } from "../../fakes/driver";
import type { Suite, SuiteSettings } from "../suites";
import { randomOf } from "./random";
import { SCENARIOS } from "./scenarios";
import { Simulation, type Side } from "./simulation";

const COUNT = 200;
/** Of a second, but for a busy machine. */
const CELL_MILLISECONDS = 180_000;

/** Of each scenario, beside what it is changed to. After the last, the next run is an update. */
const DELETIONS = ["delete", "delete and remake"];

interface Crash {
  scenario: string;
  operation: string;
  side: Side;
  /** Which request, between the first (0) and the last (1). */
  moment: number;
}

let bundles: HostBundles | undefined;
/** How many requests an operation sends that nothing disturbs. */
const counts = new Map<string, number>();

export function simulatedCrashSuite(host: HostName): Suite {
  return {
    name: `simulated-crashes-${host}`,
    what: `The process of the ${host} host is killed at one request, on a fake server; the next run converges.`,
    longestCellMilliseconds: CELL_MILLISECONDS,
    sample: { every: 34 },
    cells: (settings) => Promise.resolve(cellsOf(settings)),
    run: (cell) => run(host, readCrash(cell)),
    close() {
      bundles?.remove();
      bundles = undefined;
      return Promise.resolve();
    },
  };
}

function cellsOf({ seed }: SuiteSettings): string[] {
  const operations = Object.entries(SCENARIOS).flatMap(([scenario, { changes, isLeft, isFinal }]) => {
    const deletions = isLeft === true ? [] : isFinal === true ? DELETIONS.slice(0, 1) : DELETIONS;
    return ["create", ...changes, ...deletions].map((operation) => `${scenario}, ${operation}`);
  });
  return Array.from({ length: COUNT }, (_, index) => {
    const random = randomOf(seed + index, "simulated");
    // Each operation in turn, so that none is left out.
    const operation = operations[index % operations.length] ?? "";
    const moment = Math.round(random.fraction() * 100);
    return `seed ${seed + index}: ${operation}, killed ${random.pick(["before", "after"])} the request at ${moment} %`;
  });
}

function readCrash(cell: string): Crash {
  const [, scenario = "", operation = "", side, moment] =
    /^seed \d+: (.+?), (.+), killed (before|after) the request at (\d+) %$/.exec(cell) ?? [];
  return { scenario, operation, side: side === "before" ? "before" : "after", moment: Number(moment) / 100 };
}

async function run(host: HostName, crash: Crash): Promise<void> {
  const { scenario, operation, side, moment } = crash;
  const key = `${host} ${scenario} ${operation}`;
  const count = counts.get(key) ?? (await attempt(host, crash, undefined));
  counts.set(key, count);
  const number = Math.min(count, Math.floor(moment * count) + 1);
  await attempt(host, crash, { number, side });
}

/** One life of the resource. Returns how many requests the operation sent, if nothing is killed. */
async function attempt(
  host: HostName,
  { scenario: name, operation }: Crash,
  killed: { number: number; side: Side } | undefined,
): Promise<number> {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) throw new Error(`There is no scenario "${name}".`);
  bundles ??= new HostBundles();
  const { type, isLicensed = false } = scenario;
  const simulation = await Simulation.start(host, { bundles, type, isLicensed });
  try {
    const { coder } = simulation;
    const { first, changes } = scenario.declare(coder);
    const isDeletion = DELETIONS.includes(operation);
    const declared = isDeletion || operation === "create" ? first : changes[operation];
    if (declared === undefined) throw new Error(`"${name}" has no change "${operation}".`);
    const up = (resource: Lifecycle): Promise<unknown> => resource.up(declared);
    const act = isDeletion ? (resource: Lifecycle): Promise<unknown> => resource.destroy() : up;
    if (operation !== "create") await simulation.run((resource) => resource.up(first));
    if (killed === undefined) return await simulation.run(act);
    await simulation.runKilledAt(killed, act);
    if (operation === "delete") {
      await simulation.run(act);
      scenario.expectDeleted(coder);
      return 0;
    }
    await simulation.run(async (resource) => {
      if (isDeletion && scenario.needsRefresh === true) await resource.refresh();
      await up(resource);
    });
    scenario.expectDeclared(coder, simulation.resource, declared);
    await simulation.run(async (resource) => assert.deepEqual(await resource.changes(declared), []));
    return 0;
  } finally {
    await simulation.close();
  }
}
