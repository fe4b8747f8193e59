// Workspaces. Their settings live in workspace-settings.ts, their builds in workspace-builds.ts.
import { z } from "zod";
import { requireFeature } from "./buildinfo";
import { allOf, PAGE_SIZE, pagesOf, type PageOptions } from "./transport/pages";
import {
  answerObject,
  flag,
  listOf,
  openText,
  optional,
  optionalText,
  optionalTime,
  text,
  time,
} from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { exactlyOneOf } from "./transport/ways";
import { workspaceBuildSchema, type WorkspaceBuildParameter } from "./workspace-builds";
import { workspaceAppStatusSchema } from "./workspace-resources";

/** @see codersdk/workspaces.go AutomaticUpdates */
export const AUTOMATIC_UPDATES = ["always", "never"] as const;

/**
 * After a POST the workspace exists, whatever the answer lacks. So few fields are required.
 * @see codersdk/workspaces.go Workspace
 */
export const workspaceSchema = answerObject({
  id: z.string(),
  created_at: time,
  updated_at: optionalTime,
  owner_id: text,
  owner_name: text,
  owner_avatar_url: text,
  organization_id: text,
  organization_name: text,
  template_id: text,
  template_name: text,
  template_display_name: text,
  template_icon: text,
  template_allow_user_cancel_workspace_jobs: flag,
  template_active_version_id: text,
  template_require_active_version: flag,
  /** Undefined on a server that knows no other flow. */
  template_use_classic_parameter_flow: optional(z.boolean()),
  latest_build: workspaceBuildSchema,
  latest_app_status: optional(workspaceAppStatusSchema),
  outdated: flag,
  name: z.string(),
  /** Undefined without one. */
  autostart_schedule: optionalText,
  ttl_ms: optional(z.number()),
  last_used_at: optionalTime,
  deleting_at: optionalTime,
  dormant_at: optionalTime,
  health: answerObject({ healthy: flag, failing_agents: listOf(z.string()) })
    .nullish()
    .transform((value) => value ?? { healthy: true, failing_agents: [] }),
  automatic_updates: openText(AUTOMATIC_UPDATES),
  allow_renames: flag,
  /** True only for the owner: no one else can see it. */
  favorite: flag,
  next_start_at: optionalTime,
  /** Whether it was made in advance and waits for an owner; undefined on a server that does not tell. */
  is_prebuild: optional(z.boolean()),
});

const workspacesSchema = answerObject({ workspaces: listOf(workspaceSchema), count: z.number() });

export type Workspace = z.output<typeof workspaceSchema>;
export type Workspaces = z.output<typeof workspacesSchema>;
/** What a request takes. The value of an answer may be a newer one: `isOneOf` tells. */
export type AutomaticUpdates = (typeof AUTOMATIC_UPDATES)[number];

/** The workspace is made of the active version of a template, or of one version: never both. */
type WorkspaceOrigin =
  { template_id: string; template_version_id?: undefined } | { template_version_id: string; template_id?: undefined };

/**
 * The API's `enable_dynamic_parameters` is not offered: one release (2.23) read it, behind an experiment. The template
 * decides, by `use_classic_parameter_flow`.
 * @see codersdk/organizations.go CreateWorkspaceRequest
 */
export type CreateWorkspaceRequest = WorkspaceOrigin & NewWorkspace;

/** What a new workspace is, apart from the template that it is made of. */
export interface NewWorkspace {
  name: string;
  autostart_schedule?: string | undefined;
  /** 0 takes the template's default, it does not switch it off. */
  ttl_ms?: number | undefined;
  rich_parameter_values?: readonly WorkspaceBuildParameter[] | undefined;
  automatic_updates?: AutomaticUpdates | undefined;
  template_version_preset_id?: string | undefined;
}

export interface WorkspaceQuery {
  includeDeleted?: boolean | undefined;
}

export interface WorkspacesQuery {
  /** The server's search language, e.g. `owner:me template:docker status:running`. */
  q?: string | undefined;
  /** Largest number of workspaces. @default all */
  limit?: number | undefined;
  /** Number of workspaces to skip. @default 0 */
  offset?: number | undefined;
}

