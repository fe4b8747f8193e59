// One Pulumi project in a folder of its own, run by the real CLI and language host through the Automation API.
// Knows nothing of Coder: live.ts gives it a server.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import * as automation from "@pulumi/pulumi/automation";
import type { RecordingProxy } from "./recording-proxy";

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
  /** Where the program finds `pulumi-coder`: a folder (linked), or false for none. Default the repository, with its `dist`. */
  packageFolder?: string | false;
  /** A project that exists already, `node_modules` and all, instead of a new folder. */
  folder?: string;
}

export interface Step {
  /** Of the engine: create, update, replace, create-replacement, delete-replaced, delete, refresh, read … */
  operation: string;
  /** The resource's name in the program. */
  name: string;
  type: string;
  urn: string;
  /** Properties that changed, as the engine shows them. */
  changed: string[];
}

export interface Diagnostic {
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
  outputs: Record<string, unknown>;
  /** Everything that the command wrote. */
  text: string;
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

type Command = (options: {
  onOutput: (text: string) => void;
  onError: (text: string) => void;
  onEvent: (event: automation.EngineEvent) => void;
}) => Promise<unknown>;

export class Stack {
  private constructor(
    /** Everything of this project: program, state, logs, temporary files. */
    readonly root: string,
    readonly folder: string,
    private readonly main: string,
    private readonly stack: automation.Stack,
    private readonly proxy: RecordingProxy | undefined,
  ) {}

  static async create(name: string, program: string, options: StackOptions, proxy?: RecordingProxy): Promise<Stack> {
    const root = path.join(process.env["LIVE_FOLDER"] ?? "", name);
    const folder = options.folder ?? path.join(root, "program");
    const main = options.main ?? "index.js";
    for (const directory of [folder, ...["state", "tmp", "login"].map((part) => path.join(root, part))])
      fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: ${main}\n`);
    if (options.folder === undefined) {
      fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, private: true, type: options.moduleType ?? "commonjs" }));
      linkModules(folder, options.packageFolder ?? ROOT);
    }
    const workspace = await automation.LocalWorkspace.create({
      workDir: folder,
      pulumiHome: path.join(process.env["LIVE_FOLDER"] ?? "", "pulumi-home"),
      envVars: {
        PULUMI_BACKEND_URL: `file://${path.join(root, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "live",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        // What the programs under test must not find: a login of the person who runs the tests.
        CODER_CONFIG_DIR: path.join(root, "login"),
        TMPDIR: path.join(root, "tmp"),
        ...options.environment,
      },
    });
    const stack = await automation.Stack.create(STACK_NAME, workspace);
    const created = new Stack(root, folder, main, stack, proxy);
    created.writeProgram(program);
    for (const [file, text] of Object.entries(options.files ?? {})) created.writeFile(file, text);
    if (options.configuration !== undefined) await created.configure(options.configuration);
    return created;
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
    const entries = Object.entries(configuration).map(([key, value]) => [
      key,
      typeof value === "string" ? { value } : { value: value.secret, secret: true },
    ]);
    await this.stack.setAllConfig(Object.fromEntries(entries) as automation.ConfigMap);
  }

  setEnvironment(environment: Record<string, string>): void {
    Object.assign(this.stack.workspace.envVars, environment);
  }

  /** The environment of the stack's commands, for a command that a test runs by itself. */
  get environment(): NodeJS.ProcessEnv {
    const home = this.stack.workspace.pulumiHome;
    return { ...process.env, ...this.stack.workspace.envVars, ...(home !== undefined && { PULUMI_HOME: home }) };
  }

  async up(options: automation.UpOptions = {}): Promise<Result> {
    return this.succeed((common) => this.stack.up({ color: "never", ...options, ...common }));
  }

  /** An update that has to fail; its text and events are returned. */
  async upFailing(options: automation.UpOptions = {}): Promise<Result> {
    return this.fail((common) => this.stack.up({ color: "never", ...options, ...common }));
  }

  async preview(options: automation.PreviewOptions = {}): Promise<Result> {
    return this.succeed((common) => this.stack.preview({ color: "never", ...options, ...common }));
  }

  async previewFailing(options: automation.PreviewOptions = {}): Promise<Result> {
    return this.fail((common) => this.stack.preview({ color: "never", ...options, ...common }));
  }

  async refresh(options: automation.RefreshOptions = {}): Promise<Result> {
    return this.succeed((common) => this.stack.refresh({ color: "never", ...options, ...common }));
  }

  async destroy(options: automation.DestroyOptions = {}): Promise<Result> {
    return this.succeed((common) => this.stack.destroy({ color: "never", ...options, ...common }));
  }

  async destroyFailing(options: automation.DestroyOptions = {}): Promise<Result> {
    return this.fail((common) => this.stack.destroy({ color: "never", ...options, ...common }));
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
    if (found[0] === undefined || found.length > 1) throw new Error(`The state has ${found.length} resources of the name "${name}".`);
    return found[0];
  }

  /** The state with its secrets open. */
  async openState(): Promise<StateResource[]> {
    const exported = (await this.stack.exportStack()) as { deployment: { resources?: StateResource[] } };
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

  /** A command of the CLI as a process of its own, for tests that interrupt it. */
  spawn(parameters: string[]): {
    pid: number;
    interrupt: () => void;
    ended: Promise<{ code: number | null; text: string }>;
    text: () => string;
  } {
    const child = spawn("pulumi", [...parameters, "--stack", STACK_NAME, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    const ended = new Promise<{ code: number | null; text: string }>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, text }));
    });
    return { pid: child.pid ?? 0, interrupt: () => child.kill("SIGINT"), ended, text: () => text };
  }

  /** Whether the state still holds anything but the stack itself. */
  isEmpty(): boolean {
    return this.state().every((resource) => resource.type === "pulumi:pulumi:Stack" || resource.type.startsWith("pulumi:providers:"));
  }

  private readDeployment(): { resources?: StateResource[]; pending_operations?: unknown[] } {
    const file = path.join(this.root, "state", ".pulumi", "stacks", path.basename(this.root), `${STACK_NAME}.json`);
    const stored = JSON.parse(fs.readFileSync(file, "utf8")) as {
      checkpoint: { latest?: { resources?: StateResource[]; pending_operations?: unknown[] } };
    };
    return stored.checkpoint.latest ?? {};
  }

  private async succeed(command: Command): Promise<Result> {
    const { result, failure } = await run(command);
    if (failure !== undefined) throw new Error(`The command failed, and was expected to succeed.\n${result.text}`, { cause: failure });
    return result;
  }

  private async fail(command: Command): Promise<Result> {
    const { result, failure } = await run(command);
    if (failure === undefined) throw new Error(`The command succeeded, and was expected to fail.\n${result.text}`);
    return result;
  }
}

