// The requests that the functions of the client really make, on a fake server that answers as the real one does.
import { createClient, type CoderClient } from "../../../provider/client/client";
import { clientOf } from "../../fakes/client";
import { FakeServer, type RecordedRequest } from "../../fakes/http-server";
import { recorded, unrecorded } from "./answers";
import { CALLS, type EndpointName } from "./calls";
import { operationOf, rows } from "./operations";

export interface SentRequest {
  name: EndpointName;
  /** Undefined for a path that the page lacks. */
  operation: string | undefined;
  path: string;
  query: readonly string[];
  body: readonly string[];
}

/** What comes first on a WebSocket, by the end of its path. */
const STREAMS: Readonly<Record<string, readonly unknown[]>> = {
  "/logs": [],
  "/dynamic-parameters": [{ id: -1, diagnostics: [], parameters: [] }],
  "/watch-ws": [{ type: "data", data: recorded["GET /workspaces/{workspace}"] }],
};

export const operations = rows.map(({ operation }) => operation);

export function answerOf(operation: string): unknown {
  return operation in recorded ? recorded[operation] : unrecorded[operation]?.answer;
}

/** Releases that are asked in different ways. The oldest knows no WebSocket for watching a workspace. */
const OLDEST = "v2.20.0";
const RELEASES = [OLDEST, "v2.24.0", "v2.30.0"];

/** A server that knows every operation of the page, as far as its release has it. */
export async function serverOfEverything(version = "v2.24.0"): Promise<FakeServer> {
  const server = await FakeServer.start();
  const isOldest = version === OLDEST;
  server.version = version;
  for (const operation of operations) {
    const route = operation.replace(/\{(\w+)\}/g, ":$1");
    const told = answerOf(operation);
    const answer = operation === "GET /buildinfo" ? { ...(told as object), version } : told;
    server.on(route, answer === undefined ? { status: 204 } : { json: answer });
    const [, messages] = Object.entries(STREAMS).find(([end]) => route.endsWith(end)) ?? [];
    if (messages !== undefined && !(isOldest && route.endsWith("/watch-ws")))
      server.onStream(route, (stream) => stream.finish(messages));
  }
  const event = `event: data\ndata: ${JSON.stringify(recorded["GET /workspaces/{workspace}"])}\n\n`;
  server.on("GET /workspaces/:workspace/watch", { text: event, headers: { "content-type": "text/event-stream" } });
  if (isOldest)
    server.on("GET /workspaces/:workspace/watch-ws", { status: 404, json: { message: "Route not found." } });
  return server;
}

/** Which properties each function was given: of its argument's place, by the name. */
export type GivenProperties = Map<EndpointName, Map<number, Set<string>>>;

/** Calls every function with everything that it takes. */
export async function requestsOfAll(): Promise<{ sent: SentRequest[]; given: GivenProperties }> {
  const sent: SentRequest[] = [];
  const given: GivenProperties = new Map();
  for (const release of RELEASES) {
    for (const [name, calls] of Object.entries(CALLS) as [EndpointName, (typeof CALLS)[EndpointName]][]) {
      // All else is asked there as it is later, or refused for its age.
      if (release === OLDEST && name !== "watchWorkspace") continue;
      for (const call of calls) {
        const server = await serverOfEverything(release);
        const client = clientOf(server);
        await call(noting(client, given));
        sent.push(...server.requests.map((request) => sentRequest(name, request)));
        await client.close();
        await server.close();
      }
    }
  }
  return { sent, given };
}

function sentRequest(name: EndpointName, { method, path: sentPath, query, json }: RecordedRequest): SentRequest {
  const path = sentPath.replace("/api/v2", "");
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  return {
    name,
    operation: operationOf(method, path, operations),
    path: `${method} ${path}`,
    query: [...query.keys()],
    body: isObject ? Object.keys(json) : [],
  };
}

/** The client, which notes what its functions are given. */
function noting(client: CoderClient, given: GivenProperties): CoderClient {
  return new Proxy(client, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (typeof found !== "function") return found;
      return (...values: unknown[]) => {
        const places = given.get(name as EndpointName) ?? new Map<number, Set<string>>();
        given.set(name as EndpointName, places);
        values.forEach((value, place) => {
          const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
          places.set(place, new Set([...(places.get(place) ?? []), ...keys]));
        });
        return (found as (...all: unknown[]) => unknown).apply(target, values);
      };
    },
  });
}

/** Names of the client's functions. */
export function endpointNames(): string[] {
  return Object.keys(createClient({ url: "http://127.0.0.1:1" }));
}
