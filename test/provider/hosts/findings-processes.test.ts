// What an attack on the lifecycle once found about processes that are told to end, are killed or have a defect stays
// mended, on both hosts: each is a process here, as the engine starts it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretOnWire } from "../../../provider/hosts/wire";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import { FakeCoder } from "../../fakes/coder";
import { Lifecycle } from "../../fakes/driver";
import { FakeEngine } from "../../fakes/engine";
import { HostBundles, type HostProcess } from "../../fakes/host-process";
import { callsOn, type HostName } from "../../fakes/hosts";
import { FakeServer, TOKEN } from "../../fakes/http-server";
import { untrusted } from "../../fakes/untrusted-certificate";

const AUTHORITY = join(__dirname, "../../live/certificates/authority.pem");
const environment = { ...process.env };

let bundles: HostBundles;
let engine: FakeEngine;
let server: FakeCoder;
let home: string;
let running: HostProcess | undefined;

beforeAll(() => {
  bundles = new HostBundles();
});

afterAll(() => bundles.remove());

beforeEach(async () => {
  engine = await FakeEngine.start();
  server = await FakeCoder.start({ isLicensed: true });
  home = mkdtempSync(join(tmpdir(), "findings-"));
  process.env = { ...environment, PULUMI_HOME: home };
});

afterEach(async () => {
  process.env = environment;
  await running?.wire.close();
  running = undefined;
  await server.close();
  engine.close();
  rmSync(home, { recursive: true });
});

/** Another run: what the notes and the engine keep is all that it has of the one before. */
async function nextRun(host: HostName, settings: Record<string, string> = { url: server.url }): Promise<HostProcess> {
  if (running?.isRunning === true) running.signal("SIGINT");
  await running?.wire.close();
  engine.close();
  engine = await FakeEngine.start();
  running = await bundles.start(host, engine.address);
  const prefix = host === "plugin" ? "" : "coderd:";
  const all = Object.entries({ token: secretOnWire(TOKEN), ...settings });
  await running.wire.configure(Object.fromEntries(all.map(([key, value]) => [prefix + key, value])));
  return running;
}

function resource(host: HostName, type: ResourceType, former?: Lifecycle): Lifecycle {
  if (running === undefined) throw new Error("There is no run.");
  const __urn = `urn:pulumi:test::project::pulumi-nodejs:dynamic/coderd:${type}::example`;
  const hidden = host === "plugin" ? {} : { __provider: bundles.line(type), __urn };
  const { id = "", inputs, outputs = {} } = former ?? {};
  return Object.assign(new Lifecycle(callsOn(running.wire, type, hidden)), { id, inputs, outputs });
}

function addTemplate(): { templateId: string; versionId: string } {
  const { id: versionId } = server.addVersion();
  return { templateId: server.addTemplate({ active_version_id: versionId }).id, versionId };
}

/** Kills the process once the server has acted on the n-th request to a route, or before it does. */
function killAt(route: string, { nth = 1, isDone = true } = {}): Promise<void> {
  const { http } = server;
  return new Promise((resolve) => {
    let requests = 0;
    http.before = async (found) => {
      if (found !== route) return;
      requests += 1;
      if (requests !== nth) return;
      const kill = async (): Promise<void> => {
        running?.signal("SIGKILL");
        await running?.ended;
        resolve();
      };
      if (isDone) setTimeout(() => void kill(), 0);
      else await kill();
    };
  });
}

async function died(act: Promise<unknown>): Promise<void> {
  expect(await rejection(act)).toBeInstanceOf(Error);
  server.http.before = undefined;
}

