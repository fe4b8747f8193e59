// Both hosts with a configuration that says another server than the state, or the same one by another name.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get, type DynamicProvider } from "../../../provider/hosts/dynamic";
import { secretOnWire, type Properties } from "../../../provider/values";
import { FakeCoder } from "../../fakes/coder";
import { FakeEngine } from "../../fakes/engine";
import { TOKEN } from "../../fakes/http-server";
import { type Known, Wire } from "../../fakes/wire";

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

/** A host as these tests need it: what differs between the two, made the same. */
interface Host {
  configure(url: string): Promise<void>;
  up(urn: string, news: Properties): Promise<Known>;
  diff(urn: string, state: Known): Promise<{ isChanged: boolean; replaces: string[] }>;
  refresh(urn: string, state: Known): Promise<Known | undefined>;
  delete(urn: string, state: Known): Promise<void>;
  close(): Promise<void>;
}

class Plugin implements Host {
  private constructor(private readonly wire: Wire) {}

  static async start(): Promise<Host> {
    return new Plugin(await Wire.start(engine.address));
  }

  async configure(url: string): Promise<void> {
    await this.wire.configure({ url, token: secretOnWire(TOKEN) });
  }

  async up(_urn: string, news: Properties): Promise<Known> {
    const { inputs, failures } = await this.wire.check("Template", news);
    expect(failures).toEqual([]);
    return this.wire.create("Template", inputs);
  }

  async diff(_urn: string, state: Known): Promise<{ isChanged: boolean; replaces: string[] }> {
    const { changes, replaces } = await this.wire.diff("Template", state, state.inputs);
    return { isChanged: changes === "SOME", replaces };
  }

  refresh(_urn: string, state: Known): Promise<Known | undefined> {
    return this.wire.read("Template", state.id, state);
  }

  delete(_urn: string, state: Known): Promise<void> {
    return this.wire.delete("Template", state);
  }

  close(): Promise<void> {
    return this.wire.close();
  }
}

class Dynamic implements Host {
  private readonly provider: DynamicProvider = get("Template");

  static start(): Promise<Host> {
    return Promise.resolve(new Dynamic());
  }

  configure(url: string): Promise<void> {
    const settings: Record<string, string> = { "coderd:url": url, "coderd:token": TOKEN };
    this.provider.configure({ config: { get: (key) => settings[key] } });
    return Promise.resolve();
  }

  async up(urn: string, news: Properties): Promise<Known> {
    const { inputs, failures } = await this.provider.check({}, { ...news, __urn: urn });
    expect(failures).toEqual([]);
    const { id, outs } = await this.provider.create(inputs);
    return { id, inputs, outputs: outs };
  }

  async diff(_urn: string, state: Known): Promise<{ isChanged: boolean; replaces: string[] }> {
    const { changes, replaces } = await this.provider.diff(state.id, state.outputs, state.inputs);
    return { isChanged: changes, replaces };
  }

  async refresh(_urn: string, state: Known): Promise<Known | undefined> {
    const { id, props, inputs } = await this.provider.read(state.id, state.outputs);
    return id === undefined ? undefined : { id, inputs: inputs ?? state.inputs, outputs: props ?? {} };
  }

