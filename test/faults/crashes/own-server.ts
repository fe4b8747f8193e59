// A server that can be killed and started again with what it holds; or its database alone, while the server stays.
// Linux only: it reads /proc.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isRunning } from "../../live/processes";
import { eventually } from "../../live/server-api";

const TOOLCHAIN = path.join(__dirname, "..", "..", "toolchain");

interface Started {
  url: string;
  token: string;
  stop(): Promise<void>;
}

interface Toolchain {
  startServer(options: { stateDirectory: string }): Promise<Started>;
  readState(stateDirectory: string): { data: string } | undefined;
  findSupervisor(stateDirectory: string): Promise<number | undefined>;
  findServerProcesses(data: string): Promise<{ pid: number; command: string }[]>;
  removeDirectory(folder: string): void;
}

export class OwnServer {
  private database: (() => void) | undefined;

  private constructor(
    private readonly folder: string,
    private readonly toolchain: Toolchain,
    private started: Started,
  ) {}

  static async start(): Promise<OwnServer> {
    const files = ["local-server", "server-state", "server-processes", "cache"];
    const modules = files.map((name) => pathToFileURL(path.join(TOOLCHAIN, `${name}.mjs`)).href);
    const loaded = await Promise.all(modules.map((file) => import(file) as Promise<object>));
    const toolchain = Object.assign({}, ...loaded) as Toolchain;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "own-"));
    fs.chmodSync(folder, 0o711);
    return new OwnServer(folder, toolchain, await toolchain.startServer({ stateDirectory: folder }));
  }

  get url(): string {
    return this.started.url;
  }

  get token(): string {
    return this.started.token;
  }

  async kill(victim: "server" | "database"): Promise<void> {
    const isVictim = victim === "server" ? / server --global-config / : /postgres -D /;
    const found = (await this.toolchain.findServerProcesses(this.data)).find(({ command }) => isVictim.test(command));
    if (found === undefined) throw new Error(`The ${victim} does not run.`);
    if (victim === "database") this.database = restartOf(found.pid);
    process.kill(found.pid, "SIGKILL");
    await eventually(
      () => isRunning(found.pid),
      (isThere) => !isThere,
    );
  }

  async restart(): Promise<void> {
    const start = this.database;
    this.database = undefined;
    if (start === undefined) {
      await eventually(
        () => this.hasEnded(),
        (isEnded) => isEnded,
      );
      return this.startAgain();
    }
    // Processes of the killed one may still hold its memory: then another does not start.
    await eventually(
      async () => {
        // It gives up when its database is away in some moments.
        if (await this.hasEnded()) await this.startAgain();
        const all = await this.toolchain.findServerProcesses(this.data);
        if (!all.some(({ command }) => /postgres -D /.test(command))) start();
        return this.isAnswering();
      },
      (isThere) => isThere,
    );
  }

  async stop(): Promise<void> {
    await this.started.stop();
    this.toolchain.removeDirectory(this.data);
    this.toolchain.removeDirectory(this.folder);
  }

  private async startAgain(): Promise<void> {
    this.started = await this.toolchain.startServer({ stateDirectory: this.folder });
  }

  private async hasEnded(): Promise<boolean> {
    return (await this.toolchain.findSupervisor(this.folder)) === undefined;
  }

  private get data(): string {
    return this.toolchain.readState(this.folder)?.data ?? "";
  }

  /** With its database: the user is in it. */
  private async isAnswering(): Promise<boolean> {
    const headers = { "Coder-Session-Token": this.token };
    const asked = fetch(`${this.url}/api/v2/users/me`, { headers, signal: AbortSignal.timeout(2_000) });
    return asked.then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/** Starts a process again as it was started. */
function restartOf(pid: number): () => void {
  const [command = "", ...parameters] = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  const cwd = fs.readlinkSync(`/proc/${pid}/cwd`);
  const { uid, gid } = fs.statSync(`/proc/${pid}`);
  return () => void spawn(command, parameters, { cwd, uid, gid, detached: true, stdio: "ignore" }).unref();
}