/** What the engine said at the resource of this name, status lines left out. */
export function messagesAt(result: Result, name: string, severity?: string): string[] {
  return result.diagnostics
    .filter(
      (diagnostic) => diagnostic.name === name && !diagnostic.isEphemeral && (severity === undefined || diagnostic.severity === severity),
    )
    .map((diagnostic) => diagnostic.message);
}

/** The status lines that came and went at the resource of this name. */
export function statusLinesAt(result: Result, name: string): string[] {
  return result.diagnostics
    .filter((diagnostic) => diagnostic.name === name && diagnostic.isEphemeral)
    .map((diagnostic) => diagnostic.message);
}

async function run(command: Command): Promise<{ result: Result; failure: unknown }> {
  let text = "";
  const events: automation.EngineEvent[] = [];
  let failure: unknown;
  let answer: unknown;
  try {
    answer = await command({
      onOutput: (chunk) => (text += chunk),
      onError: (chunk) => (text += chunk),
      onEvent: (event) => events.push(event),
    });
  } catch (thrown) {
    if (!(thrown instanceof automation.CommandError)) throw thrown;
    failure = thrown;
  }
  return { result: toResult(events, text, answer), failure };
}

function toResult(events: automation.EngineEvent[], text: string, answer: unknown): Result {
  const steps = events.flatMap(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined) return [];
    // The engine writes null for what is absent.
    const { op, urn, type, detailedDiff, diffs } = resourcePreEvent.metadata;
    return [{ operation: op, name: nameOf(urn), type, urn, changed: [...new Set([...Object.keys(detailedDiff ?? {}), ...(diffs ?? [])])] }];
  });
  const operations: Record<string, string[]> = {};
  for (const { operation, name, type } of steps) {
    if (operation === "same" || type.startsWith("pulumi:")) continue;
    (operations[name] ??= []).push(operation);
  }
  const outputs = (answer as { outputs?: Record<string, { value: unknown }> } | undefined)?.outputs ?? {};
  return {
    changes:
      events
        .flatMap(({ summaryEvent }) => (summaryEvent === undefined ? [] : [summaryEvent.resourceChanges as Record<string, number>]))
        .at(-1) ?? {},
    operations,
    steps,
    diagnostics: events.flatMap(({ diagnosticEvent }) => {
      if (diagnosticEvent === undefined) return [];
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
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])),
    text,
  };
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function withoutColors(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "");
}

/** The repository's packages, so that a program needs no installation; Node resolves links to what they point to. */
function linkModules(folder: string, packageFolder: string | false): void {
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(modules, { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules", "@pulumi"), path.join(modules, "@pulumi"));
  if (packageFolder !== false) fs.symlinkSync(packageFolder, path.join(modules, "pulumi-coder"));
}
