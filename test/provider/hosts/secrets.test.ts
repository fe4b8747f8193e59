// No secret leaves an operation, of whatever resource, on either host, in steps that pass and in steps that fail: where
// the server repeats the token and the values that it was sent, in errors, pages, headers and logs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretOnWire } from "../../../provider/hosts/wire";
import { resourceTypes, type ResourceType } from "../../../provider/registry";
import { isProperties, type Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import { parameter } from "../../fakes/coder/template-versions";
import { logLines } from "../../fakes/coder/workspace-builds";
import { Lifecycle, type Calls } from "../../fakes/driver";
import { FakeEngine } from "../../fakes/engine";
import { startHost, type Host, type HostName } from "../../fakes/hosts";
import { TOKEN, type Reply } from "../../fakes/http-server";
import { scanFolder, scanTexts } from "../../fakes/leak-scan";
import { addPromotable } from "../../fakes/promotions";
import { repeated, repeatingAnswers } from "../../fakes/repeating-answers";
import { addTemplate } from "../../fakes/workspace-runs";

/** Of a variable and of a parameter, before and after a change. */
const SECRETS = {
  token: TOKEN,
  first: 'hunter2 "9f2c77" /e1b0?&ü',
  second: "sesame-4be1d05c77",
};

type Inputs = (server: FakeCoder, secret: unknown) => Properties;

interface Scenario {
  /** Prepares the server. */
  begin(server: FakeCoder): void;
  inputs: Inputs;
}

const versionScenario = (inputs: (files: Properties, secret: unknown) => Properties): Scenario => ({
  begin: (server) => (server.variables = [{ name: "password", sensitive: true }]),
  inputs: (_server, secret) =>
    inputs({ files: { "main.tf": 'variable "password" {\n  type = string\n  sensitive = true\n}\n' } }, secret),
});

const workspaceScenario = (inputs: Inputs, isThere: boolean): Scenario => ({
  begin: (server) => {
    const { versionId } = addTemplate(server, [parameter("key", "string", { default_value: "none" })]);
    if (isThere) server.addWorkspace("me", { name: "dev", template_version_id: versionId });
  },
  inputs,
});

const SCENARIOS: Record<ResourceType, Scenario> = {
  TemplateVersion: versionScenario((source, password) => ({
    templateName: "docker",
    source,
    variables: { password },
  })),
  Template: versionScenario((source, password) => ({ name: "docker", source, variables: { password } })),
  TemplatePromotion: {
    begin: addPromotable,
    inputs: ({ templates, versions }, secret) => ({
      templateId: templates[0]?.id,
      templateVersionId: versions[secretText(secret) === SECRETS.first ? 1 : 2]?.id,
    }),
  },
  Workspace: workspaceScenario(
    ({ templates }, key) => ({ name: "dev", templateId: templates[0]?.id, parameters: { key } }),
    false,
  ),
  WorkspaceBuild: workspaceScenario(
    ({ workspaces }, key) => ({ workspaceId: workspaces[0]?.id, transition: "start", parameters: { key } }),
    true,
  ),
  BuildParameters: workspaceScenario(
    ({ workspaces }, key) => ({ workspaceId: workspaces[0]?.id, parameters: { key } }),
    true,
  ),
  // To the dynamic host, no value comes as a secret.
  Group: {
    begin: () => {},
    inputs: (_server, secret) =>
      isProperties(secret)
        ? { name: "devs", displayName: secret }
        : { name: "devs", displayName: secret === SECRETS.first ? "One" : "Two" },
  },
};
/** What is sent of the secrets at all. */
const isTold = (name: HostName, type: ResourceType): boolean =>
  type !== "TemplatePromotion" && (type !== "Group" || name === "plugin");

const CASES = (["plugin", "dynamic"] as const).flatMap((host) => resourceTypes.map((type) => [host, type] as const));
const { argv } = process;
const environment = { ...process.env };

let folder: string;
let engine: FakeEngine;
let server: FakeCoder;
let host: Host | undefined;
/** What was said outside the engine's log. */
let said: string[];
/** What the server may repeat: the token, and what the operation under way was given. */
let repeatable: string[];

beforeAll(async () => {
  engine = await FakeEngine.start();
  process.argv = [argv[0] ?? "", argv[1] ?? "", engine.address];
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
  process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder };
});

afterEach(() => {
  process.env = environment;
  rmSync(folder, { recursive: true });
});

afterAll(() => {
  process.argv = argv;
  engine.close();
});

function secretText(secret: unknown): unknown {
  return isProperties(secret) ? secret["value"] : secret;
}

/** Opens no envelope: what is in one, the engine encrypts. */
function withoutEnvelopes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEnvelopes);
  if (!isProperties(value)) return value;
  if ("4dabf18193072939515e22adb298388d" in value) return "(secret)";
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutEnvelopes(entry)]));
}

