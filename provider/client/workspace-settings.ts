// The settings of a workspace that have a request each.
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { workspaceSchema, type AutomaticUpdates, type Workspace } from "./workspaces";

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
   * Whether each start takes the active version of the template. To copy the value of another workspace, check it with
   * `isOneOf`: an answer may hold a newer value.
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
   * Makes a workspace dormant, which stops it, or takes that back. The workspace as it is then; undefined when it was
   * so already, and nothing happened.
   * @see coderd/workspaces.go putWorkspaceDormant
   * @example const woken = (await client.setWorkspaceDormant(workspace.id, false)) !== undefined;
   */
  setWorkspaceDormant(
    transport: Transport,
    id: string,
    isDormant: boolean,
    options?: RequestOptions,
  ): Promise<Workspace | undefined> {
    return transport.jsonUnlessUnchanged(
      workspaceSchema,
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
