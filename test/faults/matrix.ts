// The matrix: every fault at every request of every resource's create, update, read and delete. A cell makes what has
// to be there, meets its fault, and runs once more without it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { FakeCoder } from "../fakes/coder";
import { Lifecycle, type Calls } from "../fakes/driver";
import type { HostName } from "../fakes/hosts";
import { FaultProxy, type RecordedRequest } from "./fault-proxy";
import { FAULTS, type NamedFault } from "./faults";
import { MatrixHosts } from "./matrix-host";
import { holdings, SCENARIOS, type Declared, type Scenario } from "./scenarios";
import { SharedTime } from "./shared-time";
import type { Suite } from "./suites";
import { messageFault, repeatedBlindly } from "./verdicts";

const OPERATIONS = ["create", "update", "read", "delete"] as const;
type Operation = (typeof OPERATIONS)[number];

/** Real time, in which waits take none. */
const LONGEST_CELL_MILLISECONDS = 240_000;
const SAMPLE_EVERY = 199;
/** How long jobs of a queue take. */
const JOB_MILLISECONDS = 5_000;
/** How often a cell is played whose fault does not happen. */
const ROUNDS = 3;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** A run without faults. */
interface Reference {
  requests: readonly RecordedRequest[];
  holdings: Record<string, unknown>;
}

interface Cell {
  scenario: Scenario;
  operation: Operation;
  /** As `METHOD path number`. */
  request: string;
  fault: NamedFault;
}

export function matrixSuite(host: HostName): Suite {
  let matrix: Promise<Matrix> | undefined;
  const open = (): Promise<Matrix> => (matrix ??= Matrix.start(host));
  return {
    name: `matrix-${host}`,
    what: `Every fault at every request of every resource, on the ${host} host and the fake server.`,
    longestCellMilliseconds: LONGEST_CELL_MILLISECONDS,
    sample: { every: SAMPLE_EVERY, always: isLostMutation },
    cells: async () => (await open()).cells(),
    run: async (cell) => (await open()).run(cell),
    close: async () => (await matrix)?.close(),
  };
}

/** The answer to a change is lost: what is most easily made twice. */
function isLostMutation(cell: string): boolean {
  return !cell.includes(": GET ") && cell.includes(": lost ");
}

class Matrix {
  readonly #references = new Map<string, Promise<Reference>>();
  readonly #addresses = new Set<string>();

  private constructor(
    private readonly host: HostName,
    private readonly hosts: MatrixHosts,
    private readonly home: string,
  ) {}

  static start(host: HostName): Promise<Matrix> {
    const home = mkdtempSync(join(tmpdir(), "matrix-home-"));
    process.env["PULUMI_HOME"] = home;
    return Promise.resolve(new Matrix(host, new MatrixHosts(new SharedTime().install()), home));
  }

  async close(): Promise<void> {
    await this.hosts.close();
    rmSync(this.home, { recursive: true });
  }

