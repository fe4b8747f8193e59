// A request that waited for the server's limit, was dated by another clock or was given a prebuilt workspace, on both
// hosts: what the server made of it is known again, and what a person made is not taken over.
import type { CreateWorkspaceBuildRequest } from "../../../provider/client/workspace-builds";
import type { CreateWorkspaceRequest, Workspace } from "../../../provider/client/workspaces";
import { PREBUILDS_USER } from "../../../provider/resources/names/users";
import { rejection } from "../../fakes/client";
import { bob, me } from "../../fakes/coder/users";
import { useHostRuns } from "../../fakes/host-runs";
import type { RecordedRequest, Reply } from "../../fakes/http-server";

const MINUTE = 60_000;
const LOST: Reply = { drop: "before" };
const WORKSPACES = "POST /users/:user/workspaces";
const BUILDS = "POST /workspaces/:id/builds";
const BY_NAME = "GET /users/:user/workspace/:name";
const prebuilds = { id: PREBUILDS_USER, username: "prebuilds" };

const runs = useHostRuns();
const clock = Date.now.bind(Date);
let passed = 0;

beforeEach(() => {
  passed = 0;
  jest.spyOn(Date, "now").mockImplementation(() => clock() + passed);
  runs.server.now = () => runs.server.http.now.getTime();
});

afterEach(() => {
  jest.restoreAllMocks();
});

function addTemplate(): string {
  return runs.server.addTemplate({ active_version_id: runs.server.addVersion().id }).id;
}

function make({ json }: RecordedRequest, owner = "me"): Workspace {
  return runs.server.addWorkspace(owner, json as CreateWorkspaceRequest);
}

