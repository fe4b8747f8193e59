// What keeps a workspace going or says whether it can: its deadline, its usage, its autostart, and the watch over it.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { ApiError } from "../errors";
import { isUnknownRoute } from "./transport/unknown-routes";
import { API_PREFIX } from "./transport/request";
import { isDropped } from "./transport/resume";
import { answerObject, flag, optional, text } from "./transport/schemas";
import { timeText, type Time } from "./transport/times";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { workspaceSchema, type Workspace } from "./workspaces";

/** @see codersdk/workspaces.go ResolveAutostartResponse */
export const resolvedAutostartSchema = answerObject({ parameter_mismatch: flag });

/** @see codersdk/serversentevents.go ServerSentEvent */
const watchEventSchema = z.discriminatedUnion("type", [
  answerObject({ type: z.literal("data"), data: workspaceSchema }),
  answerObject({ type: z.literal("error"), data: answerObject({ message: text, detail: optional(z.string()) }) }),
  answerObject({ type: z.literal("ping") }),
]);

/** Events of newer servers are passed over, like signs of life. */
const anyWatchEventSchema = z.union([
  watchEventSchema,
  z
    .object({ type: z.string().refine((type) => !["data", "error", "ping"].includes(type)) })
    .transform((): { type: "ping" } => ({ type: "ping" })),
]);

export type ResolvedAutostart = z.output<typeof resolvedAutostartSchema>;

/**
 * Both or neither: without them the workspace as a whole was used.
 * @see codersdk/workspaces.go PostWorkspaceUsageRequest
 */
export type WorkspaceUsage =
  { agent_id: string; app_name: "vscode" | "jetbrains" | "reconnecting-pty" | "ssh" } | Record<string, never>;

type WatchEvent = z.output<typeof anyWatchEventSchema>;

/**
 * Moves the time at which a running workspace is stopped. Refused with 409 unless it runs and has a deadline, with 400
 * when the new one is less than half an hour away or beyond the template's limit.
 * @see coderd/workspaces.go putExtendWorkspace
 * @example
 * await client.extendWorkspace(workspace.id, new Date(Date.now() + 4 * 3_600_000));
 * const { max_deadline } = workspace.latest_build;
 * if (max_deadline !== undefined) await client.extendWorkspace(workspace.id, max_deadline);
 */
export async function extendWorkspace(
  transport: Transport,
  id: string,
  deadline: Time,
  options?: RequestOptions,
): Promise<void> {
  const json = { deadline: timeText(deadline, "deadline") };
  await transport.send({ method: "PUT", path: path`/workspaces/${id}/extend`, json }, options);
}

/**
 * Counts as use: puts dormancy off and, where the template bumps deadlines, the deadline too.
 * @see coderd/workspaces.go postWorkspaceUsage
 * @example await client.reportWorkspaceUsage(workspace.id, { agent_id: agent.id, app_name: "ssh" });
 */
export async function reportWorkspaceUsage(
  transport: Transport,
  id: string,
  usage: WorkspaceUsage = {},
  options?: RequestOptions,
): Promise<void> {
  // Repeating it does no harm: the server keeps only the time.
  await transport.send(
    { method: "POST", path: path`/workspaces/${id}/usage`, json: usage, isRepeatable: true },
    options,
  );
}

/**
 * Whether the workspace could be started automatically with the parameters that it has.
 * @see coderd/workspaces.go resolveAutostart
 * @example const { parameter_mismatch } = await client.resolveWorkspaceAutostart(workspace.id);
 */
export function resolveWorkspaceAutostart(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): Promise<ResolvedAutostart> {
  return transport.json(
    resolvedAutostartSchema,
    { method: "GET", path: path`/workspaces/${id}/resolve-autostart` },
    options,
  );
}

/**
 * The workspace as it is, then again after each change. The agents' `latency` is no change: the server measures it anew
 * for each answer. When a connection breaks off or the server shuts down, another connection goes on with the workspace
 * as it is then. Where no WebSocket can be opened (a server before 2.23, a proxy), server-sent events carry the same.
 * Ends when the reader has enough, when it is aborted, and when the client is closed.
 * @see coderd/workspaces.go watchWorkspace
 * @example for await (const { latest_build } of client.watchWorkspace(workspace.id)) console.log(latest_build.status);
 */
export async function* watchWorkspace(
  transport: Transport,
  id: string,
  options?: RequestOptions,
): AsyncGenerator<Workspace, void, void> {
  const socketPath = path`/workspaces/${id}/watch-ws`;
  const eventsPath = path`/workspaces/${id}/watch`;
  const operation = "watchWorkspace";
  let hasBegun = false;
  let isByEvents = transport.lacksRoute(operation);
  const open = async function* (): AsyncGenerator<Workspace, void, void> {
    if (!isByEvents) {
      try {
        for await (const event of transport.stream(anyWatchEventSchema, { path: socketPath }, options)) {
          hasBegun = true;
          yield* workspaceOf(event, socketPath);
        }
        return;
      } catch (thrown) {
        if (hasBegun || !(isDropped(thrown) || isUnknownRoute(thrown))) throw thrown;
        // A proxy that keeps WebSockets away may change; an unknown route stays unknown.
        if (isUnknownRoute(thrown)) transport.rememberLackOfRoute(operation);
        isByEvents = true;
      }
    }
    for await (const event of transport.events(anyWatchEventSchema, { path: eventsPath }, options))
      yield* workspaceOf(event, eventsPath);
  };
  let last: Workspace | undefined;
  for await (const workspace of transport.resumed({ open, isOver: () => false }, options)) {
    const lasting = withoutLatency(workspace);
    if (isDeepStrictEqual(lasting, last)) continue;
    last = lasting;
    yield workspace;
  }
}

function withoutLatency(workspace: Workspace): Workspace {
  const resources = workspace.latest_build.resources.map((resource) => ({
    ...resource,
    agents: resource.agents.map((agent) => ({ ...agent, latency: {} })),
  }));
  return { ...workspace, latest_build: { ...workspace.latest_build, resources } };
}

function* workspaceOf(event: WatchEvent, watchPath: string): Generator<Workspace, void, void> {
  if (event.type === "data") yield event.data;
  if (event.type === "error") {
    const { message, detail } = event.data;
    throw new ApiError({
      method: "GET",
      path: API_PREFIX + watchPath,
      status: undefined,
      serverMessage: message,
      detail,
    });
  }
}
