// A host's process on the fake Coder that is killed at one request: before the server has acted on it, or after. The
// state stays what it was before the operation, as an engine has it that was killed as well.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretOnWire } from "../../../provider/hosts/wire";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import { Lifecycle, type Calls, type Difference, type State } from "../../fakes/driver";
import { FakeEngine } from "../../fakes/engine";
import { HostBundles, type HostProcess } from "../../fakes/host-process";
import type { HostName } from "../../fakes/hosts";
import { TOKEN } from "../../fakes/http-server";
import { urnOf, type Wire } from "../../fakes/wire";

export type Side = "before" | "after";

/** One resource on a server of its own, whose runs are processes. */
export class Simulation {
  private requests = 0;
  private fatal: { number: number; side: Side } | undefined;
  private host: HostProcess | undefined;
  private engine: FakeEngine | undefined;
  private readonly home = mkdtempSync(join(tmpdir(), "simulation-"));
  readonly resource: Lifecycle;

  private constructor(
    private readonly name: HostName,
    private readonly bundles: HostBundles,
    readonly coder: FakeCoder,
    type: ResourceType,
  ) {
    this.resource = new Lifecycle(callsOf(type, () => this.wire, name === "dynamic" ? bundles.line(type) : undefined));
    coder.http.before = () => this.count();
  }

  static async start(
    name: HostName,
    { bundles, type, isLicensed }: { bundles: HostBundles; type: ResourceType; isLicensed: boolean },
  ): Promise<Simulation> {
    const coder = await FakeCoder.start({ isLicensed });
    coder.now = Date.now;
    return new Simulation(name, bundles, coder, type);
  }

  /** A run that ends in order. Returns how many requests it sent. */
  async run(act: (resource: Lifecycle) => Promise<unknown>): Promise<number> {
    await this.begin();
    try {
      await act(this.resource);
      return this.requests;
    } finally {
      // As the engine ends it: first the connection, with every answer on it.
      this.host?.wire.client.close();
      this.host?.signal("SIGINT");
      await this.end();
    }
  }

  /** A run that is killed at this request, counted from 1; where it sends fewer, before the state has its answers. */
  async runKilledAt(
    request: { number: number; side: Side },
    act: (resource: Lifecycle) => Promise<unknown>,
  ): Promise<void> {
    await this.begin();
    const { id, inputs, outputs } = this.resource;
    this.fatal = request;
    const failure = await act(this.resource).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const isOpen = this.fatal !== undefined;
    this.fatal = undefined;
    this.host?.signal("SIGKILL");
    await this.end();
    Object.assign(this.resource, { id, inputs, outputs });
    if (isOpen && failure !== undefined) throw new Error(`The run failed by itself: ${JSON.stringify(failure)}`);
  }

  async close(): Promise<void> {
    await this.coder.close();
    rmSync(this.home, { recursive: true, force: true });
  }

  private get wire(): Wire {
    if (this.host === undefined) throw new Error("No run has begun.");
    return this.host.wire;
  }

  private async begin(): Promise<void> {
    const before = process.env["PULUMI_HOME"];
    process.env["PULUMI_HOME"] = this.home;
    this.engine = await FakeEngine.start();
    this.host = await this.bundles.start(this.name, this.engine.address);
    process.env["PULUMI_HOME"] = before;
    const prefix = this.name === "plugin" ? "" : "coderd:";
    await this.host.wire.configure({
      [`${prefix}url`]: this.coder.http.url,
      [`${prefix}token`]: secretOnWire(TOKEN),
    });
    this.requests = 0;
  }

  private async end(): Promise<void> {
    await this.host?.ended;
    await this.host?.wire.close();
    this.engine?.close();
  }

  private count(): unknown {
    this.requests += 1;
    const { fatal, host } = this;
    if (fatal?.number !== this.requests) return undefined;
    this.fatal = undefined;
    if (fatal.side === "before") {
      host?.signal("SIGKILL");
      return new Promise(() => {});
    }
    // By then the server has acted, and the process has not yet gone on.
    setImmediate(() => host?.signal("SIGKILL"));
    return undefined;
  }
}

/** The engine's calls; of a dynamic resource, with what its class adds. */
function callsOf(type: ResourceType, wire: () => Wire, line: string | undefined): Calls {
  const declared = (news: Properties): Properties =>
    line === undefined ? news : { ...news, __provider: line, __urn: urnOf(type) };
  return {
    check: (news, olds) => wire().check(type, declared(news), { olds: olds ?? {} }),
    async diff(state: State, news, inputs): Promise<Difference> {
      const { changes, detailed, replaces, deleteBeforeReplace } = await wire().diff(type, { ...state, inputs }, news);
      const updates = Object.keys(detailed).filter((path) => detailed[path]?.includes("REPLACE") !== true);
      const inPlace = changes === "SOME" && replaces.length === 0 && updates.length === 0 ? [""] : updates;
      return {
        changes: [
          ...replaces.map((property) => ({ property, kind: "replace" as const })),
          ...inPlace.map((property) => ({ property, kind: "update" as const })),
        ],
        deleteBeforeReplace,
      };
    },
    create: (inputs) => wire().create(type, inputs),
    read: (state, inputs) => wire().read(type, state.id, { ...state, inputs }),
    update: async (state, news, inputs) => (await wire().update(type, { ...state, inputs }, news)).outputs,
    delete: (state, inputs) => wire().delete(type, { ...state, inputs }),
  };
}
