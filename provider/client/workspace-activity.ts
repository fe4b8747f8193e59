// What keeps a workspace going or says whether it can: its deadline, its usage, its autostart, and the watch over it.
import { z } from "zod";
import { ApiError } from "../errors";
import { API_PREFIX } from "./request";
import { flag, optional, text } from "./schemas";
import { path, type RequestOptions, type Transport } from "./transport";
import { workspaceSchema, type Workspace } from "./workspaces";

/** @see codersdk/workspaces.go ResolveAutostartResponse */
export const resolvedAutostartSchema = z.object({ parameter_mismatch: flag });

/** @see codersdk/workspaces.go ServerSentEvent */
const watchEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("data"), data: workspaceSchema }),
  z.object({ type: z.literal("error"), data: z.object({ message: text, detail: optional(z.string()) }) }),
  z.object({ type: z.literal("ping") }),
]);

export type ResolvedAutostart = z.output<typeof resolvedAutostartSchema>;

/** Both or neither: without them the workspace as a whole was used. @see codersdk/workspaces.go PostWorkspaceUsageRequest */
export type WorkspaceUsage = { agent_id: string; app_name: "vscode" | "jetbrains" | "reconnecting-pty" | "ssh" } | Record<string, never>;

type WatchEvent = z.output<typeof watchEventSchema>;

/**
 * Moves the time at which a running workspace is stopped. Refused with 409 unless it runs and has a deadline, with 400 when the
 * new one is less than half an hour away or beyond the template's limit.
 * @example await client.extendWorkspace(workspace.id, new Date(Date.now() + 4 * 3_600_000));
 */
export async function extendWorkspace(transport: Transport, id: string, deadline: Date, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PUT", path: path`/workspaces/${id}/extend`, json: { deadline: deadline.toISOString() } }, options);
}

/**
 * Counts as use: puts dormancy off and, where the template bumps deadlines, the deadline too.
 * @example await client.reportWorkspaceUsage(workspace.id, { agent_id: agent.id, app_name: "ssh" });
 */
export async function reportWorkspaceUsage(
  transport: Transport,
  id: string,
  usage: WorkspaceUsage = {},
  options?: RequestOptions,
): Promise<void> {
  // Told twice it counts once: it is only the time that is kept.
  await transport.send({ method: "POST", path: path`/workspaces/${id}/usage`, json: usage, isRepeatable: true }, options);
}

/**
 * Whether the workspace could be started automatically with the parameters that it has.
 * @example const { parameter_mismatch } = await client.resolveWorkspaceAutostart(workspace.id);
 */
export function resolveWorkspaceAutostart(transport: Transport, id: string, options?: RequestOptions): Promise<ResolvedAutostart> {
  return transport.json(resolvedAutostartSchema, { method: "GET", path: path`/workspaces/${id}/resolve-autostart` }, options);
}

/**
 * The workspace as it is, then again after each change. Ends when the server closes the stream, throws when it breaks off.
 * Where no WebSocket can be opened (an older server, a proxy), server-sent events carry the same.
 * @example for await (const { latest_build } of client.watchWorkspace(workspace.id)) console.log(latest_build.status);
 */
export async function* watchWorkspace(transport: Transport, id: string, options?: RequestOptions): AsyncGenerator<Workspace, void, void> {
  const socketPath = path`/workspaces/${id}/watch-ws`;
  let hasBegun = false;
  try {
    for await (const event of transport.stream(watchEventSchema, { path: socketPath }, options)) {
      hasBegun = true;
      yield* workspaceOf(event, socketPath);
    }
  } catch (thrown) {
    if (hasBegun || !isWithoutSocket(thrown)) throw thrown;
    const eventsPath = path`/workspaces/${id}/watch`;
    for await (const event of transport.events(watchEventSchema, { path: eventsPath }, options)) yield* workspaceOf(event, eventsPath);
  }
}

function* workspaceOf(event: WatchEvent, watchPath: string): Generator<Workspace, void, void> {
  if (event.type === "data") yield event.data;
  if (event.type === "error") {
    const { message, detail } = event.data;
    throw new ApiError({ method: "GET", path: API_PREFIX + watchPath, status: undefined, serverMessage: message, detail });
  }
}

/** The stream was not opened, and that says nothing of the workspace. */
function isWithoutSocket(thrown: unknown): boolean {
  return thrown instanceof ApiError && (thrown.status === undefined || (thrown.status === 404 && !thrown.isGone));
}