function statuses(workspaceId: string): string[] {
  return server.builds.filter((build) => build.workspace_id === workspaceId).map(({ status }) => status);
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("a signal in the middle of a creation", () => {
    it("leaves the id of the workspace in the state", async () => {
      const { templateId } = addTemplate();
      const process = await nextRun(host);
      server.endings.push("active");
      const workspace = resource(host, "Workspace");
      const created = rejection(workspace.up({ name: "dev", templateId }));
      while (server.workspaces.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      process.signal("SIGTERM");
      expect((await created).message).toContain("interrupted");
      expect(workspace.id).toBe(server.workspaces[0]?.id);
    });
  });

  describe("a death between the stop and the start of a roll-out", () => {
    it("leaves a workspace that the next run starts, with what was to be built", async () => {
      const { templateId, versionId } = addTemplate();
      const { id: newVersionId } = server.addVersion({ name: "v2", template_id: templateId });
      await nextRun(host);
      const before = resource(host, "Workspace");
      await before.up({ name: "dev", templateVersionId: versionId });
      const killed = killAt("POST /workspaces/:id/builds", { nth: 2, isDone: false });
      server.http.on("POST /workspaces/:id/builds", ({ json }) =>
        running?.isRunning === true
          ? { status: 201, json: server.build(before.id, json as { transition: "stop" }) }
          : { drop: "before" },
      );
      await died(before.up({ name: "dev", templateVersionId: newVersionId }));
      await killed;
      expect(statuses(before.id)).toEqual(["running", "stopped"]);
      await nextRun(host);
      const after = resource(host, "Workspace", before);
      await after.up({ name: "dev", templateVersionId: newVersionId });
      expect(statuses(before.id)).toEqual(["running", "stopped", "running"]);
      expect(after.outputs).toMatchObject({ status: "running", templateVersionName: "v2" });
    });
  });

  describe("a death after a creation that nobody was told of", () => {
    it("leaves a workspace that the next run goes on with, of whatever version is active by now", async () => {
      const { templateId } = addTemplate();
      await nextRun(host);
      const killed = killAt("POST /users/:user/workspaces");
      await died(resource(host, "Workspace").up({ name: "dev", templateId, transition: "stop" }));
      await killed;
      server.template(templateId).active_version_id = server.addVersion({ name: "v2", template_id: templateId }).id;
      await nextRun(host);
      const workspace = resource(host, "Workspace");
      await workspace.up({ name: "dev", templateId, transition: "stop" });
      expect(server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);
      expect(workspace.outputs["status"]).toBe("stopped");
    });

    it("leaves a group that the next run goes on with", async () => {
      await nextRun(host);
      const killed = killAt("POST /organizations/:organization/groups");
      await died(resource(host, "Group").up({ name: "lab" }));
      await killed;
      await nextRun(host);
      const group = resource(host, "Group");
      await group.up({ name: "lab", displayName: "The lab" });
      expect(server.group("lab")).toMatchObject({ id: group.id, display_name: "The lab" });
    });
  });

  describe("an object of an earlier run that is to be replaced by command", () => {
    it.each(["Workspace", "Template"] as const)("is refused and stays, where it is a %s", async (type) => {
      const { templateId } = addTemplate();
      const declared: Properties =
        type === "Workspace" ? { name: "dev", templateId } : { name: "same", activeVersionId: server.addVersion().id };
      await nextRun(host);
      const old = resource(host, type);
      await old.up(declared);
      await nextRun(host);
      const same = resource(host, type, old);
      expect(await same.changes(declared)).toEqual([]);
      const error = await rejection(resource(host, type).up(declared));
      expect(error.message).toContain("set `deleteBeforeReplace: true`");
      expect(type === "Workspace" ? server.liveWorkspaces : server.templates).toContainEqual(
        expect.objectContaining({ id: old.id }),
      );
    });
  });

  describe("a token that is refused in several requests at once", () => {
    it("leaves the process running, and is told", async () => {
      const { templateId } = addTemplate();
      const process = await nextRun(host);
      const refused = { status: 401, json: { message: "You are signed out or your session has expired." } };
      for (const route of ["GET /users/me", "GET /users/:user", "GET /templates/:id"]) server.http.on(route, refused);
      const news = { name: "dev", owner: "bob", favorite: true, templateId };
      const [failure] = await resource(host, "Workspace").check(news);
      expect(failure?.reason).toContain("The token was refused by the Coder server");
      expect(process.isRunning).toBe(true);
      expect(process.errors).toBe("");
    });
  });

  describe("the authorities of `caFile`", () => {
    it("are added to those that the process has", async () => {
      const secure = await FakeServer.start({ certificate: untrusted });
      const extra = join(home, "extra.pem");
      writeFileSync(extra, untrusted.certificate);
      process.env["NODE_EXTRA_CA_CERTS"] = extra;
      try {
        await nextRun(host, { url: secure.url, caFile: AUTHORITY });
        const [failure] = await resource(host, "Template").check({ name: "docker", activeVersionId: newVersionId() });
        // It is the server that answers, by a connection that was trusted.
        expect(failure?.reason).toContain("Route not found. (GET /api/v2/organizations/default: status 404");
        expect(secure.requests.length).toBeGreaterThan(0);
      } finally {
        await secure.close();
      }
    });
  });
});

function newVersionId(): string {
  return server.addVersion().id;
}
