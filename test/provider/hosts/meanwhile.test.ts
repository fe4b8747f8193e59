// What a person does to a workspace while an update of it runs, at moments that are chosen exactly, on both hosts.
import type { Lifecycle } from "../../fakes/driver";
import { meanwhile, PEOPLE, Person, useHostRuns } from "../../fakes/host-runs";
import type { HostName } from "../../fakes/hosts";
import type { Properties } from "../../../provider/values";

const BUILDS = "POST /workspaces/:id/builds";
const CANCEL = "PATCH /workspacebuilds/:id/cancel";

const runs = useHostRuns();

interface Setup {
  workspace: Lifecycle;
  id: string;
  templateId: string;
  newVersionId: string;
  /** The update that rolls the new version out. */
  rollOut: (more?: Properties) => Promise<string[]>;
}

/** A workspace of version "one", which runs, and a version "two" to roll out. */
async function setUp(host: HostName, declared: Properties = {}): Promise<Setup> {
  const { server } = runs;
  const one = server.addVersion({ name: "one" });
  const { id: templateId } = server.addTemplate({ active_version_id: one.id });
  const two = server.addVersion({ name: "two", template_id: templateId });
  const workspace = await runs.resource(host, "Workspace");
  await workspace.up({ name: "dev", templateVersionId: one.id, ...declared });
  server.takeRequests();
  runs.engine.logged.length = 0;
  const rollOut = (more: Properties = {}): Promise<string[]> =>
    workspace.up({ name: "dev", templateVersionId: two.id, ...declared, ...more });
  return { workspace, id: workspace.id, templateId, newVersionId: two.id, rollOut };
}

