// Runs of one program, each with a host in a process of its own, on the fake Coder.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretOnWire } from "../../provider/hosts/wire";
import type { ResourceType } from "../../provider/registry";
import { rejection } from "./client";
import { FakeCoder } from "./coder";
import { Lifecycle } from "./driver";
import { FakeEngine } from "./engine";
import { HostBundles, type HostProcess } from "./host-process";
import { callsOn, type HostName } from "./hosts";
import { TOKEN } from "./http-server";

export class ProcessRuns {
  server!: FakeCoder;
  /** What outlives a process: its notes. */
  home = "";
  bundles!: HostBundles;
  private readonly engines: FakeEngine[] = [];
  private running: HostProcess | undefined;

  /** The process of this run. */
  get process(): HostProcess {
    if (this.running === undefined) throw new Error("There is no run.");
    return this.running;
  }

  /** Another run: what the notes and the engine keep is all that it has of the one before. */
  async next(host: HostName, settings: Readonly<Record<string, string>> = {}): Promise<HostProcess> {
    if (this.running?.isRunning === true) this.running.signal("SIGINT");
    await this.end();
    this.running = await this.beside(host, settings);
    return this.running;
  }

  /** A run of another stack at the same time. It is the caller's to end. */
  async beside(host: HostName, settings: Readonly<Record<string, string>> = {}): Promise<HostProcess> {
    const engine = await FakeEngine.start();
    this.engines.push(engine);
    const running = await this.bundles.start(host, engine.address);
    const prefix = host === "plugin" ? "" : "coderd:";
    const all = Object.entries({ url: this.server.url, token: secretOnWire(TOKEN), ...settings });
    await running.wire.configure(Object.fromEntries(all.map(([key, value]) => [prefix + key, value])));
    return running;
  }

  /** A resource of the program, with the state that the run before has left. */
  resource(host: HostName, type: ResourceType, former?: Lifecycle): Lifecycle {
    const { id = "", inputs, outputs = {} } = former ?? {};
    return Object.assign(this.resourceOn(this.process, host, type), { id, inputs, outputs });
  }

  /** The same in a certain process; `name` is that in its program. */
  resourceOn({ wire }: HostProcess, host: HostName, type: ResourceType, name = "example"): Lifecycle {
    const __urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/coderd:${type}::${name}`;
    const hidden = host === "plugin" ? {} : { __provider: this.bundles.line(type), __urn };
    return new Lifecycle(callsOn(wire.about(name), type, hidden));
  }

  /** Kills the process at the n-th request to a route, before the server acts on it, or right after. */
  killAt(route: string, { nth = 1, isDone = true } = {}): Promise<void> {
    const { process } = this;
    return new Promise((resolve) => {
      let requests = 0;
      this.server.http.before = async (found) => {
        if (found !== route) return;
        requests += 1;
        if (requests !== nth) return;
        const kill = async (): Promise<void> => {
          process.signal("SIGKILL");
          await process.ended;
          resolve();
        };
        if (isDone) setTimeout(() => void kill(), 0);
        else await kill();
      };
    });
  }

  /** Waits until an operation has ended with its process. */
  async died(act: Promise<unknown>, killed: Promise<void>): Promise<void> {
    expect(await rejection(act)).toBeInstanceOf(Error);
    await killed;
    this.server.http.before = undefined;
  }

  async end(): Promise<void> {
    await this.running?.wire.close();
    this.running = undefined;
    for (const engine of this.engines.splice(0)) engine.close();
  }
}

/** Call once at the top of a test file. */
export function useProcessRuns(): ProcessRuns {
  const runs = new ProcessRuns();
  const environment = { ...process.env };
  beforeAll(() => void (runs.bundles = new HostBundles()));
  beforeEach(async () => {
    runs.server = await FakeCoder.start({ isLicensed: true });
    runs.home = mkdtempSync(join(tmpdir(), "process-runs-"));
    process.env = { ...environment, PULUMI_HOME: runs.home };
  });
  afterEach(async () => {
    process.env = environment;
    await runs.end();
    await runs.server.close();
    rmSync(runs.home, { recursive: true });
  });
  afterAll(() => runs.bundles.remove());
  return runs;
}