/**
 * Makes a workspace and begins its first build. Refused with 409 when the owner has one of the name, with 406 while the
 * version is imported. The workspace exists from here on, also when its first build fails.
 * @see coderd/workspaces.go postUserWorkspaces
 * @example const workspace = await client.createWorkspace("me", { name: "dev", template_id: template.id });
 */
export async function createWorkspace(
  transport: Transport,
  user: string,
  request: CreateWorkspaceRequest,
  options?: RequestOptions,
): Promise<Workspace> {
  exactlyOneOf(request, ["template_id", "template_version_id"]);
  if (request.template_version_preset_id !== undefined) await requireFeature(transport, "presetBuilds", options);
  return transport.json(
    workspaceSchema,
    { method: "POST", path: path`/users/${user}/workspaces`, json: request },
    options,
  );
}

/**
 * A workspace by its id, with its latest build. A deleted workspace is answered with 410.
 * @see coderd/workspaces.go workspace
 * @example const { latest_build } = await client.getWorkspace(workspace.id);
 */
export function getWorkspace(
  transport: Transport,
  id: string,
  query: WorkspaceQuery = {},
  options?: RequestOptions,
): Promise<Workspace> {
  return transport.json(
    workspaceSchema,
    { method: "GET", path: path`/workspaces/${id}`, query: deletedQuery(query) },
    options,
  );
}

/**
 * A workspace by its owner (id, username or "me") and name. A deleted workspace is answered with 404, unless it is
 * asked for: then the newest of the name is found, one that is not deleted first.
 * @see coderd/workspaces.go workspaceByOwnerAndName
 * @example const { id } = await client.getWorkspaceByOwnerAndName("ada", "dev");
 */
export function getWorkspaceByOwnerAndName(
  transport: Transport,
  user: string,
  name: string,
  query: WorkspaceQuery = {},
  options?: RequestOptions,
): Promise<Workspace> {
  return transport.json(
    workspaceSchema,
    { method: "GET", path: path`/users/${user}/workspace/${name}`, query: deletedQuery(query) },
    options,
  );
}

/**
 * One page of the workspaces that the query finds, and how many it finds in all. No limit means all.
 * @see coderd/workspaces.go workspaces
 * @example const { workspaces, count } = await client.getWorkspaces({ q: "owner:me", limit: 10, offset: 20 });
 */
export function getWorkspaces(
  transport: Transport,
  query: WorkspacesQuery = {},
  options?: RequestOptions,
): Promise<Workspaces> {
  return transport.json(workspacesSchema, { method: "GET", path: "/workspaces", query: { ...query } }, options);
}

/**
 * All that the query finds, page after page.
 * @see coderd/workspaces.go workspaces
 * @example for await (const { name } of client.iterateWorkspaces({ q: "owner:me" })) console.log(name);
 */
export function iterateWorkspaces(
  transport: Transport,
  query: Pick<WorkspacesQuery, "q"> & PageOptions = {},
  options?: RequestOptions,
): AsyncIterable<Workspace> {
  const { q, pageSize = PAGE_SIZE } = query;
  return pagesOf(pageSize, async ({ offset }) => {
    // A page may lack workspaces that the token may not see in full: only the count tells the end.
    const { workspaces, count } = await getWorkspaces(transport, { q, limit: pageSize, offset }, options);
    return { items: workspaces, isLast: offset + (workspaces.length === 0 ? pageSize : workspaces.length) >= count };
  });
}

/**
 * All that the query finds, as one list.
 * @see coderd/workspaces.go workspaces
 * @example const stopped = await client.getAllWorkspaces({ q: "status:stopped" });
 */
export function getAllWorkspaces(
  transport: Transport,
  query?: Pick<WorkspacesQuery, "q"> & PageOptions,
  options?: RequestOptions,
): Promise<Workspace[]> {
  return allOf(iterateWorkspaces(transport, query, options));
}

/**
 * Gives a workspace another name. Refused with 400 unless the server allows renaming (`allow_renames`).
 * @see coderd/workspaces.go patchWorkspace
 * @example await client.updateWorkspace(workspace.id, { name: "dev2" });
 */
export async function updateWorkspace(
  transport: Transport,
  id: string,
  request: { name: string },
  options?: RequestOptions,
): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/workspaces/${id}`, json: request }, options);
}

function deletedQuery({ includeDeleted = false }: WorkspaceQuery): { include_deleted: true | undefined } {
  return { include_deleted: includeDeleted ? true : undefined };
}
