// The suites of crashes of the real engine and the real server.
import type { Host } from "../../live/host-programs";
import type { Suite } from "../suites";
import { runCrash } from "./crash";
import { ownPlace, sharedPlace, type Place } from "./place";
import { crashesOf, readCrash, rollOutCrashesOf } from "./plan";
import { endRollOut, runRollOut } from "./roll-out";

const CRASH_MILLISECONDS = 900_000;
const ROLL_OUT_MILLISECONDS = 1_800_000;

const places = new Map<"shared" | "own", Promise<Place>>();

function placeOf(kind: "shared" | "own"): Promise<Place> {
  const place = places.get(kind) ?? (kind === "own" ? ownPlace() : sharedPlace());
  places.set(kind, place);
  return place;
}

async function close(): Promise<void> {
  for (const opened of places.values()) {
    const place = await opened;
    await endRollOut(place);
    await place.close();
  }
}

export function crashSuite(host: Host): Suite {
  return {
    name: `crashes-${host}`,
    what: `The ${host} host, its engine or its server is killed at a random moment; the next update converges.`,
    isLive: true,
    longestCellMilliseconds: CRASH_MILLISECONDS,
    sample: { every: 100 },
    cells: (settings) => Promise.resolve(crashesOf(settings)),
    async run(cell) {
      const { victim } = readCrash(cell);
      await runCrash(await placeOf(victim === "server" || victim === "database" ? "own" : "shared"), host, cell);
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
    run: async (cell) => runRollOut(await placeOf("shared"), host, cell),
    close,
  };
}
