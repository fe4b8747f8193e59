// The processes of a host that the matrix drives, as the engine does: one makes what is there before, one meets the
// fault, and one runs afterwards, so that none knows from its memory what another did.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { PartialError } from "../../provider/errors";
import { secretOnWire } from "../../provider/hosts/wire";
import type { ResourceType } from "../../provider/registry";
import type { Properties } from "../../provider/values";
import type { Calls, Difference, State } from "../fakes/driver";
import { FakeEngine } from "../fakes/engine";
import { HostBundles, type HostProcess } from "../fakes/host-process";
import type { HostName } from "../fakes/hosts";
import { TOKEN } from "../fakes/http-server";
import type { WireError } from "../fakes/wire";
import type { SharedTime } from "./shared-time";

const ROOT = resolve(__dirname, "..", "..");

/** Longest time of a call, on the shared clock: longer than a job may take and an answer may stay away. */
const CALL_MILLISECONDS = 1_800_000;
const JOB_SECONDS = 600;

export class MatrixHosts {
  readonly #bundles = new HostBundles();
  readonly #preload: string;
  readonly #processes = new Map<string, HostProcess>();

  readonly #engines: FakeEngine[] = [];

  constructor(readonly time: SharedTime) {
    const file = join(this.#bundles.folder, "idle-time.js");
    const options = ["--bundle", "--platform=node", "--log-level=warning", `--outfile=${file}`];
    execFileSync(join(ROOT, "node_modules", ".bin", "esbuild"), [join(__dirname, "idle-time.ts"), ...options]);
    this.#preload = `require(${JSON.stringify(file)})`;
  }

  /** The process of that part, asked about a resource of this type on this server. */
  async calls(host: HostName, part: string, { type, url }: { type: ResourceType; url: string }): Promise<Calls> {
    const key = `${host} ${part}`;
    let process = this.#processes.get(key);
    if (process?.isRunning !== true) {
      // What one engine runs belongs together.
      const engine = await FakeEngine.start();
      this.#engines.push(engine);
      process = await this.#bundles.start(host, engine.address, this.#preload, { hasChannel: true });
      this.#processes.set(key, process);
      this.time.attach(process.child);
    }
    const prefix = host === "plugin" ? "" : "coderd:";
    await process.wire.configure({
      [`${prefix}url`]: url,
      [`${prefix}token`]: secretOnWire(TOKEN),
      [`${prefix}jobTimeoutSeconds`]: String(JOB_SECONDS),
    });
    // A provider of the dynamic host is configured once: another server needs another one.
    const hidden = host === "plugin" ? {} : { __provider: `${this.#bundles.line(type)} // ${url}` };
    return new ProcessCalls(process, { type, name: `of ${url}`, hidden }, this.time);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#processes.values()].map(({ wire }) => wire.close()));
    for (const engine of this.#engines) engine.close();
    this.#bundles.remove();
  }
}

class ProcessCalls implements Calls {
  constructor(
    private readonly host: HostProcess,
    private readonly resource: {
      type: ResourceType;
      /** A process sees no name twice, as if it ended with its run. */
      name: string;
      /** What a class of the dynamic host adds. */
      hidden: Properties;
    },
    private readonly time: SharedTime,
  ) {}

  check(news: Properties, olds: Properties = {}): ReturnType<Calls["check"]> {
    const { type, name, hidden } = this.resource;
    const urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/coderd:${type}::${name}`;
    const own = Object.keys(hidden).length > 0 ? { ...hidden, __urn: urn } : {};
    return this.#run((wire) => wire.check(type, { ...news, ...own }, { olds }));
  }

  async diff(state: State, news: Properties, inputs: Properties): Promise<Difference> {
    const found = await this.#run((wire) => wire.diff(this.type, { ...state, inputs }, news));
    const updates = Object.keys(found.detailed).filter((path) => !found.detailed[path]?.includes("REPLACE"));
    const isUnnamed = found.changes === "SOME" && found.replaces.length === 0 && updates.length === 0;
    return {
      changes: [
        ...found.replaces.map((property) => ({ property, kind: "replace" as const })),
        ...(isUnnamed ? [""] : updates).map((property) => ({ property, kind: "update" as const })),
      ],
      deleteBeforeReplace: found.deleteBeforeReplace,
    };
  }

  create(inputs: Properties): Promise<State> {
    return this.#run((wire) => wire.create(this.type, inputs));
  }

  read(state: State, inputs: Properties): Promise<State | undefined> {
    return this.#run((wire) => wire.read(this.type, state.id, { ...state, inputs }));
  }

  async update(state: State, news: Properties, inputs: Properties): Promise<Properties> {
    return (await this.#run((wire) => wire.update(this.type, { ...state, inputs }, news))).outputs;
  }

  delete(state: State, inputs: Properties): Promise<void> {
    return this.#run((wire) => wire.delete(this.type, { ...state, inputs }));
  }

  private get type(): ResourceType {
    return this.resource.type;
  }

  async #run<Result>(call: (wire: HostProcess["wire"]) => Promise<Result>): Promise<Result> {
    try {
      return await this.time.during(this.host.child, CALL_MILLISECONDS, () =>
        call(this.host.wire.about(this.resource.name)),
      );
    } catch (thrown) {
      const { message, partial } = thrown as WireError;
      const error = new Error(message, { cause: thrown });
      if (partial !== undefined) throw new PartialError(partial.id, partial.properties, error);
      throw error;
    }
  }
}
