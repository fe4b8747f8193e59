// The hosts as processes of their own, as the engine starts them: bundled from the sources, driven over gRPC, told to
// end by signals.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { HostName } from "./hosts";
import { Wire } from "./wire";

const ROOT = resolve(__dirname, "..", "..");
const MODULES = join(ROOT, "node_modules");
const ENTRIES: Record<HostName, string> = { plugin: "plugin/main", dynamic: "dynamic" };

/** Both hosts in one file each, beside the packages that a program has. */
export class HostBundles {
  readonly folder = mkdtempSync(join(tmpdir(), "hosts-"));

  constructor() {
    symlinkSync(MODULES, join(this.folder, "node_modules"));
    const entries = Object.values(ENTRIES).map((name) => join(ROOT, "provider", "hosts", `${name}.ts`));
    const packages = ["@pulumi/pulumi", "@grpc/grpc-js", "google-protobuf", "@cdktn/hcl2json"];
    const external = packages.map((name) => `--external:${name}`);
    const options = ["--bundle", "--platform=node", "--log-level=warning", `--outdir=${this.folder}`, ...external];
    execFileSync(join(MODULES, ".bin", "esbuild"), [...entries, ...options], { stdio: "inherit" });
  }

  /** What a program's resource brings along: the line that gets the type's provider. */
  line(type: string): string {
    return `exports.handler = () => require(${JSON.stringify(join(this.folder, "dynamic.js"))}).get("${type}");`;
  }

  /** `preload` is code that runs in the process before the host; it can have a channel to this process. */
  async start(host: HostName, engineAddress: string, preload = "", { hasChannel = false } = {}): Promise<HostProcess> {
    const plugin = join(this.folder, "plugin", "main.js");
    const script =
      host === "plugin" ? plugin : join(MODULES, "@pulumi", "pulumi", "cmd", "dynamic-provider", "index.js");
    const code = `${preload};process.argv.splice(1, 0, ${JSON.stringify(script)});require(${JSON.stringify(script)});`;
    const environment = { ...process.env, CODER_CONFIG_DIR: this.folder, CODER_URL: "", CODER_SESSION_TOKEN: "" };
    const child: ChildProcess = spawn(process.execPath, ["-e", code, engineAddress], {
      cwd: this.folder,
      env: environment,
      stdio: ["pipe", "pipe", "pipe", ...(hasChannel ? ["ipc" as const] : [])],
    });
    if (child.stdout === null) throw new Error("The process has no output.");
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    return new HostProcess(child, Number(port.toString()));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export class HostProcess {
  readonly wire: Wire;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  errors = "";

  constructor(
    readonly child: ChildProcess,
    port: number,
  ) {
    this.ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));
    child.stderr?.on("data", (chunk: Buffer) => (this.errors += chunk.toString()));
    this.wire = new Wire({ port, close: () => this.end() });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  private async end(): Promise<void> {
    if (this.isRunning) this.child.kill("SIGKILL");
    await this.ended;
  }
}
