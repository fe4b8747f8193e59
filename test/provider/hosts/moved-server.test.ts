// Both hosts with a configuration that says another server than the state, or the same one by another name.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import type { State } from "../../fakes/driver";
import { FakeEngine } from "../../fakes/engine";
import { startHost, type Host } from "../../fakes/hosts";
import type { Known } from "../../fakes/wire";

let engine: FakeEngine;
let old: FakeCoder;
let present: FakeCoder;
let folder: string;
const environment = { ...process.env };

beforeEach(async () => {
  engine = await FakeEngine.start();
  old = await FakeCoder.start();
  present = await FakeCoder.start();
  folder = mkdtempSync(join(tmpdir(), "moved-server-"));
  process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder };
});

afterEach(async () => {
  process.env = environment;
  rmSync(folder, { recursive: true });
  await old.close();
  await present.close();
  engine.close();
});

const messageOf = (thrown: unknown): string => (thrown as { message: string }).message;

/** Everything but who the token belongs to. */
function changesOn(server: FakeCoder): string[] {
  return server.takeLog().filter((line) => !line.startsWith("GET"));
}

describe.each(["plugin", "dynamic"] as const)("the %s host with the state of another server", (name) => {
  let host: Host;
  let state: Known;
  let number = 0;

  async function up(news: Properties, by = host): Promise<Known> {
    const { inputs, failures } = await by.check(news, undefined);
    expect(failures).toEqual([]);
    return { inputs, ...(await by.create(inputs)) };
  }

  async function diff({ inputs, ...known }: Known): Promise<{ isChanged: boolean; replaces: string[] }> {
    const { changes } = await host.diff(known, inputs, inputs);
    const replaces = changes.filter(({ kind }) => kind === "replace").map(({ property }) => property);
    return { isChanged: changes.length > 0, replaces };
  }

  const refresh = ({ inputs, ...known }: Known): Promise<State | undefined> => host.read(known, inputs);
  const destroy = ({ inputs, ...known }: Known): Promise<void> => host.delete(known, inputs);

  beforeEach(async () => {
    host = (await startHost(name, "Template", engine.address)).about(`example${(number += 1)}`);
    await host.configure(old.http.url);
    state = await up({ name: "docker", activeVersionId: old.addVersion().id });
    await host.configure(present.http.url);
    old.takeLog();
  });

  afterEach(async () => {
    await host.close();
  });

  it("replaces, and leaves the old object where it is", async () => {
    expect(await diff(state)).toEqual({ isChanged: true, replaces: ["url"] });
    const made = await up({ name: "docker", activeVersionId: present.addVersion().id });
    await destroy(state);
    expect(old.takeLog()).toEqual([]);
    expect(present.templates.map(({ id }) => id)).toEqual([made.id]);
    expect(present.takeLog().filter((line) => line.includes("DELETE"))).toEqual([]);
    expect(await diff(made)).toEqual({ isChanged: false, replaces: [] });
    if (name === "dynamic") return;
    while (!engine.logged.some(({ message }) => message.includes("not deleted")))
      await new Promise((resolve) => setImmediate(resolve));
    expect(engine.logged.filter(({ isEphemeral }) => !isEphemeral).map(({ message }) => message)).toEqual([
      `It is made anew on "${present.http.url}", as the configuration says. The one that the state has is on ` +
        "another server, and stays there: " +
        `${old.http.url}/templates/coder/docker`,
      "It was not deleted: it is on another server than the configured one, and stays there: " +
        `${old.http.url}/templates/coder/docker`,
    ]);
  });

  it("leaves what an earlier run has replaced, and has no difference of its own", async () => {
    const news = { name: "docker", activeVersionId: present.addVersion().id };
    const made = await up(news, host.about("of-an-earlier-run"));
    const { __urn } = state.inputs;
    const live = { ...made, inputs: { ...made.inputs, ...(__urn !== undefined && { __urn }) } };
    expect(await diff(live)).toEqual({ isChanged: false, replaces: [] });
    await destroy(state);
    expect(present.templates).toHaveLength(1);
  });

  it("refuses to forget it at a refresh, and to delete it", async () => {
    const where = `its state is of another server, where it is at ${old.http.url}/templates/coder/docker while the configuration says "${present.http.url}", which does not have it.`;
    expect(messageOf(await refresh(state).catch((thrown: unknown) => thrown))).toBe(
      `Template was not refreshed: ${where} Run \`pulumi up\` without a refresh to have it made on the configured ` +
        "server; " +
        "or put the address back (`coderd:url` or `CODER_URL`) to go on with, or delete, what is on the other. " +
        "`pulumi refresh` and `pulumi destroy` use the stack configuration of the last `pulumi up`; with " +
        "`--run-program`, the present one.",
    );
    const refused = await destroy(state).then(
      () => "",
      (thrown: unknown) => messageOf(thrown),
    );
    expect(refused).toContain(`Template was not deleted: ${where} Put the address back`);
    expect(changesOn(present)).toEqual([]);
    await host.configure(old.http.url);
    expect((await refresh(state))?.id).toBe(state.id);
    await destroy(state);
    expect(old.templates).toEqual([]);
  });

  it("takes what is gone for gone where the old address is the same server's", async () => {
    for (const server of [old, present])
      server.http.on("GET /buildinfo", { json: { version: "v2.24.0", deployment_id: "one" } });
    expect(await refresh(state)).toBeUndefined();
    await destroy(state);
    expect(changesOn(old)).toEqual([]);
  });

  it("goes on where the new address is the same server's", async () => {
    present.templates.push(...old.templates);
    present.versions.push(...old.versions);
    expect(await diff(state)).toEqual({ isChanged: false, replaces: [] });
    const refreshed = await refresh(state);
    expect(refreshed).toMatchObject({ id: state.id, outputs: { url: `${present.http.url}/templates/coder/docker` } });
    await destroy(state);
    expect(present.templates).toEqual([]);
  });

  it("takes the same address for the same however it is written, and a state without one for this server's", async () => {
    const { port } = new URL(old.http.url);
    await host.configure(`HTTP://127.0.0.1:${port}//`);
    old.takeLog();
    expect(await diff(state)).toEqual({ isChanged: false, replaces: [] });
    expect(await diff({ ...state, outputs: { ...state.outputs, url: `HTTP://127.0.0.1:${port}/x` } })).toMatchObject({
      isChanged: false,
    });
    expect(old.takeLog().filter((line) => line.includes("<docker>"))).toEqual([]);
    await host.configure(present.http.url);
    const { url, ...outputs } = state.outputs;
    expect(url).toBeDefined();
    expect(await diff({ ...state, outputs })).toEqual({ isChanged: false, replaces: [] });
    expect(await refresh({ ...state, outputs })).toBeUndefined();
  });

  it("creates what has failed to be created once, as the program asks again after an error", async () => {
    const news = { name: "docker", activeVersionId: present.addVersion().id };
    present.http.on(
      "POST /organizations/:organization/templates",
      { status: 403, json: { message: "Forbidden." } },
      () => ({
        status: 201,
        json: present.addTemplate({ name: "docker", active_version_id: news.activeVersionId }),
      }),
    );
    await expect(up(news)).rejects.toMatchObject({
      message: expect.stringContaining("Forbidden.") as string,
    });
    expect((await up(news)).id).toBe(present.templates[0]?.id);
  });
});