describe.each(["plugin", "dynamic"] as const)("an update on the %s host, while a person", (host) => {
  describe.each(PEOPLE)("who is $username", (user) => {
    const begunBy = `begun by "${user.username}"`;

    it("starts the workspace between its stop and its start, waits for that start, and goes on from it", async () => {
      const { workspace, id, rollOut } = await setUp(host);
      const person = new Person(runs.server, user);
      const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "start", { milliseconds: 700 }), 2);
      await rollOut();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(id)).toEqual([
        "start running admin one",
        "stop stopped admin one",
        `start running ${user.username} one`,
        "stop stopped admin one",
        "start running admin two",
      ]);
      expect(runs.server.http.requestsTo(CANCEL)).toEqual([]);
      expect(runs.told).toContain(
        `Build 3 (start) of workspace "admin/dev" is under way, ${begunBy}: it is waited for first.`,
      );
      expect(workspace.outputs).toMatchObject({ status: "running", templateVersionName: "two" });
    });

    it("has started it before its start arrives, leaves no start on top of a start", async () => {
      const { workspace, id, rollOut } = await setUp(host);
      const person = new Person(runs.server, user);
      const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "start"), 2);
      await rollOut();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(id).slice(2)).toEqual([
        `start running ${user.username} one`,
        "start running admin two",
        "stop stopped admin two",
        "start running admin two",
      ]);
      expect(runs.told).toContain(
        'Build 4 (start) of workspace "admin/dev" came right after a start by somebody else. The workspace is stopped ' +
          "and started once more, as its agents can't connect after a start on top of a start.",
      );
      expect(workspace.outputs).toMatchObject({ status: "running", templateVersionName: "two" });
      expect(await rollOut()).toEqual([]);
    });

    it("starts it with the new version, takes that start for done", async () => {
      const { workspace, id, newVersionId, rollOut } = await setUp(host);
      const person = new Person(runs.server, user);
      const options = { milliseconds: 200, versionId: newVersionId };
      const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "start", options), 2);
      await rollOut();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(id).slice(2)).toEqual([`start running ${user.username} two`]);
      expect(workspace.outputs).toMatchObject({ status: "running", templateVersionName: "two" });
      expect(await rollOut()).toEqual([]);
    });

    it.each([
      ["ends before its stop arrives", undefined, ["stop stopped admin one", "stop stopped admin two"]],
      ["is under way when its stop arrives", 200, ["stop stopped admin two"]],
    ])("stops it, which %s, leaves it stopped with the new version", async (_moment, milliseconds, ours) => {
      const { workspace, id, rollOut } = await setUp(host);
      const person = new Person(runs.server, user);
      const options = milliseconds === undefined ? {} : { milliseconds };
      const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "stop", options));
      await rollOut();
      expect(moment.hasHappened).toBe(true);
      expect(runs.history(id).slice(1)).toEqual([`stop stopped ${user.username} one`, ...ours]);
      expect(runs.told).toContain(
        `Build 2 (stop) of workspace "admin/dev" was ${begunBy} meanwhile: the workspace is left stopped.`,
      );
      expect(workspace.outputs).toMatchObject({ status: "stopped", templateVersionName: "two" });
      expect(await rollOut()).toEqual([]);
    });

    it("stops it after its start, leaves it stopped", async () => {
      const { workspace, id, rollOut } = await setUp(host);
      const person = new Person(runs.server, user);
      let hasHappened = false;
      runs.server.http.before = (route) => {
        const latest = runs.server.workspace(id).latest_build;
        if (route !== "GET /workspaces/:id" || latest.build_number !== 3 || hasHappened) return;
        hasHappened = true;
        person.build(id, "stop");
      };
      await rollOut();
      expect(hasHappened).toBe(true);
      expect(runs.history(id).slice(2)).toEqual(["start running admin two", `stop stopped ${user.username} two`]);
      expect(workspace.outputs).toMatchObject({ status: "stopped", templateVersionName: "two" });
      expect(await rollOut()).toEqual([]);
    });

    it.each([
      ["ends before its build arrives", undefined, ["stop stopped admin two", "start running admin two"]],
      ["is under way when its build arrives", 200, ["stop stopped admin one", "start running admin two"]],
    ])(
      "starts a stopped workspace, which %s, leaves it running with the new version",
      async (_moment, milliseconds, ours) => {
        const { workspace, id, rollOut } = await setUp(host);
        const person = new Person(runs.server, user);
        person.build(id, "stop");
        await workspace.refresh();
        const options = milliseconds === undefined ? {} : { milliseconds };
        const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "start", options));
        await rollOut();
        expect(moment.hasHappened).toBe(true);
        expect(runs.history(id).slice(2)).toEqual([`start running ${user.username} one`, ...ours]);
        expect(runs.told).toContain(
          `Build 3 (start) of workspace "admin/dev" was ${begunBy} meanwhile: the workspace is left running.`,
        );
        expect(workspace.outputs).toMatchObject({ status: "running", templateVersionName: "two" });
      },
    );
  });

  it("stops it though the program says that it is to run, starts it", async () => {
    const { workspace, id, rollOut } = await setUp(host, { transition: "start" });
    const person = new Person(runs.server);
    const moment = meanwhile(runs.server, BUILDS, () => person.build(id, "stop", { milliseconds: 200 }));
    await rollOut();
    expect(moment.hasHappened).toBe(true);
    expect(runs.history(id).slice(1)).toEqual(["stop stopped bob one", "start running admin two"]);
    expect(workspace.outputs).toMatchObject({ status: "running", transition: "start" });
  });

  it("cancels a stop of their own, leaves it running with the new version", async () => {
    const { id, rollOut } = await setUp(host);
    const person = new Person(runs.server);
    const moment = meanwhile(runs.server, BUILDS, () => {
      person.build(id, "stop", { milliseconds: 10_000 });
      setTimeout(() => runs.server.end(id, "canceled"), 200);
    });
    await rollOut();
    expect(moment.hasHappened).toBe(true);
    expect(runs.history(id).slice(1)).toEqual([
      "stop canceled bob one",
      "stop stopped admin two",
      "start running admin two",
    ]);
  });

  it("renames it, goes on by the id, and the rename is a difference at the next refresh only", async () => {
    const { workspace, id, rollOut } = await setUp(host);
    const person = new Person(runs.server);
    const moment = meanwhile(runs.server, BUILDS, () => person.rename(id, "mine"));
    expect(await rollOut()).not.toEqual([]);
    expect(moment.hasHappened).toBe(true);
    expect(runs.history(id).slice(1)).toEqual(["stop stopped admin one", "start running admin two"]);
    expect(runs.mutations()).toEqual(["POST /workspaces/:id/builds", "POST /workspaces/:id/builds"]);
    expect(runs.server.workspace(id).name).toBe("mine");
    expect(await workspace.refresh()).toBe(true);
    expect(workspace.outputs).toMatchObject({ name: "mine", status: "running", templateVersionName: "two" });
  });
});
