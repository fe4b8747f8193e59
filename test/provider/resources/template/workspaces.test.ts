import type { Template } from "../../../../provider/client/templates";
import {
  deleteWorkspacesOfTemplate,
  describeWorkspacesOfTemplate,
} from "../../../../provider/resources/template/workspaces";
import { newId, refuse, TemplateServer } from "../template-server";

type Json = Record<string, unknown>;

const TIME = "2026-01-01T00:00:00Z";

let server: TemplateServer;
let template: Template;

beforeEach(async () => {
  server = await TemplateServer.start();
  const { id } = server.addTemplate();
  template = await server.client.getTemplate(id);
  server.takeLog();
});

afterEach(async () => {
  await server.close();
});

function addWorkspace(name: string, templateId = template.id): Json {
  const id = newId();
  const workspace = {
    id,
    created_at: TIME,
    owner_id: "b",
    owner_name: "bob",
    organization_id: template.organization_id,
    template_id: templateId,
    template_active_version_id: newId(),
    name,
    latest_build: build(id, name, 1, "start", "running"),
  };
  server.workspaces.push(workspace);
  return workspace;
}

function build(workspaceId: string, name: string, number: number, transition: string, status: string): Json {
  return {
    id: newId(),
    created_at: TIME,
    workspace_id: workspaceId,
    workspace_name: name,
    workspace_owner_id: "b",
    workspace_owner_name: "bob",
    template_version_id: newId(),
    build_number: number,
    initiator_id: "b",
    initiator_name: "bob",
    transition,
    status,
    job: { id: newId(), created_at: TIME, status: "succeeded", file_id: newId(), tags: {} },
    resources: [],
  };
}

/** Delete builds end at once. Counts how many are under way at the same time. */
function serveBuilds(): { most: number } {
  const { http, workspaces } = server;
  const builds = new Map<unknown, Json>();
  const seen = { most: 0, now: 0 };
  http.on("GET /workspaces/:id", (request) => {
    const found = workspaces.find((each) => each["id"] === request.parameters["id"]);
    return found === undefined ? refuse(410, "Workspace deleted.") : { json: found };
  });
  http.on("POST /workspaces/:id/builds", (request) => {
    const [removed] = workspaces.splice(
      workspaces.findIndex((each) => each["id"] === request.parameters["id"]),
      1,
    );
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    const made = build(request.parameters["id"] ?? "", String(removed?.["name"]), 2, "delete", "deleted");
    builds.set(made["id"], made);
    return { status: 201, json: made };
  });
  http.on("GET /workspacebuilds/:id", (request) => {
    seen.now -= 1;
    return { json: builds.get(request.parameters["id"]) };
  });
  return seen;
}

describe("describeWorkspacesOfTemplate", () => {
  it("is empty where there are none", async () => {
    expect(await describeWorkspacesOfTemplate(server.context(), template)).toBe("");
  });

  it("names ten, counts all, and leaves out those of other templates on whatever page they are", async () => {
    for (let number = 1; number <= 60; number += 1) {
      addWorkspace(`mine${number}`);
      addWorkspace(`foreign${number}`, newId());
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
    const foreign = addWorkspace("foreign", newId());
    const seen = serveBuilds();
    await deleteWorkspacesOfTemplate(server.context(), template);
    expect(server.workspaces).toEqual([foreign]);
    const posts = server.http.requestsTo("POST /workspaces/:id/builds");
    expect(posts.map(({ json }) => json)).toEqual(Array.from({ length: 9 }, () => ({ transition: "delete" })));
    expect(seen.most).toBeLessThanOrEqual(4);
  });

  it("deletes all, also those that a server keeps for further pages than were asked for", async () => {
    for (let number = 1; number <= 9; number += 1) addWorkspace(`w${number}`);
    const listed = [...server.workspaces];
    serveBuilds();
    server.http.on("GET /workspaces", (request) => {
      const offset = Number(request.query.get("offset") ?? 0);
      return { json: { workspaces: listed.slice(offset, offset + 4), count: listed.length } };
    });
    await deleteWorkspacesOfTemplate(server.context(), template);
    expect(server.workspaces).toEqual([]);
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
    serveBuilds();
    server.http.on(`POST /workspaces/${String(stuck["id"])}/builds`, refuse(403, "You may not."));
    await expect(deleteWorkspacesOfTemplate(server.context(), template)).rejects.toThrow(
      /^Template "docker" was not deleted: 1 of its 2 workspaces could not be deleted\. Mend what is wrong with them and run the same command again\.\n"bob\/stuck": You may not\./,
    );
    expect(server.workspaces).toEqual([stuck]);
  });

  it("stops at an interrupt, with its reason", async () => {
    for (let number = 1; number <= 9; number += 1) addWorkspace(`w${number}`);
    serveBuilds();
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
