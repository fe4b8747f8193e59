// One Pulumi project in a folder of its own, run by the real CLI and language host. Results are read from the engine's
// event log, as the Automation API does, but with one process per command instead of five. Knows nothing of Coder:
// live.ts gives it a server.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { FaultProxy } from "../faults/fault-proxy";

const ROOT = path.join(__dirname, "..", "..");
const STACK_NAME = "test";

export interface StackOptions {
  /** Files beside the program: path → text. */
  files?: Record<string, string>;
  /** Name of the program's file; its extension and `moduleType` decide how it is loaded. Default index.js. */
  main?: string;
  /** `type` of the project's package.json. */
  moduleType?: "commonjs" | "module";
  /** Stack configuration; secrets as `{ secret: "…" }`. */
  configuration?: Record<string, string | { secret: string }>;
  /** Added to the environment of every command, over what live.ts sets; "" unsets. */
  environment?: Record<string, string>;
  /**
   * The folder that is linked as the program's `pulumi-coderd`, or false for none. Default: the repository.
   */
  packageFolder?: string | false;
  /**
   * A project that exists already, `node_modules` and all, instead of a new folder. Its own Pulumi.yaml, if it has one,
   * is kept.
   */
  folder?: string;
}

interface Step {
  /**
   * As the engine names it: create, update, replace, create-replacement, delete-replaced, delete, read … In a refresh:
   * what it found.
   */
  operation: string;
  /** The resource's name in the program. */
  name: string;
  type: string;
  urn: string;
  /** Top-level inputs that differ (outputs, when refreshing), without the hidden ones. */
  changed: string[];
}

interface Diagnostic {
  /** The resource's name in the program; "" when the line belongs to the stack or to nothing. */
  name: string;
  urn: string;
  severity: string;
  message: string;
  /** A status line that is gone when the operation ends. */
  isEphemeral: boolean;
}

export interface Result {
  /** The engine's count of operations, `same` among them. */
  changes: Record<string, number>;
  /** Resource name → its operations in order, without `same`. */
  operations: Record<string, string[]>;
  steps: Step[];
  diagnostics: Diagnostic[];
  /** The program's outputs; a secret one is the engine's envelope of it. */
  outputs: Record<string, unknown>;
  /** Everything that the command wrote. */
  text: string;
  exitCode: number | null;
}

/** A command that runs. */
export interface RunningCommand {
  pid: number;
  interrupt(): void;
  /** What it has written so far. */
  text(): string;
  ended: Promise<Result>;
}

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  delete?: boolean;
  initErrors?: string[];
}

export class Stack {
  private constructor(
    /** Everything of this project: program, state, logs, temporary files. */
    readonly root: string,
    readonly folder: string,
    private readonly main: string,
    /** The project's name, as its Pulumi.yaml has it. */
    private readonly project: string,
    /** The whole environment of the stack's commands. */
    readonly environment: NodeJS.ProcessEnv,
    private readonly proxy: FaultProxy | undefined,
  ) {}

  static async create(name: string, program: string, options: StackOptions, proxy?: FaultProxy): Promise<Stack> {
    const root = path.join(process.env["LIVE_FOLDER"] ?? "", name);
    const folder = options.folder ?? path.join(root, "program");
    const main = options.main ?? "index.js";
    for (const directory of [folder, ...["state", "tmp", "login"].map((part) => path.join(root, part))])
      fs.mkdirSync(directory, { recursive: true });
    const projectFile = path.join(folder, "Pulumi.yaml");
    if (!fs.existsSync(projectFile)) fs.writeFileSync(projectFile, `name: ${name}\nruntime: nodejs\nmain: ${main}\n`);
    if (options.folder === undefined) {
      fs.writeFileSync(
        path.join(folder, "package.json"),
        JSON.stringify({ name, private: true, type: options.moduleType ?? "commonjs" }),
      );
      linkModules(folder, options.packageFolder ?? ROOT);
    }
    const stack = new Stack(
      root,
      folder,
      main,
      /^name: *(\S+)$/m.exec(fs.readFileSync(projectFile, "utf8"))?.[1] ?? name,
      {
        ...process.env,
        PULUMI_BACKEND_URL: `file://${path.join(root, "state")}`,
        PULUMI_HOME: path.join(process.env["LIVE_FOLDER"] ?? "", "pulumi-home"),
        PULUMI_CONFIG_PASSPHRASE: "live",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        // Otherwise each run tries to download a plugin for every Pulumi package in node_modules.
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        // Switches the flag --event-log on.
        PULUMI_DEBUG_COMMANDS: "true",
        // The programs under test must not find the user's own login.
        CODER_CONFIG_DIR: path.join(root, "login"),
        TMPDIR: path.join(root, "tmp"),
        ...options.environment,
      },
      proxy,
    );
    expectSuccess(await stack.command(["stack", "init", STACK_NAME]).ended);
    stack.writeProgram(program);
    for (const [file, text] of Object.entries(options.files ?? {})) stack.writeFile(file, text);
    if (options.configuration !== undefined) await stack.configure(options.configuration);
    return stack;
  }