  async cells(): Promise<string[]> {
    const cells: string[] = [];
    for (const scenario of SCENARIOS)
      for (const operation of OPERATIONS) {
        // What a process asks for only once in a while is no request of the operation.
        const { requests } = await this.#reference(scenario, operation);
        const again = numbered((await this.#play({ scenario, operation })).requests).map(({ line }) => line);
        for (const { line, request } of numbered(requests).filter((each) => again.includes(each.line)))
          for (const fault of FAULTS)
            if (canHit(fault, request)) cells.push(`${scenario.name} ${operation}: ${line}: ${fault.name}`);
      }
    return cells;
  }

  async run(name: string): Promise<void> {
    const cell = parse(name);
    const reference = await this.#reference(cell.scenario, cell.operation);
    let played = await this.#play(cell);
    // What asks for many at once depends on moments.
    for (let round = 1; round < ROUNDS && played.hits === 0; round += 1) played = await this.#play(cell);
    const { message, url, hits, requests, holdings: held, changes } = played;
    const problems: string[] = [];
    const told = message === undefined ? undefined : messageFault(message, url);
    if (hits === 0) problems.push("The fault did not happen.");
    if (told !== undefined) problems.push(`The message does not tell enough: ${told}`);
    const repeated = repeatedBlindly(requests);
    if (repeated.length > 0) problems.push(`Sent again without a look at the server: ${repeated.join(", ")}`);
    if (changes.length > 0) problems.push(`The next preview still shows changes: ${changes.join(", ")}`);
    for (const [noun, should] of Object.entries(reference.holdings))
      if (!isDeepStrictEqual(held[noun], should))
        problems.push(
          `Of ${noun} the server holds ${JSON.stringify(held[noun])}, and should ${JSON.stringify(should)}.`,
        );
    if (problems.length === 0) return;
    const log = requests.map(({ method, path, status, fault = "" }) => `  ${method} ${path} ${status} ${fault}`);
    throw new Error([...problems, `Its message: ${message ?? "none"}`, "Requests:", ...log].join("\n"));
  }

  #reference(scenario: Scenario, operation: Operation): Promise<Reference> {
    const key = `${scenario.name} ${operation}`;
    const known =
      this.#references.get(key) ??
      this.#play({ scenario, operation }).then((played) => {
        const { message, changes } = played;
        if (message === undefined && changes.length === 0) return played;
        throw new Error(`${key} fails without a fault: ${message ?? `it shows ${changes.join(", ")} again`}`);
      });
    this.#references.set(key, known);
    return known;
  }

  /** The hosts remember what they have learnt of an address: none is used twice. */
  async #startProxy(url: string): Promise<FaultProxy> {
    const { time } = this.hosts;
    const proxy = await FaultProxy.start(url, {
      after: (milliseconds, run) => time.after(milliseconds, run),
      now: () => time.now(),
    });
    if (!this.#addresses.has(proxy.url)) {
      this.#addresses.add(proxy.url);
      return proxy;
    }
    try {
      return await this.#startProxy(url);
    } finally {
      await proxy.close();
    }
  }

  /** A life of the resource, with the fault if there is one. */
  async #play({
    scenario,
    operation,
    request,
    fault,
  }: Partial<Cell> & Pick<Cell, "scenario" | "operation">): Promise<
    Reference & { message: string | undefined; url: string; hits: number; changes: readonly string[] }
  > {
    const { time } = this.hosts;
    const coder = await FakeCoder.start({ isLicensed: scenario.isLicensed ?? false });
    coder.now = () => time.now();
    const proxy = await this.#startProxy(coder.url);
    time.held = () => proxy.held;
    const { url } = proxy;
    const calls = (part: string): Promise<Calls> => this.hosts.calls(this.host, part, { type: scenario.type, url });
    try {
      const declared = scenario.prepare(coder);
      if (scenario.hasQueue === true) workAt(time, coder);
      const before = new Lifecycle(await calls("before"));
      if (operation !== "create") await before.up(declared.first);
      proxy.clear();
      const handle =
        fault &&
        proxy.inject(filterOf(request ?? ""), fault.fault, { skip: numberOf(request ?? "") - 1, times: fault.times });
      const hit = withState(before, await calls("hit"));
      const message = await failure(() => perform(hit, operation, declared));
      const requests = [...proxy.requests];
      proxy.clearFaults();
      proxy.release();
      const after = withState(hit, await calls("after"));
      const news = operation === "update" ? declared.second : declared.first;
      const isDone = message === undefined;
      proxy.clear();
      if (operation === "delete") {
        if (!isDone) await after.destroy();
      } else {
        if (operation === "read" && !isDone) await perform(after, "read", declared);
        await after.up(news);
      }
      requests.push(...(fault === undefined ? [] : proxy.requests));
      const changes = operation === "delete" ? [] : (await after.changes(news)).map(({ property }) => property);
      return { message, url, hits: handle?.hits ?? 0, requests, changes, holdings: holdings(coder) };
    } finally {
      time.clear();
      await proxy.close();
      await coder.close();
    }
  }
}

/** Ends each job of the fake after the same time: how often it is asked for does not depend on when it began. */
function workAt(time: SharedTime, coder: FakeCoder): void {
  coder.log.push("terraform: Creating...", "terraform: Creation complete");
  const queue = coder.startQueue();
  queue.onJob = () => time.after(JOB_MILLISECONDS, () => queue.work());
}

async function perform(resource: Lifecycle, operation: Operation, { first, second }: Declared): Promise<void> {
  if (operation === "read") {
    if (!(await resource.refresh())) throw new Error("The resource is gone for the provider, and exists.");
  } else if (operation === "delete") await resource.destroy();
  else await resource.up(operation === "create" ? first : second);
}

async function failure(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

function withState({ id, inputs, outputs, isUnfinished, replaced }: Lifecycle, calls: Calls): Lifecycle {
  return Object.assign(new Lifecycle(calls), { id, inputs, outputs, isUnfinished, replaced: [...replaced] });
}

/** Each request as `METHOD path number`, the number counting equal ones. */
function numbered(requests: readonly RecordedRequest[]): { line: string; request: RecordedRequest }[] {
  const counts = new Map<string, number>();
  return requests.map((request) => {
    const line = `${request.method} ${request.path.replace(/\?.*$/, request.isSocket ? "?follow" : "").replaceAll(ID, ":id")}`;
    const count = (counts.get(line) ?? 0) + 1;
    counts.set(line, count);
    return { line: `${line} ${count}`, request };
  });
}

function numberOf(line: string): number {
  return Number(line.split(" ").at(-1));
}

function filterOf(line: string): { method: string; path: RegExp } {
  const [method = "", path = ""] = line.split(" ");
  const isSocket = path.endsWith("?follow");
  const pattern = path
    .replace("?follow", "")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replaceAll(":id", ID.source);
  return { method, path: new RegExp(`^${pattern}${isSocket ? "\\?.*follow.*" : "(\\?(?!.*follow).*)?"}$`) };
}

function canHit({ fault, hits }: NamedFault, request: RecordedRequest): boolean {
  if (hits !== "both" && (hits === "sockets") !== request.isSocket) return false;
  const needsBody = ["slow-answer", "stall-answer", "spoil-answer"].includes(fault.kind);
  return !needsBody || (request.answerBytes > 1 && request.status !== 204 && request.status !== 304);
}

function parse(name: string): Cell {
  const [life = "", request = "", faultName = ""] = name.split(": ");
  const [scenarioName = "", operationName = ""] = life.split(" ");
  const scenario = SCENARIOS.find((each) => each.name === scenarioName);
  const operation = OPERATIONS.find((each) => each === operationName);
  const fault = FAULTS.find((each) => each.name === faultName);
  if (scenario === undefined || operation === undefined || fault === undefined)
    throw new Error(`There is no cell "${name}".`);
  return { scenario, operation, request, fault };
}
