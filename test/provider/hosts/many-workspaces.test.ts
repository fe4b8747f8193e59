// A hundred workspaces of one program at once, under the limits that a server has by itself, on both hosts.
import { systemClock } from "../../../provider/client/transport/clock";
import type { Lifecycle } from "../../fakes/driver";
import { useHostRuns } from "../../fakes/host-runs";
import { FakeRateLimiter } from "../../fakes/rate-limiter";

const COUNT = 100;
/** Requests of a user to one path in a minute. @see coderd/coderd.go APIRateLimit */
const LIMIT = 512;

const runs = useHostRuns();

/** All at once, as an engine with `--parallel` asks; every one has to succeed. */
async function all(workspaces: readonly Lifecycle[], act: (workspace: Lifecycle) => Promise<unknown>): Promise<void> {
  const settled = await Promise.allSettled(workspaces.map(act));
  expect(settled.filter(({ status }) => status === "rejected")).toEqual([]);
}

it.each(["plugin", "dynamic"] as const)(
  "a hundred workspaces are made, rolled out, refreshed and deleted on the %s host without an error",
  async (host) => {
    const { server } = runs;
    const one = server.addVersion({ name: "one" });
    const { id: template_id } = server.addTemplate({ active_version_id: one.id });
    const two = server.addVersion({ name: "two", template_id });
    server.http.limiter = new FakeRateLimiter(LIMIT, systemClock);
    const names = Array.from({ length: COUNT }, (_, index) => `dev-${index}`);
    const workspaces = await runs.resources(host, "Workspace", names);
    const declared = new Map(workspaces.map((workspace, index) => [workspace, names[index]]));
    const up = (templateVersionId: string) => (workspace: Lifecycle) =>
      workspace.up({ name: declared.get(workspace), templateVersionId });

    await all(workspaces, up(one.id));
    expect(new Set(server.liveWorkspaces.map(({ id }) => id))).toEqual(new Set(workspaces.map(({ id }) => id)));
    await all(workspaces, up(two.id));
    await all(workspaces, (workspace) => workspace.refresh());
    expect(
      workspaces.map(({ outputs }) => `${String(outputs["status"])} ${String(outputs["templateVersionName"])}`),
    ).toEqual(names.map(() => "running two"));
    for (const { id } of workspaces)
      expect(runs.history(id)).toEqual([
        "start running admin one",
        "stop stopped admin one",
        "start running admin two",
      ]);
    await all(workspaces, (workspace) => workspace.destroy());
    expect(server.liveWorkspaces).toEqual([]);
    expect(server.builds).toHaveLength(4 * COUNT);
  },
);
