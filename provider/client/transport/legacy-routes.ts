// What older servers know an operation by. One entry per operation; which form a server speaks is found out by asking,
// once per client.
import { ApiError } from "../../errors";
import { path, type Request } from "./request";

/** Operation → its path on a server that does not know the current one. */
export const LEGACY_PATHS = {
  /** Knows no template: a name may be that of another template's version. */
  getTemplateVersionByNames: ({ organization, name }: { organization: string; name: string }) =>
    path`/organizations/${organization}/templateversions/${name}`,
  getTemplateVersionParameters: ({ id }: { id: string }) => path`/templateversions/${id}/parameters`,
  getTemplateVersionExternalAuth: ({ id }: { id: string }) => path`/templateversions/${id}/gitauth`,
  createWorkspace: ({ organization, user }: { organization: string; user: string }) =>
    path`/organizations/${organization}/members/${user}/workspaces`,
  /** Server-sent events instead of a WebSocket. */
  watchWorkspace: ({ id }: { id: string }) => path`/workspaces/${id}/watch`,
} as const;

export type LegacyOperation = keyof typeof LEGACY_PATHS;

export interface LegacyRoute {
  operation: LegacyOperation;
  /** May ask the server for what only the old path needs. */
  path: () => string | Promise<string>;
}

/** What a client has learnt of its server's routes. */
export class LegacyRoutes {
  readonly #versions = new Map<LegacyOperation, string | undefined>();

  /** A server that tells another version than then was upgraded since: what was learnt of it no longer holds. */
  has(operation: LegacyOperation, serverVersion: string | undefined): boolean {
    return this.#versions.has(operation) && this.#versions.get(operation) === serverVersion;
  }

  remember(operation: LegacyOperation, serverVersion: string | undefined): void {
    this.#versions.set(operation, serverVersion);
  }
}

/** The server knows no such path: it has done nothing, and said nothing of the object. */
export function isUnknownRoute(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.status === 404 && !thrown.isGone;
}

export async function legacyForm(request: Request, { path: legacyPath }: LegacyRoute): Promise<Request> {
  return { ...request, path: await legacyPath(), legacy: undefined };
}
