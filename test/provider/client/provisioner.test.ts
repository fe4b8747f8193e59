// Daemons by their status on older and newer servers, and which statuses of a job are the end.
import { hasJobEnded } from "../../../provider/client/provisioner";
import { clientOf } from "../../fakes/client";
import { FakeServer, type RecordedRequest, type Reply } from "../../fakes/http-server";

const ROUTE = "GET /organizations/:organization/provisionerdaemons";
const DAEMONS = (["idle", "offline", "busy", "offline"] as const).map((status, index) => ({
  id: `d${index}`,
  created_at: "2026-01-31T12:00:00Z",
  name: `daemon-${index}`,
  status,
}));

/** Servers refuse what they do not know. @see coderd/httpapi/queryparams.go ErrorExcessParams */
function knowing(known: readonly string[], answer: (query: URLSearchParams) => typeof DAEMONS) {
  return ({ query }: RecordedRequest): Reply => {
    const excess = [...query.keys()].filter((key) => !known.includes(key));
    if (excess.length > 0) return { status: 400, json: { message: "Invalid query parameters." } };
    // 0 is no limit.
    return { json: answer(query).slice(0, Number(query.get("limit") ?? 50) || undefined) };
  };
}

/** @see coderd/provisionerdaemons.go provisionerDaemons of 2.24 */
const older = knowing(["limit", "ids", "tags"], () => DAEMONS);

/** @see coderd/database/queries/provisionerdaemons.sql GetProvisionerDaemonsWithStatusByOrganization of 2.30 */
const newer = knowing(["limit", "ids", "tags", "status", "offline", "max_age"], (query) => {
  const statuses = query.get("status")?.split(",") ?? [];
  const withOffline = query.get("offline") === "true";
  return DAEMONS.filter(({ status }) =>
    status === "offline"
      ? withOffline || statuses.includes("offline")
      : statuses.length === 0 || statuses.includes(status),
  );
});

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
  server.on("GET /buildinfo", () => ({ json: { version: server.version } }));
});

afterEach(() => server.close());

describe.each([
  ["v2.24.0", older],
  ["v2.30.0", newer],
])("the daemons of a server %s", (version, replier) => {
  beforeEach(() => {
    server.version = version;
    server.on(ROUTE, replier);
  });

  it.each([
    [{ status: ["offline"] }, ["d1", "d3"]],
    [{ status: ["offline"], limit: 1 }, ["d1"]],
    [{ status: ["offline", "busy"] }, ["d1", "d2", "d3"]],
    [{ status: ["idle"] }, ["d0"]],
    [{ status: ["offline"], limit: 0 }, ["d1", "d3"]],
    [{ status: ["idle"], offline: true }, ["d0", "d1", "d3"]],
    [{ status: ["offline"], offline: false }, ["d1", "d3"]],
    [{ offline: true }, ["d0", "d1", "d2", "d3"]],
    [{ offline: false }, ["d0", "d2"]],
    [{ status: [] }, []],
    [{ ids: [] }, []],
  ] as const)("by %j", async (query, ids) => {
    const found = await clientOf(server).getProvisionerDaemons("default", query);
    expect(found.map(({ id }) => id)).toEqual(ids);
  });
});

describe("a question for daemons", () => {
  it("is sent whole to a newer server", async () => {
    server.version = "v2.30.0";
    server.on(ROUTE, newer);
    await clientOf(server).getProvisionerDaemons("default", { status: ["idle", "offline"], offline: true, limit: 7 });
    expect(server.requestsTo(ROUTE)[0]?.query.toString()).toBe("limit=7&status=idle%2Coffline&offline=true");
  });

  it("does not ask for the version where nothing depends on it", async () => {
    server.on(ROUTE, older);
    expect(await clientOf(server).getProvisionerDaemons("default", { limit: 3 })).toHaveLength(3);
    expect(server.log).toEqual(["GET /organizations/default/provisionerdaemons"]);
  });

  it("is not sent when it can find nothing, nor is one for jobs", async () => {
    const client = clientOf(server);
    expect(await client.getProvisionerDaemons("default", { status: [] })).toEqual([]);
    expect(await client.getProvisionerJobs("default", { status: [] })).toEqual([]);
    expect(await client.getProvisionerJobs("default", { ids: [] })).toEqual([]);
    expect(server.log).toEqual([]);
  });
});

describe("the end of a job", () => {
  it.each([
    ["hibernating", undefined, false],
    ["skipped", "2026-01-31T12:00:00Z", true],
    ["canceling", "2026-01-31T12:00:00Z", false],
    ["failed", undefined, true],
  ])("of status %s, ended at %s: %s", (status, completed_at, hasEnded) => {
    expect(hasJobEnded({ status, completed_at })).toBe(hasEnded);
  });
});
