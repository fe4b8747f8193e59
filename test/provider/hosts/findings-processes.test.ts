// What an attack on the lifecycle once found about processes that are told to end, are killed or have a defect stays
// mended, on both hosts: each is a process here, as the engine starts it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import { FakeServer } from "../../fakes/http-server";
import { useProcessRuns } from "../../fakes/process-runs";
import { untrusted } from "../../fakes/untrusted-certificate";

const AUTHORITY = join(__dirname, "../../live/certificates/authority.pem");
const runs = useProcessRuns();

function addTemplate(): { templateId: string; versionId: string } {
  const { id: versionId } = runs.server.addVersion();
  return { templateId: runs.server.addTemplate({ active_version_id: versionId }).id, versionId };
}

function statuses(workspaceId: string): string[] {
  return runs.server.builds.filter((build) => build.workspace_id === workspaceId).map(({ status }) => status);
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("a signal in the middle of a creation", () => {
    it("leaves the id of the workspace in the state", async () => {
      const { templateId } = addTemplate();
      const process = await runs.next(host);
      runs.server.endings.push("active");
      const workspace = runs.resource(host, "Workspace");
      const created = rejection(workspace.up({ name: "dev", templateId }));
      while (runs.server.workspaces.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      process.signal("SIGTERM");
      expect((await created).message).toContain("interrupted");
      expect(workspace.id).toBe(runs.server.workspaces[0]?.id);
    });
  });

  describe("a death between the stop and the start of a roll-out", () => {
    it("leaves a workspace that the next run starts, with what was to be built", async () => {
      const { templateId, versionId } = addTemplate();
      const { id: newVersionId } = runs.server.addVersion({ name: "v2", template_id: templateId });
      await runs.next(host);
      const before = runs.resource(host, "Workspace");
      await before.up({ name: "dev", templateVersionId: versionId });
      const killed = runs.killAt("POST /workspaces/:id/builds", { nth: 2, isDone: false });
      runs.server.http.on("POST /workspaces/:id/builds", ({ json }) =>
        runs.process.isRunning
          ? { status: 201, json: runs.server.build(before.id, json as { transition: "stop" }) }
          : { drop: "before" },
      );
      await runs.died(before.up({ name: "dev", templateVersionId: newVersionId }), killed);
      expect(statuses(before.id)).toEqual(["running", "stopped"]);
      await runs.next(host);
      const after = runs.resource(host, "Workspace", before);
      await after.up({ name: "dev", templateVersionId: newVersionId });
      expect(statuses(before.id)).toEqual(["running", "stopped", "running"]);
      expect(after.outputs).toMatchObject({ status: "running", templateVersionName: "v2" });
    });
  });

  describe("a death after a creation that nobody was told of", () => {
    it("leaves a workspace that the next run goes on with, of whatever version is active by now", async () => {
      const { templateId } = addTemplate();
      await runs.next(host);
      const killed = runs.killAt("POST /users/:user/workspaces");
      await runs.died(runs.resource(host, "Workspace").up({ name: "dev", templateId, transition: "stop" }), killed);
      runs.server.template(templateId).active_version_id = runs.server.addVersion({
        name: "v2",
        template_id: templateId,
      }).id;
      await runs.next(host);
      const workspace = runs.resource(host, "Workspace");
      await workspace.up({ name: "dev", templateId, transition: "stop" });
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);
      expect(workspace.outputs["status"]).toBe("stopped");
    });

    it("leaves a group that the next run goes on with", async () => {
      await runs.next(host);
      const killed = runs.killAt("POST /organizations/:organization/groups");
      await runs.died(runs.resource(host, "Group").up({ name: "lab" }), killed);
      await runs.next(host);
      const group = runs.resource(host, "Group");
      await group.up({ name: "lab", displayName: "The lab" });
      expect(runs.server.group("lab")).toMatchObject({ id: group.id, display_name: "The lab" });
    });
  });

  describe("an object of an earlier run that is to be replaced by command", () => {
    it.each(["Workspace", "Template"] as const)("is refused and stays, where it is a %s", async (type) => {
      const { templateId } = addTemplate();
      const declared: Properties =
        type === "Workspace"
          ? { name: "dev", templateId }
          : { name: "same", activeVersionId: runs.server.addVersion().id };
      await runs.next(host);
      const old = runs.resource(host, type);
      await old.up(declared);
      await runs.next(host);
      const same = runs.resource(host, type, old);
      expect(await same.changes(declared)).toEqual([]);
      const error = await rejection(runs.resource(host, type).up(declared));
      expect(error.message).toContain("set `deleteBeforeReplace: true`");
      expect(type === "Workspace" ? runs.server.liveWorkspaces : runs.server.templates).toContainEqual(
        expect.objectContaining({ id: old.id }),
      );
    });
  });

  describe("a token that is refused in several requests at once", () => {
    it("leaves the process running, and is told", async () => {
      const { templateId } = addTemplate();
      const process = await runs.next(host);
      const refused = { status: 401, json: { message: "You are signed out or your session has expired." } };
      for (const route of ["GET /users/me", "GET /users/:user", "GET /templates/:id"])
        runs.server.http.on(route, refused);
      const news = { name: "dev", owner: "bob", favorite: true, templateId };
      const [failure] = await runs.resource(host, "Workspace").check(news);
      expect(failure?.reason).toContain("The token was refused by the Coder server");
      expect(process.isRunning).toBe(true);
      expect(process.errors).toBe("");
    });
  });

  describe("the authorities of `caFile`", () => {
    it("are added to those that the process has", async () => {
      const secure = await FakeServer.start({ certificate: untrusted });
      const extra = join(runs.home, "extra.pem");
      writeFileSync(extra, untrusted.certificate);
      process.env["NODE_EXTRA_CA_CERTS"] = extra;
      try {
        await runs.next(host, { url: secure.url, caFile: AUTHORITY });
        const [failure] = await runs
          .resource(host, "Template")
          .check({ name: "docker", activeVersionId: newVersionId() });
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
  return runs.server.addVersion().id;
}
