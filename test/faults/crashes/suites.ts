// The suites of crashes of the real engine and the real server.
import type { Host } from "../../live/host-programs";
import type { Suite } from "../suites";
import { runCrash } from "./crash";
import { ownPlace, sharedPlace, type Place } from "./place";
import { crashesOf, readCrash, rollOutCrashesOf } from "./plan";
import { endRollOut, runRollOut } from "./roll-out";

const CRASH_MILLISECONDS = 900_000;
const ROLL_OUT_MILLISECONDS = 1_800_000;

let shared: Promise<Place> | undefined;

function sharedByCells(): Promise<Place> {
  return (shared ??= sharedPlace());
}

/** For the crash of a server: the next cell gets another. */
async function atOwnPlace(run: (place: Place) => Promise<void>): Promise<void> {
  const place = await ownPlace();
  try {
    await run(place);
  } finally {
    await place.close();
  }
}

async function close(): Promise<void> {
  const place = await shared;
  shared = undefined;
  if (place === undefined) return;
  await endRollOut(place);
  await place.close();
}

export function crashSuite(host: Host): Suite {
  return {
    name: `crashes-${host}`,
    what: `The ${host} host, its engine or its server is killed at a random moment; the next update converges.`,
    isLive: true,
    longestCellMilliseconds: CRASH_MILLISECONDS,
    // One of the provider's process, and one of all processes at once.
    sample: { every: 200, always: (cell) => cell.startsWith("seed 123:") },
    cells: (settings) => Promise.resolve(crashesOf(settings)),
    async run(cell) {
      const { victim } = readCrash(cell);
      if (victim === "server" || victim === "database") return atOwnPlace((place) => runCrash(place, host, cell));
      return runCrash(await sharedByCells(), host, cell);
    },
    close,
  };
}

export function rollOutSuite(host: Host): Suite {
  return {
    name: `roll-out-crashes-${host}`,
    what: `A roll-out over 20 workspaces is killed with the ${host} host; after the next update each runs, as itself.`,
    isLive: true,
    longestCellMilliseconds: ROLL_OUT_MILLISECONDS,
    sample: { every: 200 },
    cells: (settings) => Promise.resolve(rollOutCrashesOf(settings)),
    run: async (cell) => runRollOut(await sharedByCells(), host, cell),
    close,
  };
}
