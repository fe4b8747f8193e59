// Many workspaces of one program at once, on both hosts: a hundred under the limits that a server has by itself, and
// more than a limit lets through.
import { systemClock } from "../../../provider/client/transport/clock";
import { quicken } from "../../fakes/clocks";
import type { Lifecycle } from "../../fakes/driver";
import { useHostRuns } from "../../fakes/host-runs";
import type { HostName } from "../../fakes/hosts";
import { FakeRateLimiter } from "../../fakes/rate-limiter";
import type { ResourceType } from "../../../provider/registry";

const COUNT = 100;
/** Requests of a user to one path in a minute. @see coderd/coderd.go APIRateLimit */
const USUAL_LIMIT = 512;
/** All creations have one path: in the first minute so many are made, and the others have to wait. */
const LOW_LIMIT = 20;
const MORE_THAN_LOW = 30;

const FEW = 10;

const runs = useHostRuns();

afterEach(() => {
  jest.restoreAllMocks();
});

interface Setup {
  workspaces: Lifecycle[];
  versions: { one: string; two: string };
  limiter: FakeRateLimiter;
  /** The update of a workspace to this version. */
  up: (templateVersionId: string) => (workspace: Lifecycle) => Promise<string[]>;
}

async function setUp(host: HostName, count: number, limit: number): Promise<Setup> {
  const { server } = runs;
  const one = server.addVersion({ name: "one" });
  const { id: template_id } = server.addTemplate({ active_version_id: one.id });
  const two = server.addVersion({ name: "two", template_id });
  const limiter = new FakeRateLimiter(limit, systemClock);
  server.http.limiter = limiter;
  const names = Array.from({ length: count }, (_, index) => `dev-${index}`);
  const workspaces = await runs.resources(host, "Workspace", names);
  const declared = new Map(workspaces.map((workspace, index) => [workspace, names[index]]));
  const up = (templateVersionId: string) => (workspace: Lifecycle) =>
    workspace.up({ name: declared.get(workspace), templateVersionId });
  return { workspaces, versions: { one: one.id, two: two.id }, limiter, up };
}

/** All at once, as an engine with `--parallel` asks; every one has to succeed. */
async function all(workspaces: readonly Lifecycle[], act: (workspace: Lifecycle) => Promise<unknown>): Promise<void> {
  const settled = await Promise.allSettled(workspaces.map(act));
  expect(settled.filter(({ status }) => status === "rejected")).toEqual([]);
}

function waits(): string[] {
  return runs.statusLines.filter((line) => line.startsWith("The server limits requests: "));
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  it("a hundred workspaces are made, rolled out, refreshed and deleted without an error or a wait", async () => {
    const { server } = runs;
    const { workspaces, versions, limiter, up } = await setUp(host, COUNT, USUAL_LIMIT);
    await all(workspaces, up(versions.one));
    expect(new Set(server.liveWorkspaces.map(({ id }) => id))).toEqual(new Set(workspaces.map(({ id }) => id)));
    await all(workspaces, up(versions.two));
    await all(workspaces, (workspace) => workspace.refresh());
    expect(
      workspaces.map(({ outputs }) => `${String(outputs["status"])} ${String(outputs["templateVersionName"])}`),
    ).toEqual(workspaces.map(() => "running two"));
    for (const { id } of workspaces)
      expect(runs.history(id)).toEqual([
        "start running admin one",
        "stop stopped admin one",
        "start running admin two",
      ]);
    await all(workspaces, (workspace) => workspace.destroy());
    expect(server.liveWorkspaces).toEqual([]);
    expect(server.builds).toHaveLength(4 * COUNT);
    expect(waits()).toEqual([]);
    expect(limiter.refusals).toBe(0);
  });

  it.each([[["owner"]], [["template-admin"]], [[]]])(
    "a hundred unchanged workspaces, and what they are of, are previewed by a handful of requests (roles: %j)",
    async (roles) => {
      const { server } = runs;
      const declared = { name: "docker", source: { files: { "main.tf": "# one" } } };
      const template = await runs.resource(host, "Template");
      await template.up(declared);
      const { templateId, ...version } = { templateId: template.id, templateName: "pinned", source: declared.source };
      const pinned = await runs.resource(host, "TemplateVersion");
      await pinned.up(version);
      const names = Array.from({ length: COUNT }, (_, index) => `dev-${index}`);
      const workspaces = await runs.resources(host, "Workspace", names);
      const workspace = (index: number) => ({
        ...{ name: names[index], templateId, owner: index % 2 === 0 ? "bob" : "me" },
        ...{ parameters: { cpus: 2 }, automaticUpdates: "always" },
      });
      await all(workspaces, (each) => each.up(workspace(workspaces.indexOf(each))));

      // The next run, of somebody who may do less.
      const [user] = server.users;
      if (user !== undefined) user.roles = roles.map((name) => ({ name }));
      const settings = { token: `zbcdefghij-0123456789abcdefghij${host === "plugin" ? "p" : "d"}${roles.length}` };
      const next = async (type: ResourceType, former: Lifecycle[], called: readonly string[]): Promise<Lifecycle[]> =>
        (await runs.resources(host, type, called, settings)).map((each, index) =>
          Object.assign(each, {
            id: former[index]?.id,
            inputs: former[index]?.inputs,
            outputs: former[index]?.outputs,
          }),
        );
      const [templates, versions] = [
        await next("Template", [template], ["dev"]),
        await next("TemplateVersion", [pinned], ["dev"]),
      ];
      const others = await next("Workspace", workspaces, names);
      server.takeRequests();
      expect(await templates[0]?.changes(declared)).toEqual([]);
      expect(await versions[0]?.changes(version)).toEqual([]);
      for (const [index, each] of others.entries()) expect(await each.changes(workspace(index))).toEqual([]);
      expect(server.takeRequests().map(({ method, path }) => `${method} ${path}`).length).toBeLessThan(FEW);
    },
  );

  it("workspaces beyond the limit wait for it, say so, and are all made, none in vain", async () => {
    const { server } = runs;
    quicken(20);
    const { workspaces, versions, limiter, up } = await setUp(host, MORE_THAN_LOW, LOW_LIMIT);
    await all(workspaces, up(versions.one));
    expect(new Set(server.liveWorkspaces.map(({ id }) => id))).toEqual(new Set(workspaces.map(({ id }) => id)));
    expect(server.liveWorkspaces).toHaveLength(MORE_THAN_LOW);
    for (const { id } of workspaces) expect(runs.history(id)).toEqual(["start running admin one"]);
    expect(limiter.refusals).toBe(0);
    expect(new Set(waits().map((line) => line.replace(/\d+/g, "…")))).toContain(
      "The server limits requests: … before this one, about … s left",
    );
  });
});