/** The server refuses the first request for now; when the next one comes, three minutes have passed. */
function limitFirst(next: (request: RecordedRequest) => Reply): (request: RecordedRequest) => Reply {
  let requests = 0;
  return (request) => {
    requests += 1;
    if (requests > 1) return next(request);
    passed += 3 * MINUTE;
    return { status: 429, json: { message: "Not now." }, headers: { "retry-after": "1" } };
  };
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("a creation that waited three minutes for the server's limit", () => {
    it("goes on with what was made when its answer is lost", async () => {
      const news = { name: "dev", templateId: addTemplate() };
      runs.server.http.on(
        WORKSPACES,
        limitFirst((request) => {
          make(request);
          return LOST;
        }),
      );
      const workspace = await runs.resource(host, "Workspace");
      expect(await workspace.up(news)).toEqual(["create"]);
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);
      expect(runs.server.http.requestsTo(WORKSPACES)).toHaveLength(2);
    });

    it("is continued by the next run when it was broken off then", async () => {
      const news = { name: "dev", templateId: addTemplate() };
      const whileLost: Reply = { status: 403, json: { message: "Not now." } };
      runs.server.http.on(
        WORKSPACES,
        limitFirst((request) => {
          make(request);
          runs.server.http.on(BY_NAME, whileLost);
          runs.server.http.on(WORKSPACES, { status: 409, json: { message: "Workspace already exists." } });
          return LOST;
        }),
      );
      await rejection((await runs.resource(host, "Workspace")).up(news));
      const [made] = runs.server.workspaces;
      runs.server.http.on(BY_NAME, () => ({ json: made }));
      await runs.closeHosts();
      passed += 10 * MINUTE;
      const again = await runs.resource(host, "Workspace");
      await again.up(news);
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([again.id]);
      expect(runs.server.http.requestsTo(WORKSPACES)).toHaveLength(3);
    });

    it("does not take what the same user made meanwhile", async () => {
      const news = { name: "dev", templateId: addTemplate() };
      runs.server.http.on(
        WORKSPACES,
        limitFirst((request) => {
          make(request).created_at = new Date(Date.now() - MINUTE).toISOString();
          return LOST;
        }),
      );
      const error = await rejection((await runs.resource(host, "Workspace")).up(news));
      expect(error.message).toContain('The name "dev" is taken by workspace');
    });
  });

  describe("a stop on the way to a start that waited three minutes for the server's limit", () => {
    it("is followed by the start in the next run when its answer was lost", async () => {
      const { server } = runs;
      const templateId = addTemplate();
      const [one] = server.versions;
      const two = server.addVersion({ template_id: templateId });
      const workspace = await runs.resource(host, "Workspace");
      await workspace.up({ name: "dev", templateVersionId: one?.id });
      const whileLost: Reply = { status: 403, json: { message: "Not now." } };
      server.http.on(
        BUILDS,
        limitFirst(({ json }) => {
          const build = server.build(workspace.id, json as CreateWorkspaceBuildRequest);
          if (build.transition === "start") return { status: 201, json: build };
          server.http.on("GET /workspaces/:id/builds", whileLost);
          return LOST;
        }),
      );
      await rejection(workspace.up({ name: "dev", templateVersionId: two.id }));
      expect(server.workspace(workspace.id).latest_build.transition).toBe("stop");
      passed += 10 * MINUTE;
      await workspace.up({ name: "dev", templateVersionId: one?.id });
      expect(server.workspace(workspace.id).latest_build.transition).toBe("start");
    });
  });

  describe("an answer that tells another clock than the one that dates workspaces", () => {
    it.each([-2 * MINUTE, 2 * MINUTE])("by %i ms, and is lost, has the workspace found", async (offset) => {
      const news = { name: "dev", templateId: addTemplate() };
      runs.server.http.clockOffsetMilliseconds = offset;
      runs.server.http.on(WORKSPACES, (request) => {
        make(request).created_at = new Date(Date.now()).toISOString();
        return LOST;
      });
      const workspace = await runs.resource(host, "Workspace");
      await workspace.up(news);
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);
    });

    it("takes nothing of a person that was made while the check had become old", async () => {
      const news = { name: "dev", templateId: addTemplate() };
      runs.server.http.on(WORKSPACES, (request) => {
        make(request).created_at = new Date(Date.now() - MINUTE).toISOString();
        return LOST;
      });
      const workspace = await runs.resource(host, "Workspace");
      let isChecked = false;
      runs.server.http.before = (route) => {
        isChecked ||= route === "GET /workspaces";
        // The first request of the creation, after those of the check.
        if (isChecked && route === "GET /templates/:id" && passed === 0) passed += 2 * MINUTE;
      };
      const error = await rejection(workspace.up(news));
      expect(passed).toBe(2 * MINUTE);
      expect(error.message).toContain('The name "dev" is taken by workspace');
    });
  });

  describe("a creation that was given a prebuilt workspace, and whose answer is lost", () => {
    /** The server makes it an hour ago, and gives it to the owner now by another build. */
    function give(request: RecordedRequest, by: typeof bob, owner = "me", ago = 0): void {
      const dates = { created_at: new Date(Date.now() - 60 * MINUTE).toISOString() };
      const workspace = Object.assign(make(request, owner), dates);
      const first = runs.server.builds.find(({ workspace_id }) => workspace_id === workspace.id);
      Object.assign(first ?? {}, dates, { initiator_id: prebuilds.id, initiator_name: prebuilds.username });
      runs.server.build(
        workspace.id,
        { transition: "start" },
        {
          initiator_id: by.id,
          initiator_name: by.username,
          created_at: new Date(Date.now() - ago).toISOString(),
        },
      );
    }

    it.each([me, prebuilds])("goes on with it when the server says that $username built it", async (by) => {
      const news = { name: "dev", templateId: addTemplate() };
      runs.server.http.on(WORKSPACES, (request) => {
        give(request, by);
        return LOST;
      });
      const workspace = await runs.resource(host, "Workspace");
      await workspace.up(news);
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);
    });

    it.each([
      ["somebody else asked for", bob, "me", 0],
      ["somebody else has, and may have asked for", prebuilds, "bob", 0],
      ["the same user got long before", me, "me", 10 * MINUTE],
    ])("takes none that %s", async (_what, by, owner, ago) => {
      const news = { name: "dev", templateId: addTemplate(), owner };
      runs.server.http.on(WORKSPACES, (request) => {
        give(request, by, owner, ago);
        return LOST;
      });
      const error = await rejection((await runs.resource(host, "Workspace")).up(news));
      expect(error.message).toContain('The name "dev" is taken by workspace');
    });
  });
});