  writeProgram(program: string): void {
    this.writeFile(this.main, program);
  }

  writeFile(file: string, text: string): void {
    const target = path.join(this.folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }

  removeFile(file: string): void {
    fs.rmSync(path.join(this.folder, file), { recursive: true });
  }

  async configure(configuration: NonNullable<StackOptions["configuration"]>): Promise<void> {
    const flags = Object.entries(configuration).flatMap(([key, value]) =>
      typeof value === "string" ? ["--plaintext", `${key}=${value}`] : ["--secret", `${key}=${value.secret}`],
    );
    expectSuccess(await this.command(["config", "set-all", ...flags, "--stack", STACK_NAME]).ended);
  }

  async up(flags: string[] = []): Promise<Result> {
    return expectSuccess(await this.begin("up", flags).ended);
  }

  /** An update that has to fail; what it did and said is returned. */
  async upFailing(flags: string[] = []): Promise<Result> {
    return expectFailure(await this.begin("up", flags).ended);
  }

  async preview(flags: string[] = []): Promise<Result> {
    return expectSuccess(await this.begin("preview", flags).ended);
  }

  async previewFailing(flags: string[] = []): Promise<Result> {
    return expectFailure(await this.begin("preview", flags).ended);
  }

  async refresh(flags: string[] = []): Promise<Result> {
    return expectSuccess(await this.begin("refresh", flags).ended);
  }

  async destroy(flags: string[] = []): Promise<Result> {
    return expectSuccess(await this.begin("destroy", flags).ended);
  }

  async destroyFailing(flags: string[] = []): Promise<Result> {
    return expectFailure(await this.begin("destroy", flags).ended);
  }

  /**
   * Starts a command without waiting for it: for tests that interrupt it, or act meanwhile. With `hasOwnGroup` its
   * process group has the number of its process.
   */
  begin(
    operation: "up" | "preview" | "refresh" | "destroy",
    flags: string[] = [],
    { hasOwnGroup = false } = {},
  ): RunningCommand {
    const unattended = operation === "preview" ? [] : ["--yes", "--skip-preview"];
    const parameters = [operation, ...unattended, "--stack", STACK_NAME, ...flags];
    return this.command(parameters, { hasEvents: true, hasOwnGroup });
  }

  /** Any other command on the stack, such as `import`. */
  async run(parameters: string[]): Promise<Result> {
    return expectSuccess(await this.command([...parameters, "--stack", STACK_NAME]).ended);
  }

  /** No change is shown at preview, and an update after it sends nothing that could change anything. */
  async expectNoChanges(): Promise<void> {
    const sentBefore = this.proxy?.mutations().length ?? 0;
    const preview = await this.preview();
    expect(preview.operations).toEqual({});
    const update = await this.up();
    expect(update.operations).toEqual({});
    expect(this.proxy?.mutations().slice(sentBefore) ?? []).toEqual([]);
  }

  /** The resources of the state as it is stored, secrets encrypted. */
  state(): StateResource[] {
    return this.readDeployment().resources ?? [];
  }

  /** The one resource of this name in the program, as the state has it. */
  stateOf(name: string): StateResource {
    const found = this.state().filter((resource) => resource.urn.endsWith(`::${name}`) && resource.delete !== true);
    if (found[0] === undefined || found.length > 1)
      throw new Error(`The state has ${found.length} resources of the name "${name}".`);
    return found[0];
  }

  /** The state with its secrets open. */
  async openState(): Promise<StateResource[]> {
    const file = path.join(this.root, "tmp", "export.json");
    expectSuccess(
      await this.command(["stack", "export", "--show-secrets", "--file", file, "--stack", STACK_NAME]).ended,
    );
    const exported = JSON.parse(fs.readFileSync(file, "utf8")) as { deployment: { resources?: StateResource[] } };
    fs.rmSync(file);
    return exported.deployment.resources ?? [];
  }

  /** Operations that the engine had begun and does not know the end of. */
  pendingOperations(): unknown[] {
    return this.readDeployment().pending_operations ?? [];
  }

  /** Every file that the engine and the program left: state, backups, history, logs. For a search. */
  allFiles(): { file: string; text: string }[] {
    return fs
      .readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => ({ file, text: fs.readFileSync(file, "utf8") }));
  }

  /** Whether the state still holds anything but the stack itself. */
  isEmpty(): boolean {
    return this.state().every(
      (resource) => resource.type === "pulumi:pulumi:Stack" || resource.type.startsWith("pulumi:providers:"),
    );
  }

  private readDeployment(): { resources?: StateResource[]; pending_operations?: unknown[] } {
    const file = path.join(this.root, "state", ".pulumi", "stacks", this.project, `${STACK_NAME}.json`);
    const stored = JSON.parse(fs.readFileSync(file, "utf8")) as {
      checkpoint: { latest?: { resources?: StateResource[]; pending_operations?: unknown[] } };
    };
    return stored.checkpoint.latest ?? {};
  }

