// How often the fake Coder was asked, by route: ids, names and queries left out.
import type { FakeCoder } from "./coder";

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The requests since the last call, as `{ "GET /templates/:id": 1 }`. */
export function takeCounts(coder: FakeCoder): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path } of coder.takeRequests()) {
    const route = `${method} ${path
      .replace("/api/v2", "")
      .replace(ID, ":id")
      .replace(/(?<=^\/users\/[^/]+\/workspace\/).*/, ":name")
      .replace(/(?<=^\/users\/)(?!me\b)[^/]+/, ":user")
      .replace(/(?<=^\/organizations\/[^/]+\/templates\/).+/, ":name")}`;
    counts[route] = (counts[route] ?? 0) + 1;
  }
  return counts;
}
