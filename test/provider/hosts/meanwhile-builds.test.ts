// What a person does to a workspace while builds and parameter values of it are made, and what becomes of resources
// whose workspace a person has deleted, on both hosts.
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import { parameter } from "../../fakes/coder/template-versions";
import { PartialError } from "../../../provider/errors";
import type { Lifecycle } from "../../fakes/driver";
import { meanwhile, Person, useHostRuns } from "../../fakes/host-runs";
import type { HostName } from "../../fakes/hosts";

const BUILDS = "POST /workspaces/:id/builds";

const runs = useHostRuns();

interface Setup {
  resource: Lifecycle;
  workspaceId: string;
  person: Person;
  /** The update: another version, other values, another build. */
  change: () => Promise<string[]>;
}

/** A running workspace, and what is to be changed about it. */
async function setUp(host: HostName, type: ResourceType): Promise<Setup> {
  const { server } = runs;
  const one = server.addVersion({ name: "one", parameters: [parameter("cpus", "number", { default_value: "2" })] });
  const { id: template_id } = server.addTemplate({ active_version_id: one.id });
  const two = server.addVersion({ name: "two", template_id, parameters: one.parameters });
  const resource = await runs.resource(host, type);
  const workspaceId =
    type === "Workspace" ? "" : server.addWorkspace("bob", { name: "dev", template_version_id: one.id }).id;
  const declared: Record<string, [Properties, Properties]> = {
    Workspace: [
      { name: "dev", templateVersionId: one.id },
      { name: "dev", templateVersionId: two.id },
    ],
    BuildParameters: [
      { workspaceId, parameters: { cpus: 2 } },
      { workspaceId, parameters: { cpus: 4 } },
    ],
  };
  const [first = { workspaceId, transition: "start" }, second = first] = declared[type] ?? [];
  if (type !== "WorkspaceBuild") await resource.up(first);
  server.takeRequests();
  runs.engine.logged.length = 0;
  return {
    resource,
    workspaceId: type === "Workspace" ? resource.id : workspaceId,
    person: new Person(server),
    change: () => resource.up(second),
  };
}

