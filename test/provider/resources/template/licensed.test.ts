// Values of a template that a server without a licence would ignore are refused at their property.
import { templateHandler } from "../../../../provider/resources/template/template";
import type { Properties } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";

const WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Property → its feature, a value that needs it, and one that every server has. */
const SETTINGS: Readonly<Record<string, readonly [feature: string, licensed: unknown, free: unknown]>> = {
  autostopRequirement: [
    "advanced_template_scheduling",
    { daysOfWeek: ["sunday"], weeks: 2 },
    { daysOfWeek: [], weeks: 1 },
  ],
  autostartRequirement: ["advanced_template_scheduling", { daysOfWeek: ["monday"] }, { daysOfWeek: WEEK }],
  allowUserAutostart: ["advanced_template_scheduling", false, true],
  allowUserAutostop: ["advanced_template_scheduling", false, true],
  failureTtlMilliseconds: ["advanced_template_scheduling", 3_600_000, 0],
  timeTilDormantMilliseconds: ["advanced_template_scheduling", 3_600_000, 0],
  timeTilDormantAutodeleteMilliseconds: ["advanced_template_scheduling", 7_200_000, 0],
  requireActiveVersion: ["access_control", true, false],
  deprecationMessage: ["access_control", "Use another.", ""],
  maxPortShareLevel: ["control_shared_ports", "owner", "public"],
};

let server: FakeCoder;
let news: Properties;

async function start(isLicensed: boolean): Promise<void> {
  server = await FakeCoder.start({ isLicensed });
  news = { name: "docker", activeVersionId: server.addVersion().id };
}

afterEach(() => server.close());

const values = (place: 1 | 2): Properties =>
  Object.fromEntries(Object.entries(SETTINGS).map(([property, setting]) => [property, setting[place]]));

it("refuses each, and says which feature it needs, after one question", async () => {
  await start(false);
  const { failures } = await templateHandler.check(server.context(), { ...news, ...values(1) });
  expect(failures).toEqual(
    Object.entries(SETTINGS).map(([property, [feature]]) => ({
      property,
      reason:
        `This value needs a licence of Coder with the feature "${feature}", and "${server.url}" runs the AGPL build, ` +
        "which takes none. Install the full build of Coder and a licence, or take this out of the program.",
    })),
  );
  expect(server.http.requestsTo("GET /entitlements")).toHaveLength(1);
});

it("asks nothing for values that every server has", async () => {
  await start(false);
  expect((await templateHandler.check(server.context(), { ...news, ...values(2) })).failures).toEqual([]);
  expect(server.http.requestsTo("GET /entitlements")).toHaveLength(0);
});

it("refuses nothing with the licence, and nothing that is in the state from the time of one", async () => {
  await start(true);
  const { inputs, failures } = await templateHandler.check(server.context(), { ...news, ...values(1) });
  expect(failures).toEqual([]);
  await server.close();
  await start(false);
  const again = { ...inputs, name: "docker", activeVersionId: news["activeVersionId"] };
  expect((await templateHandler.check(server.context(), { ...again, description: "Other." }, again)).failures).toEqual(
    [],
  );
  const changed = { ...again, requireActiveVersion: false, failureTtlMilliseconds: 60_000 };
  const found = (await templateHandler.check(server.context(), changed, again)).failures;
  expect(found.map(({ property }) => property)).toEqual(["failureTtlMilliseconds"]);
});

it("leaves it to the server where that does not tell, and names the feature that a licence lacks", async () => {
  await start(true);
  const features = { access_control: { entitlement: "not_entitled", enabled: false } };
  server.http.on("GET /entitlements", { json: { features, has_license: true } });
  const declared = { ...news, requireActiveVersion: true };
  const { failures } = await templateHandler.check(server.context(), declared);
  expect(failures.map(({ property, reason }) => `${property}: ${reason}`)).toEqual([
    'requireActiveVersion: This value needs a licence of Coder with the feature "access_control", which that of ' +
      `"${server.url}" does not have or no longer has. Add one that has it (\`coder licenses add\`), or take this out ` +
      "of the program.",
  ]);
  await server.close();
  await start(false);
  server.http.on("GET /entitlements", { status: 403, json: { message: "Forbidden." } });
  const untold = { ...news, requireActiveVersion: true };
  expect((await templateHandler.check(server.context(), untold)).failures).toEqual([]);
});
