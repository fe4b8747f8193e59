// What becomes of operations under way when the process of a host is told to end, or when one of them has a defect; and
// what a later process of the dynamic host makes of a state that has a resource's former name.
import { secretOnWire } from "../../../provider/hosts/wire";
import type { Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import { newId } from "../../fakes/coder/common";
import { FakeEngine } from "../../fakes/engine";
import { HostBundles, type HostProcess } from "../../fakes/host-process";
import type { HostName } from "../../fakes/hosts";
import { TOKEN } from "../../fakes/http-server";
import type { WireError } from "../../fakes/wire";

/**
 * What a host without anything to do needs to end on a busy machine: the engine waits for it after every command. Less
 * than an idle connection is kept.
 */
const IDLE_END_MILLISECONDS = 3_500;

/** What a host needs to see that the engine is gone, on a busy machine. */
const GONE_END_MILLISECONDS = 3_500;

let bundles: HostBundles;
let engine: FakeEngine;
let server: FakeCoder;
let host: HostProcess | undefined;

beforeAll(() => {
  bundles = new HostBundles();
});

afterAll(() => bundles.remove());

beforeEach(async () => {
  engine = await FakeEngine.start();
  server = await FakeCoder.start();
});

afterEach(async () => {
  await host?.wire.close();
  host = undefined;
  await server.close();
  engine.close();
});

async function start(name: HostName, preload?: string): Promise<HostProcess> {
  host = await bundles.start(name, engine.address, preload);
  const prefix = name === "plugin" ? "" : "coderd:";
  await host.wire.configure({ [`${prefix}url`]: server.http.url, [`${prefix}token`]: secretOnWire(TOKEN) });
  return host;
}

/** What a program declares; of a dynamic resource, with what its class adds. */
function declared(name: HostName, type: string, properties: Properties, resourceName = "x"): Properties {
  const urn = `urn:pulumi:dev::project::x:${type}::${resourceName}`;
  return name === "plugin" ? properties : { ...properties, __provider: bundles.line(type), __urn: urn };
}

/** A version that exists on the server, and whose import is still running. */
async function creation({ wire }: HostProcess, name: HostName): Promise<{ failure: Promise<WireError> }> {
  server.imports.push("running");
  const version = { templateName: "docker", source: { files: { "main.tf": "# example" } } };
  const { inputs, failures } = await wire.check("TemplateVersion", declared(name, "TemplateVersion", version));
  expect(failures).toEqual([]);
  const failure = wire.create("TemplateVersion", inputs).then(
    () => Promise.reject(new Error("It was created.")),
    (error: WireError) => error,
  );
  while (server.http.requestsTo("GET /templateversions/:id/logs").length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return { failure };
}

describe.each(["plugin", "dynamic"] as const)("the process of the %s host", (name) => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGTERM SIGTERM", "SIGINT SIGINT", "SIGINT SIGTERM"])(
    "answers what it has made before it ends at %s",
    async (text) => {
      const signals = text.split(" ") as NodeJS.Signals[];
      const process = await start(name);
      const { failure } = await creation(process, name);
      for (const signal of signals) {
        process.signal(signal);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      const error = await failure;
      expect(error.message).toContain("interrupted");
      expect(error.partial).toMatchObject({
        id: server.versions[0]?.id,
        properties: { templateName: "docker", status: "canceled" },
      });
      expect(server.versions[0]?.job.status).toBe("canceled");
      expect(await process.ended).toEqual({ code: 0, signal: null });
    },
  );

  it("ends soon when it has nothing to do", async () => {
    const process = await start(name);
    await process.wire.check("Template", declared(name, "Template", { name: "docker", activeVersionId: newId() }));
    const began = performance.now();
    process.signal("SIGINT");
    expect(await process.ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(IDLE_END_MILLISECONDS);
  });

  it("ends at once, and changes nothing more, when the engine is gone", async () => {
    const process = await start(name);
    const { failure } = await creation(process, name);
    const sent = server.http.requests.filter(({ method }) => method !== "GET").length;
    const began = performance.now();
    engine.close();
    expect(await process.ended).toEqual({ code: 1, signal: null });
    expect(performance.now() - began).toBeLessThan(GONE_END_MILLISECONDS);
    expect((await failure).partial).toBeUndefined();
    expect(server.http.requests.filter(({ method }) => method !== "GET")).toHaveLength(sent);
    expect(server.versions[0]?.job.status).toBe("running");
  });

  it("goes on with what others wait for when a token is refused in two requests at once", async () => {
    const process = await start(name);
    const { failure } = await creation(process, name);
    server.http.on("GET /users/me", {
      status: 401,
      json: { message: "You are signed out or your session has expired." },
    });
    for (const route of ["GET /users/:user", "GET /templates/:id"])
      server.http.on(route, { status: 401, json: { message: "Signed out." } });
    const workspace = { name: "dev", owner: "bob", favorite: true, templateId: "11111111-1111-4111-8111-111111111111" };
    const { failures } = await process.wire.check("Workspace", declared(name, "Workspace", workspace));
    expect(failures).toEqual([
      { property: "", reason: expect.stringContaining("The token was refused by the Coder server") as string },
    ]);
    process.signal("SIGTERM");
    expect((await failure).partial?.id).toBe(server.versions[0]?.id);
  });

  it("goes on with what others wait for after a defect that nothing catches, and shows it", async () => {
    const thrower = `process.on("SIGUSR2", () => { void Promise.reject(new Error("first")); setTimeout(() => { throw new Error("second"); }); })`;
    const process = await start(name, thrower);
    const { failure } = await creation(process, name);
    process.signal("SIGUSR2");
    while (!process.errors.includes("first") || !process.errors.includes("second"))
      await new Promise((resolve) => setTimeout(resolve, 10));
    process.signal("SIGTERM");
    expect((await failure).partial?.id).toBe(server.versions[0]?.id);
  });
});

it("ends the dynamic host as well when the engine was gone before its first resource was loaded", async () => {
  host = await bundles.start("dynamic", engine.address);
  engine.close();
  const { wire } = host;
  void wire.check("Template", declared("dynamic", "Template", { name: "docker" })).catch(() => undefined);
  expect(await host.ended).toEqual({ code: 1, signal: null });
});

describe("a resource of the dynamic host", () => {
  /** Another run: what the engine keeps is all that it has of the one before. */
  async function nextRun(): Promise<HostProcess["wire"]> {
    if (host?.isRunning === true) host.signal("SIGINT");
    await host?.ended;
    await host?.wire.close();
    return (await start("dynamic")).wire;
  }

  it.each(["old", "new"])(
    'has its old object deleted by a replacement when it was made as "old" and is called "%s"',
    async (name) => {
      const news = { name: "docker", activeVersionId: server.addVersion().id };
      let wire = await nextRun();
      const made = await wire.check("Template", declared("dynamic", "Template", news, "old"));
      const state = await wire.create("Template", made.inputs);

      wire = await nextRun();
      const same = await wire.check("Template", declared("dynamic", "Template", news, name), { olds: state.inputs });
      expect((await wire.diff("Template", state, same.inputs)).changes).toBe("NONE");
      // Without a difference the outputs stay as they are, with the former name in them.
      const kept = { ...state, inputs: same.inputs };

      wire = await nextRun();
      const moved = await wire.check(
        "Template",
        declared("dynamic", "Template", { ...news, organization: "research" }, name),
        {
          olds: kept.inputs,
        },
      );
      expect((await wire.diff("Template", kept, moved.inputs)).replaces).toEqual(["organization"]);
      await wire.delete("Template", kept);
      expect(server.templates).toEqual([]);
    },
  );
});
