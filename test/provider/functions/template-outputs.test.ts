// Templates and their versions: from the server's answer to the function's result, with the fields that the live tests'
// server does not send.
import { TEMPLATE, VERSION } from "../../fakes/client";
import { callFunction } from "../../fakes/function-call";
import { FakeServer } from "../../fakes/http-server";

const ID = "11111111-2222-4333-8444-555555555555";
const TIME = "2026-01-31T12:00:00Z";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(() => server.close());

describe("getTemplate", () => {
  it("tells build times, schedule rules and the parameter flow", async () => {
    server.on("GET /templates/:id", {
      json: {
        ...TEMPLATE,
        updated_at: TIME,
        build_time_stats: { start: { P50: 900, P95: 1_800 }, stop: { P50: null, P95: null } },
        autostop_requirement: { days_of_week: ["sunday"], weeks: 2 },
        autostart_requirement: { days_of_week: ["monday", "blursday"] },
        use_classic_parameter_flow: false,
        created_by_id: "user-1",
      },
    });
    expect(await callFunction(server, "getTemplate", { id: ID })).toMatchObject({
      buildTimes: { start: { medianMilliseconds: 900, percentile95Milliseconds: 1_800 }, stop: {} },
      autostopRequirement: { daysOfWeek: ["sunday"], weeks: 2 },
      autostartRequirement: { daysOfWeek: ["monday", "blursday"] },
      useClassicParameterFlow: false,
      createdById: "user-1",
      updatedAt: TIME,
    });
  });
});

describe("getTemplateVersion", () => {
  it("tells its creator, and which daemons may import it while it waits", async () => {
    const matched_provisioners = { count: 2, available: 1, most_recently_seen: TIME };
    const created_by = { id: "user-1", username: "ada" };
    server.on("GET /templateversions/:id", {
      json: { ...VERSION, updated_at: TIME, created_by, matched_provisioners },
    });
    expect(await callFunction(server, "getTemplateVersion", { id: ID })).toMatchObject({
      createdById: "user-1",
      createdByName: "ada",
      updatedAt: TIME,
      matchedProvisioners: { count: 2, available: 1, mostRecentlySeen: TIME },
    });
  });
});
