// One fault of each class at every change that the real engine's runs send to the real server. A cell is a stack of its
// own: what has to be there is made, the fault met, and one more run has to find all as it was declared.
import { randomBytes } from "node:crypto";
import { FaultProxy, type Fault } from "../faults/fault-proxy";
import { messageFault, repeatedBlindly } from "../faults/verdicts";
import { pair, PLUGIN_FOLDER, programOn, type Host } from "./host-programs";
import { removeLeftovers } from "./leftovers";
import { ServerApi } from "./server-api";
import { Stack, type Result } from "./stack";
import { templateWithParameters } from "./templates";
import { historyOf } from "./workspaces";

const OPERATIONS = ["create", "update", "destroy"] as const;
type Operation = (typeof OPERATIONS)[number];

const CODER = { "content-type": "application/json", "x-coder-build-version": "v2.24.0+0000000" };

const CLASSES: Readonly<Record<string, Fault>> = {
  limited: { kind: "answer", status: 429, headers: { ...CODER, "retry-after": "2" }, body: '{"message":"Slow down."}' },
  gateway: { kind: "answer", status: 502, headers: { "content-type": "text/html" }, body: "<html>Bad gateway</html>" },
  "lost answer": { kind: "drop-answer" },
  unreadable: { kind: "spoil-answer", how: "truncated" },
  stalled: { kind: "hold-answer" },
};

/** The changes of each operation, as `METHOD path number`, and what the server holds in the end. */
interface Reference {
  changes: string[];
  holdings: unknown;
}

interface Played extends Reference {
  problems: string[];
}

export class EngineMatrix {
  readonly #references = new Map<Operation, Promise<Reference>>();
  readonly #api = new ServerApi(process.env["LIVE_URL"] ?? "", process.env["LIVE_TOKEN"] ?? "");

  constructor(
    private readonly host: Host,
    private readonly namePrefix = "cell-",
  ) {}

