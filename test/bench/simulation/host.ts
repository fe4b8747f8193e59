// The plugin as the engine calls it: checks and differences one at a time, reads and updates several at a time, a
// process for each command.
import path from "node:path";
import { existsSync, readFileSync } from "node:fs";
import { secretOnWire } from "../../../provider/hosts/wire";
import type { Properties } from "../../../provider/values";
import { HostBundles, type HostProcess } from "../../fakes/host-process";
import { TOKEN } from "../../fakes/http-server";
import type { Known } from "../../fakes/wire";

/** What the engine does at a time on two cores. */
const PARALLEL = 8;

const TYPE = "Workspace";
const WARP = path.join(__dirname, "warp.js");

/** One workspace of the program. */
export interface Member extends Known {
  name: string;
}

export class ScaleHost {
  readonly #bundles = new HostBundles();

  /** Runs a command of the engine in a process of its own; says what its memory reached, where that can be told. */
  async run(url: string, factor: number, work: (host: RunningHost) => Promise<void>): Promise<number | undefined> {
    const preload = factor === 1 ? "" : `require(${JSON.stringify(WARP)})(${factor})`;
    const host = await this.#bundles.start("plugin", "127.0.0.1:1", preload);
    try {
      await host.wire.configure({ url, token: secretOnWire(TOKEN) });
      await work(new RunningHost(host));
      return peakMegabytes(host.pid);
    } catch (thrown) {
      const { message } = thrown as Error;
      throw new Error(`The plugin failed: ${message}\n${host.errors}`, { cause: thrown });
    } finally {
      await host.wire.close();
    }
  }

  remove(): void {
    this.#bundles.remove();
  }
}

export class RunningHost {
  constructor(private readonly host: HostProcess) {}

  /** The state that the engine would have of objects that exist. */
  async states(objects: readonly { id: string; name: string }[], inputs: Properties): Promise<Member[]> {
    return inParallel(objects, async ({ id, name }) => {
      const wire = this.host.wire.about(name);
      const found = await wire.read(TYPE, id, "import");
      if (found === undefined) throw new Error(`The fake lost the workspace "${name}".`);
      const { inputs: checked, failures } = await wire.check(TYPE, { name, ...inputs }, { olds: found.inputs });
      if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
      // The update has nothing to do but to note what the program declares.
      return { ...(await wire.update(TYPE, found, checked)), name };
    });
  }

  /** Gives the members that differ, with what is now declared, one after the other; `onChange` gets each at once. */
  async compare(
    members: readonly Member[],
    inputs: Properties,
    onChange: (member: Member, news: Properties) => unknown,
  ): Promise<void> {
    for (const member of members) {
      const wire = this.host.wire.about(member.name);
      const checked = await wire.check(TYPE, { name: member.name, ...inputs }, { olds: member.inputs });
      if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
      const { changes, replaces } = await wire.diff(TYPE, member, checked.inputs);
      if (replaces.length > 0) throw new Error(`"${member.name}" would be replaced: ${replaces.join(", ")}.`);
      if (changes === "SOME") await onChange(member, checked.inputs);
    }
  }

  /** What a preview of new workspaces asks. */
  async previewNew(names: readonly string[], inputs: Properties): Promise<void> {
    for (const name of names) {
      const wire = this.host.wire.about(name);
      const checked = await wire.check(TYPE, { name, ...inputs });
      if (checked.failures.length > 0) throw new Error(checked.failures.map(({ reason }) => reason).join("\n"));
      await wire.create(TYPE, checked.inputs, { preview: true });
    }
  }

  async previewUpdate(member: Member, news: Properties): Promise<void> {
    await this.host.wire.about(member.name).update(TYPE, member, news, { preview: true });
  }

  async refresh(members: readonly Member[]): Promise<void> {
    await inParallel(members, async (member) => {
      if ((await this.host.wire.about(member.name).read(TYPE, member.id, member)) === undefined)
        throw new Error(`The refresh lost the workspace "${member.name}".`);
    });
  }

  /** Updates begin while what comes later is still compared. */
  async rollOut(members: readonly Member[], inputs: Properties): Promise<void> {
    const queue = new Pool(PARALLEL);
    await this.compare(members, inputs, (member, news) => {
      queue.add(() => this.host.wire.about(member.name).update(TYPE, member, news));
    });
    await queue.finished();
  }
}

/** Work of which only so much is under way. */
class Pool {
  readonly #waiting: (() => Promise<unknown>)[] = [];
  readonly #lanes: Promise<void>[] = [];
  #active = 0;

  constructor(private readonly size: number) {}

  add(work: () => Promise<unknown>): void {
    this.#waiting.push(work);
    if (this.#active >= this.size) return;
    this.#active += 1;
    const lane = this.#run();
    // It is looked at in the end.
    lane.catch(() => undefined);
    this.#lanes.push(lane);
  }

  async finished(): Promise<void> {
    await Promise.all(this.#lanes);
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) await next();
    } finally {
      this.#active -= 1;
    }
  }
}

async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const pool = new Pool(PARALLEL);
  for (const [index, item] of items.entries())
    pool.add(async () => {
      results[index] = await work(item);
    });
  await pool.finished();
  return results;
}

/** Linux tells it. */
export function peakMegabytes(pid: number): number | undefined {
  if (process.platform !== "linux" || !existsSync(`/proc/${pid}/status`)) return undefined;
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