/** The same calls; the server learns which secrets each was given. */
function watched(calls: Host): Calls {
  const given = <Result>(run: () => Result, ...values: unknown[]): Result => {
    const text = JSON.stringify(values);
    const told = Object.values(SECRETS).filter((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
    repeatable = [...new Set([TOKEN, ...told])];
    return run();
  };
  return {
    check: (news, olds) => given(() => calls.check(news, olds), news, olds),
    diff: (state, inputs, olds) => given(() => calls.diff(state, inputs, olds), state, inputs, olds),
    create: (inputs) => given(() => calls.create(inputs), inputs),
    read: (state, olds) => given(() => calls.read(state, olds), state),
    update: (state, inputs, olds) => given(() => calls.update(state, inputs, olds), state, inputs),
    delete: (state, olds) => given(() => calls.delete(state, olds), state),
  };
}

/** One of the ways to repeat what the operation was given. */
function answerOf(way: number): Reply {
  const answers = Object.values(repeatingAnswers(repeatable));
  return answers[way % answers.length] ?? {};
}

async function begin(name: HostName, type: ResourceType): Promise<Lifecycle> {
  server = await FakeCoder.start({ isLicensed: true });
  said = [];
  engine.logged.length = 0;
  SCENARIOS[type].begin(server);
  host = (await startHost(name, type, engine.address)).about("example");
  await host.configure(server.http.url);
  return new Lifecycle(watched(host));
}

async function end(): Promise<void> {
  await host?.close();
  await server.close();
}

/** All of an error but the object's properties, which the engine keeps. */
function textsOf(thrown: unknown): string[] {
  if (!isProperties(thrown) && !(thrown instanceof Error)) return [];
  const { message, stack, cause, reasons, partial } = thrown as Error & { reasons?: unknown; partial?: unknown };
  const more = isProperties(partial) ? partial["reasons"] : undefined;
  return [message, stack ?? "", JSON.stringify([reasons, more]), ...textsOf(cause)];
}

/** Everything in a resource's life, whatever fails in between. Says how many steps have failed. */
async function live(name: HostName, type: ResourceType, resource: Lifecycle): Promise<number> {
  const wrapped = (value: string): unknown => (name === "plugin" ? secretOnWire(value) : value);
  const news = (secret: string): Properties => SCENARIOS[type].inputs(server, wrapped(secret));
  let failures = 0;
  const step = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      said.push(JSON.stringify(await run()) ?? "");
    } catch (thrown) {
      failures += 1;
      said.push(...textsOf(thrown));
    }
    // The dynamic host's engine encrypts outputs of the inputs' names by itself.
    if (name === "plugin") said.push(JSON.stringify(withoutEnvelopes(resource.outputs)));
  };
  await step(() => resource.up(news(SECRETS.first)));
  await step(() => resource.refresh());
  await step(() => resource.up(news(SECRETS.second)));
  await step(() => resource.destroy());
  return failures;
}

function expectNoLeak(): void {
  expect(scanTexts([...said, ...engine.logged.map(({ message }) => message)], SECRETS)).toEqual([]);
  expect(scanFolder(folder, SECRETS)).toEqual({ leaks: [], unread: [] });
}

describe.each(CASES)("on the %s host, %s", (name, type) => {
  it("says no secret where everything passes", async () => {
    const resource = await begin(name, type);
    try {
      expect(await live(name, type, resource)).toBe(0);
      expect(server.http.requests.some(({ body }) => body.includes(SECRETS.second))).toBe(isTold(name, type));
      expectNoLeak();
    } finally {
      await end();
    }
  });

  it("says no secret whichever of its requests is answered with all of them", async () => {
    let failing = 0;
    // Each host gets every second one.
    for (let hit = name === "plugin" ? 1 : 2; ; hit += 2) {
      const resource = await begin(name, type);
      let count = 0;
      server.http.instead = () => ((count += 1) === hit ? answerOf(hit) : undefined);
      try {
        if ((await live(name, type, resource)) > 0) failing += 1;
        if (count < hit) break;
        expectNoLeak();
      } finally {
        await end();
      }
    }
    expect(failing).toBeGreaterThan(1);
  });

  it("says no secret where every request of a step is answered so, in each way", async () => {
    for (const way of Object.keys(repeatingAnswers([])).keys()) {
      const resource = await begin(name, type);
      server.http.instead = ({ method, path }) =>
        method !== "GET" && path !== "/api/v2/files" ? answerOf(way) : undefined;
      try {
        expect({ way, failures: await live(name, type, resource) }).not.toEqual({ way, failures: 0 });
        expectNoLeak();
      } finally {
        await end();
      }
    }
  });
});

const BUILDING = CASES.filter(([, type]) => type !== "TemplatePromotion" && type !== "Group");

it.each(BUILDING)("on the %s host, a failed job of %s is told of without what its log repeats", async (name, type) => {
  const resource = await begin(name, type);
  // A log repeats what the server was sent for this.
  const sent = (secret: string): boolean =>
    server.http.requests.some(({ body }) => body.includes(JSON.stringify(secret).slice(1, -1)));
  server.http.before = () => {
    const words = repeated(repeatable.filter((secret) => secret === TOKEN || sent(secret)));
    server.log.splice(0, server.log.length, `Error: ${words}`, "╷\n│ Error: It failed.\n╵");
    for (const job of [...server.versions, ...server.builds].map((each) => each.job))
      if (job.status === "failed") Object.assign(job, { error: `terraform apply: ${words}` });
  };
  server.http.on("GET /templateversions/:id/logs", () => ({ json: logLines(server) }));
  server.imports.push("failed", "failed", "failed");
  server.endings.push("failed", "failed", "failed");
  try {
    expect(await live(name, type, resource)).toBeGreaterThan(1);
    expect(said.join("\n")).toContain("It failed.");
    expect(said.join("\n")).toContain("I was told [secret]");
    expectNoLeak();
  } finally {
    await end();
  }
});
