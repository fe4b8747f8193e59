// Workspaces and their settings. Their builds live in workspace-builds.ts.
import { z } from "zod";
import { requireFeature } from "./buildinfo";
import { getTemplateVersion } from "./template-versions";
import { getTemplate } from "./templates";
import { allOf, PAGE_SIZE, pagesOf, type PageOptions } from "./transport/pages";
import { answerObject, flag, listOf, optional, optionalText, optionalTime, text, time } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { workspaceBuildSchema, type WorkspaceBuildParameter } from "./workspace-builds";
import { workspaceAppStatusSchema } from "./workspace-resources";

/** @see codersdk/workspaces.go Workspace */
export const workspaceSchema = answerObject({
  id: z.string(),
  created_at: time,
  updated_at: optionalTime,
  owner_id: z.string(),
  owner_name: z.string(),
  owner_avatar_url: text,
  organization_id: z.string(),
  organization_name: text,
  template_id: z.string(),
  template_name: text,
  template_display_name: text,
  template_icon: text,
  template_allow_user_cancel_workspace_jobs: flag,
  template_active_version_id: z.string(),
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
  /** always or never */
  automatic_updates: text,
  allow_renames: flag,
  /** True only for the owner: no one else can see it. */
  favorite: flag,
  next_start_at: optionalTime,
});

const workspacesSchema = answerObject({ workspaces: listOf(workspaceSchema), count: z.number() });

export type Workspace = z.output<typeof workspaceSchema>;
export type Workspaces = z.output<typeof workspacesSchema>;
export type AutomaticUpdates = "always" | "never";

/**
 * Exactly one of `template_id` (its active version) and `template_version_id`.
 * @see codersdk/organizations.go CreateWorkspaceRequest
 */
export interface CreateWorkspaceRequest {
  name: string;
  template_id?: string | undefined;
  template_version_id?: string | undefined;
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
  limit?: number | undefined;
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
  if (request.template_version_preset_id !== undefined) await requireFeature(transport, "presetBuilds", options);
  const organizationOf = async (): Promise<string> => {
    const { template_id, template_version_id = "" } = request;
    if (template_id !== undefined) return (await getTemplate(transport, template_id, options)).organization_id;
    return (await getTemplateVersion(transport, template_version_id, options)).organization_id ?? "default";
  };
  const legacy = {
    operation: "createWorkspace",
    path: async () => path`/organizations/${await organizationOf()}/members/${user}/workspaces`,
  };
  return transport.json(
    workspaceSchema,
    { method: "POST", path: path`/users/${user}/workspaces`, json: request, legacy },
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

/** The requests that change one setting each. */
export const workspaceSettings = {
  /**
   * When the workspace is started: minute, hour and days of the week, with CRON_TZ for a zone other than UTC. Refused
   * with 400 where the template forbids it. No schedule switches autostart off.
   * @see coderd/workspaces.go putWorkspaceAutostart
   * @example await client.setWorkspaceAutostart(workspace.id, "CRON_TZ=Europe/Berlin 0 9 * * 1-5");
   */
  async setWorkspaceAutostart(
    transport: Transport,
    id: string,
    schedule: string | undefined,
    options?: RequestOptions,
  ): Promise<void> {
    await transport.send({ method: "PUT", path: path`/workspaces/${id}/autostart`, json: { schedule } }, options);
  },

  /**
   * Time from start to automatic stop, in milliseconds: one minute to 30 days. Refused with 400 where the template
   * forbids it. No time switches autostop off, also for the build that runs.
   * @see coderd/workspaces.go putWorkspaceTTL
   * @example await client.setWorkspaceTtl(workspace.id, 8 * 3_600_000);
   */
  async setWorkspaceTtl(
    transport: Transport,
    id: string,
    ttlMilliseconds: number | undefined,
    options?: RequestOptions,
  ): Promise<void> {
    await transport.send(
      { method: "PUT", path: path`/workspaces/${id}/ttl`, json: { ttl_ms: ttlMilliseconds ?? null } },
      options,
    );
  },

  /**
   * Whether each start takes the active version of the template.
   * @see coderd/workspaces.go putWorkspaceAutoupdates
   * @example await client.setWorkspaceAutomaticUpdates(workspace.id, "always");
   */
  async setWorkspaceAutomaticUpdates(
    transport: Transport,
    id: string,
    automaticUpdates: AutomaticUpdates,
    options?: RequestOptions,
  ): Promise<void> {
    await transport.send(
      { method: "PUT", path: path`/workspaces/${id}/autoupdates`, json: { automatic_updates: automaticUpdates } },
      options,
    );
  },

  /**
   * Makes a workspace dormant, which stops it, or takes that back. Nothing happens when it is so already.
   * @see coderd/workspaces.go putWorkspaceDormant
   * @example await client.setWorkspaceDormant(workspace.id, false);
   */
  async setWorkspaceDormant(
    transport: Transport,
    id: string,
    isDormant: boolean,
    options?: RequestOptions,
  ): Promise<void> {
    await transport.send(
      { method: "PUT", path: path`/workspaces/${id}/dormant`, json: { dormant: isDormant } },
      options,
    );
  },

  /**
   * Shows the workspace first in its owner's list, or no longer. Refused with 403 unless the token is the workspace
   * owner's own.
   * @see coderd/workspaces.go putFavoriteWorkspace
   * @example await client.setWorkspaceFavorite(workspace.id, true);
   */
  async setWorkspaceFavorite(
    transport: Transport,
    id: string,
    isFavorite: boolean,
    options?: RequestOptions,
  ): Promise<void> {
    await transport.send({ method: isFavorite ? "PUT" : "DELETE", path: path`/workspaces/${id}/favorite` }, options);
  },
};

function deletedQuery({ includeDeleted = false }: WorkspaceQuery): { include_deleted: true | undefined } {
  return { include_deleted: includeDeleted ? true : undefined };
}