  delete(_urn: string, state: Known): Promise<void> {
    return this.provider.delete(state.id, state.outputs);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const messageOf = (thrown: unknown): string => (thrown as { message: string }).message;

/** Everything but who the token belongs to. */
function changesOn(server: FakeCoder): string[] {
  return server.takeLog().filter((line) => !line.startsWith("GET"));
}

describe.each([
  ["plugin", Plugin],
  ["dynamic", Dynamic],
] as const)("the %s host with the state of another server", (name, kind) => {
  let host: Host;
  let state: Known;
  let urn: string;
  let number = 0;

  beforeEach(async () => {
    host = await kind.start();
    await host.configure(old.http.url);
    urn = `urn:pulumi:test::project::coderd:index:Template::example${name === "plugin" ? "" : (number += 1)}`;
    state = await host.up(urn, { name: "docker", activeVersionId: old.addVersion().id });
    await host.configure(present.http.url);
    old.takeLog();
  });

  afterEach(async () => {
    await host.close();
  });

  it("replaces, and leaves the old object where it is", async () => {
    expect(await host.diff(urn, state)).toEqual({ isChanged: true, replaces: ["url"] });
    const made = await host.up(urn, { name: "docker", activeVersionId: present.addVersion().id });
    await host.delete(urn, state);
    expect(old.takeLog()).toEqual([]);
    expect(present.templates.map(({ id }) => id)).toEqual([made.id]);
    expect(present.takeLog().filter((line) => line.includes("DELETE"))).toEqual([]);
    expect(await host.diff(urn, made)).toEqual({ isChanged: false, replaces: [] });
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
    const made = await host.up(`${urn}-of-an-earlier-run`, {
      name: "docker",
      activeVersionId: present.addVersion().id,
    });
    const live = { ...made, inputs: { ...made.inputs, ...("__urn" in made.inputs && { __urn: urn }) } };
    expect(await host.diff(urn, live)).toEqual({ isChanged: false, replaces: [] });
    await host.delete(urn, state);
    expect(present.templates).toHaveLength(1);
  });

  it("refuses to forget it at a refresh, and to delete it", async () => {
    const where = `its state is of another server, where it is at ${old.http.url}/templates/coder/docker while the configuration says "${present.http.url}", which does not have it.`;
    expect(messageOf(await host.refresh(urn, state).catch((thrown: unknown) => thrown))).toBe(
      `Template was not refreshed: ${where} Run \`pulumi up\` without a refresh to have it made on the configured ` +
        "server; " +
        "or put the address back (`coderd:url` or `CODER_URL`) to go on with, or delete, what is on the other. " +
        "`pulumi refresh` and `pulumi destroy` use the stack configuration of the last `pulumi up`; with " +
        "`--run-program`, the present one.",
    );
    const refused = await host.delete(urn, state).then(
      () => "",
      (thrown: unknown) => messageOf(thrown),
    );
    expect(refused).toContain(`Template was not deleted: ${where} Put the address back`);
    expect(changesOn(present)).toEqual([]);
    await host.configure(old.http.url);
    expect((await host.refresh(urn, state))?.id).toBe(state.id);
    await host.delete(urn, state);
    expect(old.templates).toEqual([]);
  });

  it("takes what is gone for gone where the old address is the same server's", async () => {
    for (const server of [old, present])
      server.http.on("GET /buildinfo", { json: { version: "v2.24.0", deployment_id: "one" } });
    expect(await host.refresh(urn, state)).toBeUndefined();
    await host.delete(urn, state);
    expect(changesOn(old)).toEqual([]);
  });

  it("goes on where the new address is the same server's", async () => {
    present.templates.push(...old.templates);
    present.versions.push(...old.versions);
    expect(await host.diff(urn, state)).toEqual({ isChanged: false, replaces: [] });
    const refreshed = await host.refresh(urn, state);
    expect(refreshed).toMatchObject({ id: state.id, outputs: { url: `${present.http.url}/templates/coder/docker` } });
    await host.delete(urn, state);
    expect(present.templates).toEqual([]);
  });

  it("takes the same address for the same however it is written, and a state without one for this server's", async () => {
    const { port } = new URL(old.http.url);
    await host.configure(`HTTP://127.0.0.1:${port}//`);
    old.takeLog();
    expect(await host.diff(urn, state)).toEqual({ isChanged: false, replaces: [] });
    expect(
      await host.diff(urn, { ...state, outputs: { ...state.outputs, url: `HTTP://127.0.0.1:${port}/x` } }),
    ).toMatchObject({
      isChanged: false,
    });
    expect(old.takeLog().filter((line) => line.includes("<docker>"))).toEqual([]);
    await host.configure(present.http.url);
    const { url, ...outputs } = state.outputs;
    expect(url).toBeDefined();
    expect(await host.diff(urn, { ...state, outputs })).toEqual({ isChanged: false, replaces: [] });
    expect(await host.refresh(urn, { ...state, outputs })).toBeUndefined();
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
    await expect(host.up(urn, news)).rejects.toMatchObject({
      message: expect.stringContaining("Forbidden.") as string,
    });
    expect((await host.up(urn, news)).id).toBe(present.templates[0]?.id);
  });
});
