// Signals, one and two, while a workspace is made, changed and deleted: on both hosts, each a process as the engine
// starts it. The plugin gets the engine's request to cancel first.
import { rejection } from "../../fakes/client";
import type { Lifecycle } from "../../fakes/driver";
import { useProcessRuns } from "../../fakes/process-runs";
import type { Properties } from "../../../provider/values";

/** Much less than the hour that a job may take. */
const BOUND_MILLISECONDS = 60_000;

const runs = useProcessRuns();

const OPERATIONS: [string, string, (workspace: Lifecycle, declared: Properties) => Promise<unknown>][] = [
  ["made", "Build 1 (start)", (workspace, declared) => workspace.up(declared)],
  ["changed", "Build 2 (stop)", (workspace, declared) => workspace.up({ ...declared, parameters: { cpus: 4 } })],
  ["deleted", "Build 2 (delete)", (workspace) => workspace.destroy()],
];

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe.each([1, 2])("told to end %d times", (times) => {
    it.each(OPERATIONS)(
      "while a workspace is %s ends it soon, and the next run goes on",
      async (operation, title, act) => {
        const { server } = runs;
        const templateId = server.addTemplate({ active_version_id: server.addVersion().id }).id;
        const declared = { name: "dev", templateId };
        const process = await runs.next(host);
        const workspace = runs.resource(host, "Workspace");
        if (operation !== "made") await workspace.up(declared);
        const builds = server.builds.length;
        server.endings.push("active");
        const began = performance.now();
        const failed = rejection(act(workspace, declared));
        while (server.builds.length === builds) await new Promise((resolve) => setTimeout(resolve, 10));
        for (let time = 0; time < times; time += 1) {
          if (host === "plugin" && time === 0) await process.wire.cancel();
          else process.signal("SIGINT");
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        expect((await failed).message).toContain(
          `${title} of workspace "admin/dev" did not succeed: the operation was interrupted, so it was cancelled; it ` +
            'ended as "canceled".',
        );
        expect(performance.now() - began).toBeLessThan(BOUND_MILLISECONDS);
        expect(server.liveWorkspaces.map(({ id }) => id)).toEqual([workspace.id]);

        await runs.next(host);
        await act(runs.resource(host, "Workspace", workspace), declared);
        const statuses = server.liveWorkspaces.map(({ latest_build: latest }) => latest.status);
        expect(statuses).toEqual(operation === "deleted" ? [] : ["running"]);
      },
    );
  });
});
