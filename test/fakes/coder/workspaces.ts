// Workspaces of the fake Coder, and the settings that change in place.
import type { CreateWorkspaceRequest, Workspace } from "../../../provider/client/workspaces";
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import { badQuery, bodyOf, gone, known, newId, refuse, sameName, searchTerms, type Json, type Routes } from "./common";
import { CODER, userOf } from "./users";

/** The owner is an id, a name, or "me". */
export function addWorkspace(coder: FakeCoder, owner: string, request: CreateWorkspaceRequest): Workspace {
  const user = userOf(coder, owner);
  if (user === undefined) throw new Error(`The fake has no user "${owner}".`);
  const versionId = request.template_version_id ?? coder.template(request.template_id ?? "")["active_version_id"];
  const template = coder.template(known(coder.versions, versionId).template_id);
  const defaultTtl = template["default_ttl_ms"];
  const workspace = {
    id: newId(),
    name: request.name,
    created_at: coder.http.now.toISOString(),
    owner_id: user.id,
    owner_name: user.username,
    organization_id: CODER,
    organization_name: "coder",
    template_id: template.id,
    template_name: template.name,
    template_active_version_id: template.active_version_id,
    template_use_classic_parameter_flow: template["use_classic_parameter_flow"],
    outdated: false,
    autostart_schedule: request.autostart_schedule,
    ttl_ms: request.ttl_ms ?? (defaultTtl === 0 ? undefined : defaultTtl),
    automatic_updates: request.automatic_updates ?? "never",
    allow_renames: coder.allowsRenames,
    favorite: false,
    health: { healthy: true, failing_agents: [] },
  } as unknown as Workspace;
  coder.workspaces.push(workspace);
  coder.build(workspace.id, { ...request, transition: "start", template_version_id: versionId });
  return workspace;
}

/** For good, whatever is built of it later. */
export function isDeleted({ builds }: FakeCoder, { id }: Workspace): boolean {
  return builds.some(
    ({ workspace_id, transition, job }) => workspace_id === id && transition === "delete" && job.status === "succeeded",
  );
}

export const workspaceRoutes: Routes = {
  "POST /users/:user/workspaces": (coder, request) => {
    const owner = request.parameters["user"] ?? "";
    const wanted = bodyOf(request) as unknown as CreateWorkspaceRequest;
    if (findWorkspace(coder, owner, wanted.name) !== undefined)
      return refuse(409, `Workspace "${wanted.name}" already exists.`);
    return { status: 201, json: coder.addWorkspace(owner, wanted) };
  },
  "GET /workspaces": listWorkspaces,
  "GET /workspaces/:id": (coder, request) => withWorkspace(coder, request, (workspace) => ({ json: workspace })),
  "GET /users/:user/workspace/:name": (coder, { parameters }) => {
    const found = findWorkspace(coder, parameters["user"] ?? "", parameters["name"] ?? "");
    return found === undefined ? gone : { json: found };
  },
  "PATCH /workspaces/:id": setting(({ name }) => ({ name })),
  "PUT /workspaces/:id/autostart": setting(({ schedule }) => ({ autostart_schedule: schedule })),
  "PUT /workspaces/:id/ttl": setting(({ ttl_ms }) => ({ ttl_ms })),
  "PUT /workspaces/:id/autoupdates": setting(({ automatic_updates }) => ({ automatic_updates })),
  "PUT /workspaces/:id/dormant": (coder, request) =>
    withWorkspace(coder, request, (workspace) => {
      const isDormant = bodyOf(request)["dormant"] === true;
      if (isDormant === (workspace.dormant_at !== undefined)) return { status: 304 };
      workspace.dormant_at = isDormant ? "2026-01-02T03:04:05Z" : undefined;
      return { json: workspace };
    }),
  "PUT /workspaces/:id/favorite": setting(() => ({ favorite: true })),
  "DELETE /workspaces/:id/favorite": setting(() => ({ favorite: false })),
};

/** A deleted workspace is gone for good. */
function withWorkspace(coder: FakeCoder, request: RecordedRequest, answer: (workspace: Workspace) => Reply): Reply {
  const workspace = coder.workspaces.find(({ id }) => id === request.parameters["id"]);
  if (workspace === undefined) return gone;
  return isDeleted(coder, workspace) ? refuse(410, "Workspace was deleted.") : answer(workspace);
}

function setting(change: (body: Json) => Json): (coder: FakeCoder, request: RecordedRequest) => Reply {
  return (coder, request) =>
    withWorkspace(coder, request, (workspace) => {
      Object.assign(workspace, change((request.json ?? {}) as Json));
      return { status: 204 };
    });
}

function findWorkspace(coder: FakeCoder, owner: string, name: string): Workspace | undefined {
  const ownerId = userOf(coder, owner)?.id;
  return coder.liveWorkspaces.find((each) => each.owner_id === ownerId && sameName(each.name, name));
}

/** Of the filters, those that tell which workspaces, and not how they are. */
function listWorkspaces(coder: FakeCoder, request: RecordedRequest): Reply {
  const terms = searchTerms(request, ["id", "owner", "template", "organization", "param"]);
  if (terms === undefined) return badQuery;
  const parameter = terms.get("param");
  const owner = terms.get("owner");
  const wanted: [held: (workspace: Workspace) => string, values: string[] | undefined][] = [
    [({ id }) => id, terms.get("id")?.split(",")],
    [({ owner_id }) => owner_id, owner === undefined ? undefined : [userOf(coder, owner)?.id ?? "nobody"]],
    [({ template_id }) => String(coder.template(template_id).name), terms.get("template")?.split(",")],
    [({ organization_id }) => organization_id, terms.get("organization")?.split(",")],
  ];
  const found = coder.liveWorkspaces.filter(
    (each) =>
      wanted.every(([held, values]) => values?.includes(held(each)) ?? true) &&
      (parameter === undefined || hasParameter(coder, each, parameter)),
  );
  const offset = Number(request.query.get("offset") ?? 0);
  const limit = Number(request.query.get("limit") ?? found.length);
  return { json: { workspaces: found.slice(offset, offset + limit), count: found.length } };
}

/** By the latest build, and regardless of case: a name is a pattern, a name with a value is none. */
function hasParameter({ values }: FakeCoder, { latest_build }: Workspace, term: string): boolean {
  const held = values.get(latest_build.id) ?? [];
  if (term.includes("=")) return held.some(({ name, value }) => `${name}=${value}`.toLowerCase() === term);
  const pattern = term.replace(/\\?[^]/g, (part) =>
    part === "%" ? ".*" : part === "_" ? "." : part.slice(-1).replace(/[^\w]/g, "\\$&"),
  );
  return held.some(({ name }) => new RegExp(`^${pattern}$`, "i").test(name));
}
