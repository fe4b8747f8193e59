// What an attack on the lifecycle once found about names, owners and addresses stays mended, on both hosts.
import { rejection } from "../../fakes/client";
import { FakeCoder } from "../../fakes/coder";
import type { Lifecycle } from "../../fakes/driver";
import { useHostRuns } from "../../fakes/host-runs";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";

const OTHER_TOKEN = "zbcdefghij-0123456789abcdefghijkl";

const runs = useHostRuns();

function addTemplate(more: Properties = {}): { templateId: string; versionId: string } {
  const { id: versionId } = runs.server.addVersion();
  return { templateId: runs.server.addTemplate({ active_version_id: versionId, ...more }).id, versionId };
}

/** What there is of the type on the server. */
function existing(type: ResourceType): string[] {
  const { liveWorkspaces, templates } = runs.server;
  return (type === "Workspace" ? liveWorkspaces : templates).map(({ id }) => id);
}

/** An object that two resources may both want. */
function wanted(type: ResourceType): Properties {
  return type === "Workspace"
    ? { name: "same", templateId: addTemplate().templateId }
    : { name: "same", source: { files: { "main.tf": "# One" } } };
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe.each(["Workspace", "Template"] as const)("a %s that another resource of the program has", (type) => {
    it("is refused to a second resource of that name, which gets no state", async () => {
      const declared = wanted(type);
      const first = await runs.resource(host, type, { name: "first" });
      await first.up(declared);
      const second = await runs.resource(host, type, { name: "second" });
      expect((await rejection(second.up(declared))).message).toMatch(
        new RegExp(`Another resource of this program, ".*::first", declares the ${type.toLowerCase()} "same" as well`),
      );
      expect(second.id).toBe("");
      expect(existing(type)).toEqual([first.id]);
    });
  });

  describe("an object that is deleted and declared again", () => {
    it.each(["Workspace", "Template"] as const)("is a %s of its own under the same name", async (type) => {
      const declared = wanted(type);
      const old = await runs.resource(host, type);
      await old.up(declared);
      await old.destroy();
      const replacement = await runs.resource(host, type);
      await replacement.up(declared);
      expect(replacement.id).not.toBe(old.id);
      expect(existing(type)).toEqual([replacement.id]);
    });
  });

  describe("a change of a workspace by another user", () => {
    it("is checked against the workspace in the state, whatever that user has under the name", async () => {
      const { templateId } = addTemplate();
      const mine = await runs.resource(host, "Workspace");
      await mine.up({ name: "dev", owner: "admin", templateId, parameters: { cpus: 2 } });
      const other = addTemplate({ name: "other" });
      const user = runs.server.addUser("carol");
      runs.server.user = user;
      const carols = runs.server.addWorkspace("carol", { name: "dev", template_version_id: other.versionId });
      const again = Object.assign(await runs.resource(host, "Workspace", { token: OTHER_TOKEN }), stateOf(mine));
      await again.up({ name: "dev", owner: "admin", templateId, parameters: { cpus: 4 } });
      expect(runs.history(carols.id)).toHaveLength(1);
      expect(runs.history(mine.id)).toHaveLength(3);
      expect(again.outputs).toMatchObject({ parameters: { cpus: 4 }, ownerName: "admin" });
    });
  });

  describe("a workspace that is to have another owner", () => {
    it('is replaced when "bob" becomes "me"', async () => {
      const { templateId } = addTemplate();
      const workspace = await runs.resource(host, "Workspace");
      await workspace.up({ name: "dev", owner: "bob", templateId });
      expect(await workspace.up({ name: "dev", owner: "me", templateId })).toEqual(["replace owner"]);
      expect(runs.server.liveWorkspaces.map(({ owner_name }) => owner_name)).toEqual(["admin"]);
      expect(await workspace.up({ name: "dev", owner: "me", templateId })).toEqual([]);
    });
  });

  describe("a workspace without a declared name that was renamed on the server", () => {
    it("is renamed by no update that does not show the name as a difference", async () => {
      const { templateId } = addTemplate();
      runs.server.allowsRenames = true;
      const workspace = await runs.resource(host, "Workspace", { name: "dev" });
      await workspace.up({ templateId });
      const stored = runs.server.workspace(workspace.id);
      const { name } = stored;
      stored.name = "renamed";
      await workspace.refresh();
      // The plugin is told that the engine chose the name; on the dynamic host it is the resource's name.
      const isShown = (await workspace.changes({ templateId })).length > 0;
      expect(isShown).toBe(host === "dynamic");
      await workspace.up({ templateId, automaticUpdates: "always" });
      expect(stored).toMatchObject({ automatic_updates: "always", name: isShown ? name : "renamed" });
    });
  });

  describe("a stack whose address was changed", () => {
    it("is refused a refresh and a deletion, and shows a replacement", async () => {
      const news = { name: "docker", activeVersionId: runs.server.addVersion().id };
      const template = await runs.resource(host, "Template");
      await template.up(news);
      const { server: old } = runs;
      runs.server = await FakeCoder.start();
      try {
        const moved = Object.assign(await runs.resource(host, "Template"), stateOf(template));
        expect((await rejection(moved.refresh())).message).toContain("its state is of another server");
        expect((await rejection(moved.destroy())).message).toContain("its state is of another server");
        expect((await moved.diff(news)).changes).toEqual([{ property: "url", kind: "replace" }]);
        expect(old.templates).toHaveLength(1);
      } finally {
        await old.close();
      }
    });
  });

  describe("the environment's token", () => {
    it("goes to no other server than the environment's", async () => {
      const before = { ...process.env };
      Object.assign(process.env, { CODER_URL: "https://coder.corp.example", CODER_SESSION_TOKEN: OTHER_TOKEN });
      try {
        const template = await runs.resource(host, "Template", { token: undefined });
        const failures = await template.check({ name: "docker", activeVersionId: runs.server.addVersion().id });
        expect(failures.map(({ reason }) => reason).join()).toContain("https://coder.corp.example");
        expect(JSON.stringify(failures)).not.toContain(OTHER_TOKEN);
        expect(runs.server.http.requests).toEqual([]);
      } finally {
        process.env = before;
      }
    });
  });
});

function stateOf({ id, inputs, outputs }: Lifecycle): Partial<Lifecycle> {
  return { id, inputs, outputs };
}