  private command(parameters: string[], { hasEvents = false, hasOwnGroup = false } = {}): RunningCommand {
    const eventLog = path.join(this.root, "tmp", `events-${(commandCount += 1)}.jsonl`);
    const child = spawn(
      "pulumi",
      [...parameters, "--non-interactive", "--color", "never", ...(hasEvents ? ["--event-log", eventLog] : [])],
      {
        cwd: this.folder,
        env: this.environment,
        stdio: ["ignore", "pipe", "pipe"],
        detached: hasOwnGroup,
      },
    );
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    const ended = new Promise<Result>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) =>
        resolve({ ...describeEvents(readEvents(eventLog)), outputs: hasEvents ? this.outputs() : {}, text, exitCode }),
      );
    });
    return { pid: child.pid ?? 0, interrupt: () => child.kill("SIGINT"), text: () => text, ended };
  }

  private outputs(): Record<string, unknown> {
    return this.state().find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  }
}

let commandCount = 0;

/** What the engine said at the resource of this name, status lines left out. */
export function messagesAt(result: Result, name: string, severity?: string): string[] {
  return result.diagnostics
    .filter(
      (diagnostic) =>
        diagnostic.name === name &&
        !diagnostic.isEphemeral &&
        (severity === undefined || diagnostic.severity === severity),
    )
    .map((diagnostic) => diagnostic.message);
}

/** The status lines that came and went at the resource of this name. */
export function statusLinesAt(result: Result, name: string): string[] {
  return result.diagnostics
    .filter((diagnostic) => diagnostic.name === name && diagnostic.isEphemeral)
    .map((diagnostic) => diagnostic.message);
}

function expectSuccess(result: Result): Result {
  if (result.exitCode !== 0)
    throw new Error(`The command failed (${result.exitCode}), and was expected to succeed.\n${result.text}`);
  return result;
}

function expectFailure(result: Result): Result {
  if (result.exitCode === 0) throw new Error(`The command succeeded, and was expected to fail.\n${result.text}`);
  return result;
}

function readEvents(file: string): EngineEvent[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as EngineEvent);
}

function describeEvents(events: EngineEvent[]): Pick<Result, "changes" | "operations" | "steps" | "diagnostics"> {
  const refreshing = new Set<string>();
  const steps = events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    const begun = resourcePreEvent?.metadata;
    if (begun !== undefined && begun.op !== "refresh") return [toStep(begun, "inputs")];
    if (begun !== undefined) refreshing.add(begun.urn);
    // Only the end of a refresh tells what it found: same, update or delete.
    const ended = resOutputsEvent?.metadata;
    return ended !== undefined && refreshing.delete(ended.urn) ? [toStep(ended, "outputs")] : [];
  });
  const operations: Record<string, string[]> = {};
  for (const { operation, name, type } of steps) {
    if (operation === "same" || type.startsWith("pulumi:")) continue;
    (operations[name] ??= []).push(operation);
  }
  return {
    changes:
      events
        .flatMap(({ summaryEvent }) =>
          summaryEvent === undefined ? [] : [summaryEvent.resourceChanges as Record<string, number>],
        )
        .at(-1) ?? {},
    operations,
    steps,
    diagnostics: events.flatMap(({ diagnosticEvent }) => {
      // The event log also has the SDK's debugging lines, which users don't see.
      if (diagnosticEvent === undefined || (diagnosticEvent.severity as string) === "debug") return [];
      const { urn = "", severity, message, ephemeral = false } = diagnosticEvent;
      return [
        {
          urn,
          name: urn.includes("pulumi:pulumi:Stack::") ? "" : nameOf(urn),
          severity,
          message: withoutColors(message).trimEnd(),
          isEphemeral: ephemeral,
        },
      ];
    }),
  };
}

type StepMetadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function toStep({ op, urn, type, old, new: current }: StepMetadata, compared: "inputs" | "outputs"): Step {
  // The engine writes null for what is absent.
  const [before, after] = [old?.[compared] ?? {}, current?.[compared] ?? {}] as [Properties, Properties];
  return { operation: op, name: nameOf(urn), type, urn, changed: changedKeys(before, after) };
}

type Properties = Record<string, unknown>;

function changedKeys(before: Properties, after: Properties): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !key.startsWith("__") && !isDeepStrictEqual(before[key], after[key]))
    .sort();
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function withoutColors(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "");
}

/** The repository's packages, so that a program needs no installation; Node resolves links to what they point to. */
export function linkModules(folder: string, packageFolder: string | false): void {
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(modules, { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules", "@pulumi"), path.join(modules, "@pulumi"));
  if (packageFolder !== false) fs.symlinkSync(packageFolder, path.join(modules, "pulumi-coderd"));
}
