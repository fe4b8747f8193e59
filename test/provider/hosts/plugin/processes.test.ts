// Plugin processes of one run: a program with two explicit providers to one server has one process for each, and they
// hear of each other.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { secretOnWire } from "../../../../provider/hosts/wire";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { FakeEngine } from "../../../fakes/engine";
import { HostBundles, type HostProcess } from "../../../fakes/host-process";
import { TOKEN } from "../../../fakes/http-server";
import { type Known, urnOf, type Wire, type WireError } from "../../../fakes/wire";

let bundles: HostBundles;
let engine: FakeEngine;
let server: FakeCoder;
let home: string;
const hosts: HostProcess[] = [];

beforeAll(() => {
  bundles = new HostBundles();
  home = join(bundles.folder, "home");
  process.env["PULUMI_HOME"] = home;
});

afterAll(() => bundles.remove());

beforeEach(async () => {
  engine = await FakeEngine.start();
  server = await FakeCoder.start();
});

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.wire.close();
  await server.close();
  engine.close();
  rmSync(home, { recursive: true, force: true });
});

/** A process of the run for one explicit provider. */
async function start(url = server.http.url): Promise<Wire> {
  const host = await bundles.start("plugin", engine.address);
  hosts.push(host);
  await host.wire.configure({ url, token: secretOnWire(TOKEN) });
  return host.wire;
}

/** As the engine ends all of them, with the state saved. */
async function endRun(): Promise<void> {
  for (const host of hosts.splice(0)) {
    host.signal("SIGINT");
    await host.ended;
    await host.wire.close();
  }
}

/** A template that an earlier run made as resource "old". */
async function existing(): Promise<{ state: Known; news: Properties }> {
  const wire = (await start()).about("old");
  const news = { name: "docker", activeVersionId: server.addVersion().id };
  const { inputs } = await wire.check("Template", news);
  const state = await wire.create("Template", inputs);
  await endRun();
  return { state, news };
}

function failureOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => Promise.reject(new Error("It succeeded.")),
    (error: WireError) => error.message,
  );
}

function ids(): string[] {
  return server.templates.map(({ id }) => id);
}

it("keeps what was refused to the resource under its new name and provider from being deleted under the old ones", async () => {
  const { state, news } = await existing();
  const [one, two] = [await start(), await start()];
  const { failures } = await one.about("new").check("Template", { ...news, activeVersionId: server.addVersion().id });
  expect(failures).toEqual([
    { property: "", reason: expect.stringContaining(`\`aliases: ["${urnOf("Template", "old")}"]\``) as string },
  ]);
  expect(await failureOf(two.about("old").delete("Template", state))).toContain(
    `was not deleted: resource "${urnOf("Template", "new")}" of this program asks for it, and does not have it.`,
  );
  expect(ids()).toEqual([state.id]);
});

it("leaves alone what another provider's resource has adopted, whatever address the server has there", async () => {
  const { state, news } = await existing();
  const [one, two] = [await start(server.http.url.replace("127.0.0.1", "localhost")), await start()];
  const { inputs, failures } = await one.about("new").check("Template", { ...news, adopt: state.id });
  expect(failures).toEqual([]);
  expect((await one.about("new").create("Template", inputs)).id).toBe(state.id);
  await two.about("old").delete("Template", state);
  expect(ids()).toEqual([state.id]);
  while (engine.logged.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(engine.logged.map(({ message }) => message)).toEqual([
    `The template ${state.id} stays: resource "${urnOf("Template", "new")}" has it now, and ` +
      `"${urnOf("Template", "old")}" only forgets it.`,
  ]);
});

it("refuses at preview two resources of one name", async () => {
  const [one, two] = [await start(), await start()];
  const news = { name: "docker", activeVersionId: server.addVersion().id };
  expect((await one.about("first").check("Template", news)).failures).toEqual([]);
  const { failures } = await two
    .about("second")
    .check("Template", { ...news, activeVersionId: server.addVersion().id });
  expect(failures).toEqual([
    {
      property: "",
      reason: expect.stringContaining(
        `Another resource of this program, "${urnOf("Template", "first")}", declares the template "docker"`,
      ) as string,
    },
  ]);
});

it("ends as soon as nothing is open, also when the engine's connection goes at that moment", async () => {
  // The longest wait of the host would be one without end.
  const endlessWait =
    "const { setTimeout: set } = global; global.setTimeout = (run, time) => set(run, time < 5000 ? time : 2 ** 30)";
  const lostAtSignal = `const http2 = require("node:http2"), { createServer } = http2;
    http2.createServer = (...options) => createServer(...options).on("session", (session) =>
      process.prependListener("SIGINT", () => session.destroy()));`;
  const host = await bundles.start("plugin", engine.address, `${endlessWait};${lostAtSignal}`);
  hosts.push(host);
  await host.wire.configure({ url: server.http.url, token: secretOnWire(TOKEN) });
  host.signal("SIGINT");
  expect(await host.ended).toEqual({ code: 0, signal: null });
});

it("deletes, and tells of a name that is taken, where nothing can be written in Pulumi's home", async () => {
  const { state, news } = await existing();
  rmSync(join(home, "pulumi-coderd"), { recursive: true });
  // For root no folder is closed: a file in its place fails in the same calls.
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "pulumi-coderd"), "");
  const other = server.addTemplate({ name: "other" });
  const wire = await start();
  const { failures } = await wire
    .about("new")
    .check("Template", { ...news, name: "other", activeVersionId: other.active_version_id });
  expect(failures).toEqual([
    { property: "", reason: expect.stringContaining('The name "other" is taken by template') as string },
  ]);
  await wire.about("old").delete("Template", state);
  expect(ids()).toEqual([other.id]);
});