  /** As `update: PATCH /templates/:id 1: lost answer`. */
  async cells(operations: readonly Operation[] = OPERATIONS): Promise<string[]> {
    const cells: string[] = [];
    for (const operation of operations)
      for (const change of (await this.#reference(operation)).changes)
        for (const name of Object.keys(CLASSES)) cells.push(`${operation}: ${change}: ${name}`);
    return cells;
  }

  async run(cell: string): Promise<void> {
    const [operation = "", change = "", name = ""] = cell.split(": ");
    const known = OPERATIONS.find((each) => each === operation);
    const fault = CLASSES[name];
    if (known === undefined || fault === undefined) throw new Error(`There is no cell "${cell}".`);
    const { holdings } = await this.#reference(known);
    const played = await this.#play(known, { change, fault });
    const held = JSON.stringify(played.holdings);
    if (held !== JSON.stringify(holdings))
      played.problems.push(`The server holds ${held}, and should ${JSON.stringify(holdings)}.`);
    if (played.problems.length > 0) throw new Error(played.problems.join("\n"));
  }

  #reference(operation: Operation): Promise<Reference> {
    const known =
      this.#references.get(operation) ??
      this.#play(operation).then((played) => {
        if (played.problems.length === 0) return played;
        throw new Error(`Without a fault, ${operation} fails: ${played.problems.join("\n")}`);
      });
    this.#references.set(operation, known);
    return known;
  }

  async #play(operation: Operation, spoilt?: { change: string; fault: Fault }): Promise<Played> {
    const proxy = await FaultProxy.start(this.#api.url);
    const prefix = `${this.namePrefix}${randomBytes(2).toString("hex")}-`;
    const environment = { CODER_URL: proxy.url, CODER_SESSION_TOKEN: this.#api.token };
    const stack = await Stack.create(`${prefix}1`, this.#program(prefix, "one"), { environment }, proxy);
    if (this.host === "plugin") {
      const plugins = `plugins:\n  providers:\n    - name: coderd\n      path: ${JSON.stringify(PLUGIN_FOLDER)}\n`;
      stack.writeFile("Pulumi.yaml", `name: ${prefix}1\nruntime: nodejs\nmain: index.js\n${plugins}`);
    }
    try {
      if (operation !== "create") await stack.up();
      if (operation === "update") stack.writeProgram(this.#program(prefix, "two"));
      proxy.clear();
      const handle =
        spoilt && proxy.inject(filterOf(spoilt.change), spoilt.fault, { skip: numberOf(spoilt.change) - 1 });
      const command = operation === "destroy" ? "destroy" : "up";
      const met = await stack.begin(command).ended;
      const changes = numbered(proxy.mutations());
      proxy.clearFaults();
      const problems = handle?.hits === 0 ? ["The fault did not happen."] : [];
      if (met.exitCode !== 0) {
        const messages = messagesOf(met);
        if (messages.length === 0) problems.push("The run failed, and no resource said why.");
        problems.push(...messages.flatMap((message) => wordFault(message, proxy.url)));
        const again = await stack.begin(command).ended;
        if (again.exitCode !== 0) problems.push(`The next run fails: ${again.text}`);
      }
      const repeated = repeatedBlindly(proxy.requests);
      if (repeated.length > 0) problems.push(`Sent again without a look at the server: ${repeated.join(", ")}`);
      if (operation !== "destroy") {
        const { operations } = await stack.preview();
        if (Object.keys(operations).length > 0) problems.push(`Changes are left: ${JSON.stringify(operations)}`);
      }
      return { changes, problems, holdings: await this.#holdings(prefix) };
    } finally {
      if (!stack.isEmpty()) await stack.destroy();
      await removeLeftovers(this.#api, prefix);
      await proxy.close();
    }
  }

  /** Everything of the prefix, without what tells two runs apart. */
  async #holdings(prefix: string): Promise<unknown> {
    const templates = await this.#api.templates(prefix);
    const workspaces = await this.#api.workspaces(prefix);
    return {
      templates: await Promise.all(
        templates.map(async ({ id, active_version_id, ...template }) => ({
          name: template.name.replace(prefix, ""),
          description: template["description"],
          versions: (await this.#api.versions(id)).map((each) => [each.id === active_version_id, each["archived"]]),
        })),
      ),
      workspaces: await Promise.all(
        workspaces.map(async ({ id, name }) => ({
          name: name.replace(prefix, ""),
          builds: (await historyOf(this.#api, id)).map((line) => line.split(" ").slice(0, 2).join(" ")),
        })),
      ),
    };
  }

  #program(prefix: string, marker: "one" | "two"): string {
    const cpus = marker === "one" ? 1 : 2;
    return programOn(
      this.host,
      `${pair(`${prefix}t`, templateWithParameters(prefix + marker), { description: marker })}
new coderd.Workspace("workspace", { name: "${prefix}w", templateVersionId: template.activeVersionId, parameters: { cpus: ${cpus} } });
`,
    );
  }
}

function messagesOf({ diagnostics }: Result): string[] {
  return diagnostics
    .filter(({ severity, urn }) => severity === "error" && urn?.includes("coderd"))
    .map(({ message }) => message.replace(ENGINES_HEAD, ""));
}

/** What the engine puts before the words of a resource that has changed in part. */
const ENGINES_HEAD = /^1 error occurred:\s+\* /;

function wordFault(message: string, url: string): string[] {
  const fault = messageFault(message, url);
  return fault === undefined ? [] : [`${fault} It is: ${message}`];
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function numbered(changes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return changes.map((change) => {
    const line = change.replace(/\?.*$/, "").replaceAll(ID, ":id");
    const count = (counts.get(line) ?? 0) + 1;
    counts.set(line, count);
    return `${line} ${count}`;
  });
}

function numberOf(change: string): number {
  return Number(change.split(" ").at(-1));
}

function filterOf(change: string): { method: string; path: RegExp } {
  const [method = "", path = ""] = change.split(" ");
  return { method, path: new RegExp(`^${path.replaceAll(":id", ID.source)}(\\?.*)?$`) };
}
