import type { WorkspaceBuild } from "../../../../provider/client/workspace-builds";
import type { Workspace } from "../../../../provider/client/workspaces";
import {
  clearDeleted,
  isSecondStart,
  otherBuildBefore,
  secondStartText,
} from "../../../../provider/resources/builds/between";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { bob } from "../../../fakes/coder/users";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";

type Transition = "start" | "stop" | "delete";

interface Setup {
  coder: FakeCoder;
  /** The workspace as it was looked at, with its first build. */
  seen: Workspace;
}

async function setUp(): Promise<Setup> {
  const coder = await startCoder();
  const { versionId } = addTemplate(coder);
  const seen = { ...coder.addWorkspace("me", { name: "dev", template_version_id: versionId }) };
  coder.mutations.length = 0;
  coder.reads.length = 0;
  return { coder, seen };
}

function byBob({ coder, seen }: Setup, transition: Transition): WorkspaceBuild {
  return coder.build(seen.id, { transition }, { initiator_id: bob.id, initiator_name: bob.username });
}

function ours({ coder, seen }: Setup, transition: Transition): WorkspaceBuild {
  return coder.build(seen.id, { transition });
}

describe("otherBuildBefore", () => {
  it("asks nothing where the build is the next one", async () => {
    const setup = await setUp();
    const build = ours(setup, "stop");
    expect(await otherBuildBefore(setup.coder.context(), setup.seen, build)).toBeUndefined();
    expect(setup.coder.reads).toEqual([]);
  });

  it("gives the last of those that others made in between, not what came after", async () => {
    const setup = await setUp();
    byBob(setup, "stop");
    const theirs = byBob(setup, "start");
    const build = ours(setup, "stop");
    byBob(setup, "delete");
    expect(await otherBuildBefore(setup.coder.context(), setup.seen, build)).toMatchObject({
      id: theirs.id,
      transition: "start",
    });
    expect(setup.coder.reads).toEqual(["getWorkspaceBuilds"]);
  });

  it.each(["failed", "canceled"] as const)(
    "gives none that ended as %s: it has left nothing to go by",
    async (status) => {
      const setup = await setUp();
      byBob(setup, "start");
      setup.coder.end(setup.seen.id, status);
      expect(await otherBuildBefore(setup.coder.context(), setup.seen, ours(setup, "start"))).toBeUndefined();
    },
  );

  it("gives none where the list cannot be read: the build itself was made", async () => {
    const setup = await setUp();
    byBob(setup, "start");
    const build = ours(setup, "start");
    setup.coder.failures.set("getWorkspaceBuilds", [{ error: apiError(403), isDone: false }]);
    expect(await otherBuildBefore(setup.coder.context(), setup.seen, build)).toBeUndefined();
    expect(setup.coder.reads).toEqual(["getWorkspaceBuilds"]);
  });
});

describe("clearDeleted", () => {
  const TOLD =
    'info: Build 3 (start) of workspace "admin/dev" came after somebody had deleted the workspace: what it makes is ' +
    "deleted again.";

  function late(setup: Setup): WorkspaceBuild {
    byBob(setup, "delete");
    setup.coder.endings.push("active");
    return ours(setup, "start");
  }

  it("cancels a build that came after a deletion, and then deletes what it has made", async () => {
    const setup = await setUp();
    const { coder, seen } = setup;
    await clearDeleted(coder.context(), late(setup));
    expect(coder.mutations).toEqual([["cancelWorkspaceBuild"], ["createWorkspaceBuild", { transition: "delete" }]]);
    expect(coder.builds.map(({ transition, status }) => `${transition} ${status}`)).toEqual([
      "start running",
      "delete deleted",
      "start canceled",
      "delete deleted",
    ]);
    expect(coder.workspace(seen.id).latest_build.status).toBe("deleted");
    expect(coder.told).toEqual([TOLD]);
  });

  it("lets a build end that cannot be cancelled any more, and deletes after it", async () => {
    const setup = await setUp();
    const { coder } = setup;
    byBob(setup, "delete");
    await clearDeleted(coder.context(), ours(setup, "start"));
    expect(coder.builds.map(({ transition, status }) => `${transition} ${status}`).slice(2)).toEqual([
      "start running",
      "delete deleted",
    ]);
    expect(coder.told).toEqual([TOLD]);
  });

  it("says what may be left behind where the deletion is refused", async () => {
    const setup = await setUp();
    const { coder } = setup;
    const build = late(setup);
    coder.failures.set("createWorkspaceBuild", [{ error: apiError(403), isDone: false }]);
    await clearDeleted(coder.context(), build);
    expect(coder.builds).toHaveLength(3);
    expect(coder.told).toEqual([
      TOLD,
      expect.stringMatching(
        /^warning: What Build 3 \(start\) of workspace "admin\/dev" has made may be left behind, as the workspace was /,
      ),
    ]);
    expect(coder.told[1]).toContain("403");
  });

  it("says so, too, where the deletion fails", async () => {
    const setup = await setUp();
    const { coder } = setup;
    const build = late(setup);
    coder.endings.push("failed");
    await clearDeleted(coder.context(), build);
    expect(coder.told).toHaveLength(2);
    expect(coder.told[1]).toContain("may be left behind");
  });
});

describe("isSecondStart", () => {
  it.each([
    ["start", "start", true],
    ["start", "stop", false],
    ["start", undefined, false],
    ["stop", "start", false],
    ["delete", "start", false],
  ] as const)("of a %s after %s is %s", async (transition, before, expected) => {
    const setup = await setUp();
    const theirs = before && byBob(setup, before);
    expect(isSecondStart(ours(setup, transition), theirs)).toBe(expected);
  });

  it("is told with the build's name and the reason", async () => {
    const setup = await setUp();
    byBob(setup, "start");
    expect(secondStartText(ours(setup, "start"))).toBe(
      'Build 3 (start) of workspace "admin/dev" came right after a start by somebody else. The workspace is stopped ' +
        "and started once more, as its agents can't connect after a start on top of a start.",
    );
  });
});
