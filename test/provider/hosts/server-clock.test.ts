// A server whose clock is an hour off, on both hosts: no wait is longer or shorter for it, and what was made is found.
import { rejection } from "../../fakes/client";
import { useProcessRuns } from "../../fakes/process-runs";

const HOUR = 3_600_000;

const runs = useProcessRuns();

function addTemplate(): string {
  return runs.server.addTemplate({ active_version_id: runs.server.addVersion().id }).id;
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe.each([
    ["ahead", HOUR],
    ["behind", -HOUR],
  ])("a server whose clock is an hour %s", (_direction, offset) => {
    beforeEach(() => {
      runs.server.http.clockOffsetMilliseconds = offset;
    });

    it("has what a killed run made found by the next one, and not what a person made long before", async () => {
      const templateId = addTemplate();
      const news = { name: "dev", templateId };
      await runs.next(host);
      const killed = runs.killAt("POST /users/:user/workspaces");
      await runs.died(runs.resource(host, "Workspace").up(news), killed);
      await runs.next(host);
      const workspace = runs.resource(host, "Workspace");
      await workspace.up(news);
      expect(runs.server.workspaces.map(({ id }) => id)).toEqual([workspace.id]);

      const theirs = runs.server.addWorkspace("me", { name: "theirs", template_id: templateId });
      theirs.created_at = new Date(Date.now() + offset - 10 * 60_000).toISOString();
      const error = await rejection(runs.resource(host, "Workspace").up({ name: "theirs", templateId }));
      expect(error.message).toContain('The name "theirs" is taken by workspace');
      expect(error.message).toContain("10 minutes ago");
    });

    it("has a pause waited for that ends at a time of its clock, and a time limit kept by the own clock", async () => {
      await runs.next(host, { jobTimeoutSeconds: "3" });
      const workspace = runs.resource(host, "Workspace");
      const news = { name: "dev", templateId: addTemplate() };
      const unavailable = (): object => ({
        status: 503,
        json: { message: "Not now." },
        headers: { "retry-after": new Date(runs.server.http.now.getTime() + 2_000).toUTCString() },
      });
      const { id: userId, username } = runs.server.user;
      const me = { json: { id: userId, username, created_at: "2026-01-01T00:00:00Z", roles: [] } };
      runs.server.http.on("GET /users/:user", unavailable, me);
      const began = performance.now();
      expect(await workspace.check(news)).toEqual([]);
      expect(performance.now() - began).toBeGreaterThan(900);

      runs.server.startQueue();
      const error = await rejection(workspace.up(news));
      expect(error.message).toContain("its job was not done after 3 seconds (`coderd:jobTimeoutSeconds`)");
      expect(performance.now() - began).toBeLessThan(60_000);
      expect(workspace.id).toBe(runs.server.workspaces[0]?.id);
    });
  });
});
