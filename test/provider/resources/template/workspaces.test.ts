import type { Template } from "../../../../provider/client/templates";
import type { Workspace } from "../../../../provider/client/workspaces";
import {
  deleteWorkspacesOfTemplate,
  describeWorkspacesOfTemplate,
} from "../../../../provider/resources/template/workspaces";
import { FakeCoder } from "../../../fakes/coder";
import { refuse } from "../../../fakes/coder/common";

let server: FakeCoder;
let template: Template;

beforeEach(async () => {
  server = await FakeCoder.start();
  const { id } = server.addTemplate();
  template = await server.client.getTemplate(id);
  server.takeLog();
});

afterEach(async () => {
  await server.close();
});

function addWorkspace(name: string, templateId = template.id): Workspace {
  return server.addWorkspace("bob", { name, template_id: templateId });
}

/** How many builds were under way at the same time. */
function mostBuildsAtOnce(): number {
  let [now, most] = [0, 0];
  for (const { method, path } of server.http.requests) {
    if (method === "POST") now += 1;
    if (path.includes("/workspacebuilds/") && !path.endsWith("/logs")) now -= 1;
    most = Math.max(most, now);
  }
  return most;
}

describe("describeWorkspacesOfTemplate", () => {
  it("is empty where there are none", async () => {
    expect(await describeWorkspacesOfTemplate(server.context(), template)).toBe("");
  });

  it("names ten, counts all, and leaves out those of other templates on whatever page they are", async () => {
    const other = server.addTemplate({ name: "docker" }).id;
    for (let number = 1; number <= 60; number += 1) {
      addWorkspace(`mine${number}`);
      addWorkspace(`foreign${number}`, other);
    }
    expect(await describeWorkspacesOfTemplate(server.context(), template)).toBe(
      ` (60: ${Array.from({ length: 10 }, (_, index) => `bob/mine${index + 1}`).join(", ")}, and 50 more)`,
    );
    expect(server.takeRequests().map(({ query }) => [query.get("q"), query.get("limit"), query.get("offset")])).toEqual(
      [
        [`template:docker organization:${template.organization_id}`, "100", "0"],
        [`template:docker organization:${template.organization_id}`, "100", "100"],
      ],
    );
  });

  it("is empty where they can't be listed: it adorns another error", async () => {
    server.http.on("GET /workspaces", refuse(500, "Internal error."));
    expect(await describeWorkspacesOfTemplate(server.context(), template)).toBe("");
  });
});

describe("deleteWorkspacesOfTemplate", () => {
  it("deletes those of the template with a build each, a few at a time, and leaves others alone", async () => {
    for (let number = 1; number <= 9; number += 1) addWorkspace(`w${number}`);
    const foreign = addWorkspace("foreign", server.addTemplate({ name: "other" }).id);
    await deleteWorkspacesOfTemplate(server.context(), template);
    expect(server.liveWorkspaces).toEqual([foreign]);
    const posts = server.http.requestsTo("POST /workspaces/:id/builds");
    expect(posts.map(({ json }) => json)).toEqual(Array.from({ length: 9 }, () => ({ transition: "delete" })));
    expect(mostBuildsAtOnce()).toBeLessThanOrEqual(4);
  });

  it("deletes all, also those that a server keeps for further pages than were asked for", async () => {
    for (let number = 1; number <= 9; number += 1) addWorkspace(`w${number}`);
    const listed = [...server.workspaces];
    server.http.on("GET /workspaces", (request) => {
      const offset = Number(request.query.get("offset") ?? 0);
      return { json: { workspaces: listed.slice(offset, offset + 4), count: listed.length } };
    });
    await deleteWorkspacesOfTemplate(server.context(), template);
    expect(server.liveWorkspaces).toEqual([]);
  });

  it("is done with one that is deleted meanwhile", async () => {
    addWorkspace("w1");
    server.http.on("GET /workspaces/:id", refuse(410, "Workspace deleted."));
    await deleteWorkspacesOfTemplate(server.context(), template);
    expect(server.http.requestsTo("POST /workspaces/:id/builds")).toHaveLength(0);
  });

  it("deletes what it can, and names each that it can't, and why", async () => {
    const stuck = addWorkspace("stuck");
    addWorkspace("fine");
    server.http.on(`POST /workspaces/${stuck.id}/builds`, refuse(403, "You may not."));
    await expect(deleteWorkspacesOfTemplate(server.context(), template)).rejects.toThrow(
      /^Template "docker" was not deleted: 1 of its 2 workspaces could not be deleted\. Mend what is wrong with them and run the same command again\.\n"bob\/stuck": You may not\./,
    );
    expect(server.liveWorkspaces).toEqual([stuck]);
  });

  it("stops at an interrupt, with its reason", async () => {
    for (let number = 1; number <= 9; number += 1) addWorkspace(`w${number}`);
    const interrupt = new AbortController();
    const reason = new Error("Interrupted.");
    server.http.on("POST /workspaces/:id/builds", () => {
      interrupt.abort(reason);
      return refuse(500, "Internal error.");
    });
    const context = server.context({
      signal: interrupt.signal,
      client: server.client.with({ signal: interrupt.signal }),
    });
    await expect(deleteWorkspacesOfTemplate(context, template)).rejects.toBe(reason);
    expect(server.http.requestsTo("POST /workspaces/:id/builds").length).toBeLessThanOrEqual(4);
  });
});