function goneText(id: string): string {
  return (
    `Workspace ${id} does not exist any more, or the token's user may not see it. Run \`pulumi refresh\`, then ` +
    "`pulumi up` to make it anew."
  );
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("build parameters, when a person meanwhile", () => {
    it("stops the workspace, are built into it while it stays stopped", async () => {
      const { workspaceId, person, change } = await setUp(host, "BuildParameters");
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "stop", { milliseconds: 200 }));
      await change();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(workspaceId).slice(1)).toEqual(["stop stopped bob one", "stop stopped admin one"]);
      const latest = runs.server.workspace(workspaceId).latest_build.id;
      expect(runs.server.values.get(latest)).toEqual([{ name: "cpus", value: "4" }]);
    });

    it("starts a stopped workspace, are built into it and it runs", async () => {
      const { workspaceId, person, change } = await setUp(host, "BuildParameters");
      person.build(workspaceId, "stop");
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "start", { milliseconds: 200 }));
      await change();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(workspaceId).slice(2)).toEqual([
        "start running bob one",
        "stop stopped admin one",
        "start running admin one",
      ]);
      const latest = runs.server.workspace(workspaceId).latest_build.id;
      expect(runs.server.values.get(latest)).toEqual([{ name: "cpus", value: "4" }]);
    });

    it("starts it as the same user, with other values, and the answer to the own start is lost, are not taken for built", async () => {
      const { resource, workspaceId, change } = await setUp(host, "BuildParameters");
      const person = new Person(runs.server, runs.server.user);
      let sent = 0;
      const build = runs.server.http;
      build.on(BUILDS, (request) => {
        sent += 1;
        if (sent === 2) {
          person.build(workspaceId, "start");
          return { drop: "before" };
        }
        const made = runs.server.build(workspaceId, request.json as { transition: "start" });
        return { status: 201, json: made };
      });
      await expect(change()).rejects.toThrow(/POST .*\/builds/);
      expect(sent).toBe(2);
      await change();
      expect(runs.history(workspaceId).at(-1)).toBe("start running admin one");
      const latest = runs.server.workspace(workspaceId).latest_build.id;
      expect(runs.server.values.get(latest)).toEqual([{ name: "cpus", value: "4" }]);
      expect(resource.outputs).toMatchObject({ parameters: { cpus: 4 } });
    });
  });

  describe("a build, when a person meanwhile", () => {
    it("starts the workspace between its stop and its start, restarts it once more", async () => {
      const { resource, workspaceId, person, change } = await setUp(host, "WorkspaceBuild");
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "start", { milliseconds: 200 }), 2);
      await change();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(workspaceId).slice(1)).toEqual([
        "stop stopped admin one",
        "start running bob one",
        "stop stopped admin one",
        "start running admin one",
      ]);
      expect(resource.id).toBe(runs.server.workspace(workspaceId).latest_build.id);
    });

    it("has started it before its start arrives, leaves no start on top of a start", async () => {
      const { resource, workspaceId, person, change } = await setUp(host, "WorkspaceBuild");
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "start"), 2);
      await change();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(workspaceId).slice(2)).toEqual([
        "start running bob one",
        "start running admin one",
        "stop stopped admin one",
        "start running admin one",
      ]);
      expect(resource.id).toBe(runs.server.workspace(workspaceId).latest_build.id);
    });
  });

  describe.each(["Workspace", "BuildParameters", "WorkspaceBuild"] as const)("%s, when a person", (type) => {
    it("deletes the workspace while its build is on its way, says that it is gone", async () => {
      const { workspaceId, person, change } = await setUp(host, type);
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "delete", { milliseconds: 200 }));
      const error = await rejection(change());
      expect(moment.hasHappened).toBe(true);
      expect(error.message).toContain(goneText(workspaceId));
      expect(runs.history(workspaceId)).toHaveLength(2);
      expect(runs.server.liveWorkspaces).toEqual([]);
    });

    it("has deleted it before its build arrives, deletes what the build has made", async () => {
      const { workspaceId, person, change } = await setUp(host, type);
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "delete"));
      const error = await rejection(change());
      expect(moment.hasHappened).toBe(true);
      expect(error.message).toContain(goneText(workspaceId));
      expect(runs.history(workspaceId).slice(1)).toEqual([
        "delete deleted bob one",
        "stop stopped admin one",
        "delete deleted admin one",
      ]);
      expect(runs.told).toContain(
        `Build 3 (stop) of workspace "${type === "Workspace" ? "admin" : "bob"}/dev" came after somebody had deleted ` +
          "the workspace: what it makes is deleted again.",
      );
    });

    it("has deleted it, is gone at a refresh, and its deletion needs nothing", async () => {
      const { resource, workspaceId, person, change } = await setUp(host, type);
      await change();
      person.build(workspaceId, "delete");
      runs.server.takeRequests();
      expect(await resource.refresh()).toBe(false);
      await resource.destroy();
      expect(runs.mutations()).toEqual([]);
    });

    it("deletes it while a build of it runs that is cut off, is gone at a refresh, and says so in an update", async () => {
      const { resource, workspaceId, person, change } = await setUp(host, type);
      if (type === "WorkspaceBuild") runs.server.endings.push("succeeded");
      runs.server.endings.push("failed");
      expect(await rejection(change())).toBeInstanceOf(PartialError);
      person.build(workspaceId, "delete");
      // A failed build is made anew, which is checked as a new one is.
      const text =
        type === "WorkspaceBuild"
          ? `There is no workspace ${workspaceId}, or the token's user may not see it.`
          : goneText(workspaceId);
      expect((await rejection(change())).message).toContain(text);
      expect(await resource.refresh()).toBe(false);
      await resource.destroy();
    });
  });

  it("a build that an earlier run did not see the end of, and that went with its workspace, is told as gone", async () => {
    const { resource, workspaceId, person } = await setUp(host, "WorkspaceBuild");
    const declared = { workspaceId, transition: "start" };
    await resource.up(declared);
    Object.assign(resource.outputs, { status: "starting" });
    person.build(workspaceId, "delete");
    runs.server.builds.splice(0);
    expect((await rejection(resource.up(declared))).message).toContain(goneText(workspaceId));
    expect(await resource.refresh()).toBe(false);
    await resource.destroy();
  });

  it("a workspace that a person deletes while it is deleted is deleted", async () => {
    for (const milliseconds of [undefined, 200]) {
      const { resource, workspaceId, person } = await setUp(host, "Workspace");
      const options = milliseconds === undefined ? {} : { milliseconds };
      const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "delete", options));
      await resource.destroy();
      expect(moment.hasHappened).toBe(true);
      expect(runs.server.liveWorkspaces).toEqual([]);
    }
  });

  it("a workspace that a person starts while it is deleted is deleted after that start", async () => {
    const { resource, workspaceId, person } = await setUp(host, "Workspace");
    const moment = meanwhile(runs.server, BUILDS, () => person.build(workspaceId, "start", { milliseconds: 200 }));
    await resource.destroy();
    expect(moment.hasHappened).toBe(true);
    expect(runs.history(workspaceId).slice(1)).toEqual(["start running bob one", "delete deleted admin one"]);
  });
});
