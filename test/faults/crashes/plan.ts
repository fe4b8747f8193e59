// Which crashes there are: of an operation, what is killed by which signal, and when. All of it is in a cell's name.
import type { SuiteSettings } from "../suites";
import { randomOf } from "./random";

const COUNT = 200;

const SINGLE_OPERATIONS = [
  "create",
  "update",
  "replace deleting first",
  "replace creating first",
  "replace by command",
  "delete",
  "destroy",
] as const;

const OPERATIONS = [...SINGLE_OPERATIONS, "roll-out"] as const;

/** `group`: the engine's process group. `tree`: all processes of the command, as the end of a machine does. */
const VICTIMS = ["provider", "engine", "group", "tree", "server", "database"] as const;

const SIGNALS = ["SIGKILL", "SIGTERM", "SIGINT"] as const;

export type Operation = (typeof OPERATIONS)[number];
export type Victim = (typeof VICTIMS)[number];

export interface Crash {
  operation: Operation;
  victim: Victim;
  signal: NodeJS.Signals;
  /** When, between the command's start (0) and the longest time that it was seen to take (1). */
  moment: number;
}

/** One crash for each seed from the suite's seed on. Those of a server or a database take long, and are rarer. */
export function crashesOf({ seed }: SuiteSettings): string[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const own = seed + index;
    const random = randomOf(own, "crash");
    const operation = random.pick(SINGLE_OPERATIONS);
    const isOfServer = own % 20 === 19;
    const victim = isOfServer
      ? random.pick(["server", "database"])
      : random.pick(["provider", "engine", "group", "tree"]);
    const signal = isOfServer ? "SIGKILL" : random.pick(SIGNALS);
    const moment = Math.round(random.fraction() * 100);
    return `seed ${own}: ${operation}, ${signal} to the ${victim} at ${moment} %`;
  });
}

/** The same for roll-outs: what is killed is a whole command. */
export function rollOutCrashesOf({ seed }: SuiteSettings): string[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const random = randomOf(seed + index, "roll-out");
    const [victim, signal] = [random.pick(["group", "tree"]), random.pick(SIGNALS)];
    return `seed ${seed + index}: roll-out, ${signal} to the ${victim} at ${Math.round(random.fraction() * 100)} %`;
  });
}

/** What the name of a cell says. */
export function readCrash(cell: string): Crash {
  const [, operation, signal, victim, moment] = /^seed \d+: (.+), (\w+) to the (\w+) at (\d+) %$/.exec(cell) ?? [];
  const crash = {
    operation: OPERATIONS.find((each) => each === operation),
    signal: SIGNALS.find((each) => each === signal),
    victim: VICTIMS.find((each) => each === victim),
    moment: Number(moment) / 100,
  };
  if (crash.operation === undefined || crash.signal === undefined || crash.victim === undefined)
    throw new Error(`"${cell}" is no crash.`);
  return crash as Crash;
}
