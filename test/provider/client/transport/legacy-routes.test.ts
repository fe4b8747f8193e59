// Operations that older servers know by another path: the old one is found by asking, once per client, and never for
// what is only gone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CoderClient } from "../../../../provider/client/client";
import { clientOf, rejection, TEMPLATE, VERSION, WORKSPACE } from "../../../fakes/client";
import { FakeServer } from "../../../fakes/http-server";

interface Row {
  call: (client: CoderClient) => Promise<unknown>;
  current: string;
  legacy: string;
  answer: unknown;
  result: unknown;
}

/** The watch is a stream: see stream.test.ts. */
const ROWS: Readonly<Record<string, Row>> = {
  createWorkspace: {
    call: (client) => client.createWorkspace("ada", { name: "dev", template_id: TEMPLATE.id }),
    current: "POST /users/ada/workspaces",
    legacy: `POST /organizations/${TEMPLATE.organization_id}/members/ada/workspaces`,
    answer: WORKSPACE,
    result: { id: WORKSPACE.id },
  },
};

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
  server
    .on("GET /templates/:id", { json: TEMPLATE })
    .on("GET /organizations/:organization/templates/:name", { json: TEMPLATE });
});

afterEach(async () => {
  await server.close();
});

const rows = Object.entries(ROWS).map(([name, row]) => ({ name, ...row }));

describe("an operation that the server knows by its old path", () => {
  it.each(rows)(
    "$name takes it, and asks for the current one once",
    async ({ call, current, legacy, answer, result }) => {
      server.on(legacy, { json: answer });
      const client = clientOf(server);
      for (let round = 0; round < 3; round++) expect(await call(client)).toMatchObject(result as object);
      expect(server.log.filter((line) => line === current)).toHaveLength(1);
      expect(server.log.filter((line) => line === legacy)).toHaveLength(3);
    },
  );

  it.each(rows)(
    "$name is not asked for there when the server knows the current one",
    async ({ call, current, legacy, answer }) => {
      server.on(current, { json: answer });
      await call(clientOf(server));
      expect(server.log).toContain(current);
      expect(server.log).not.toContain(legacy);
    },
  );

  it.each(rows)("$name is not asked for there when only the object is gone", async ({ call, current, legacy }) => {
    server.on(current, {
      status: 404,
      json: { message: "Resource not found or you do not have access to this resource." },
    });
    expect(await rejection(call(clientOf(server)))).toMatchObject({ status: 404, isGone: true });
    expect(server.log).not.toContain(legacy);
  });

  it.each(rows)("$name tells of the current path when the server knows neither", async ({ call, current }) => {
    const error = await rejection(call(clientOf(server)));
    expect(error).toMatchObject({ status: 404, isGone: false });
    expect(error.message).toContain(`/api/v2${current.split(" ")[1]}`);
  });

  it("is asked for anew once the server was upgraded", async () => {
    const [current, legacy] = [
      "POST /users/:user/workspaces",
      "POST /organizations/:organization/members/:user/workspaces",
    ];
    const header = (version: string) => ({ "x-coder-build-version": version });
    server.on(
      current,
      { status: 404, headers: header("v1"), json: { message: "Route not found." } },
      { headers: header("v2"), json: WORKSPACE },
    );
    server.on(legacy, { headers: header("v1"), json: WORKSPACE });
    server.on("GET /templates/:id", { headers: header("v1"), json: TEMPLATE });
    server.on("GET /templateversions/:id", { headers: header("v2"), json: VERSION });
    const client = clientOf(server);
    const create = () => client.createWorkspace("ada", { name: "dev", template_id: TEMPLATE.id });
    await create();
    await create();
    await client.getTemplateVersion("v1");
    await create();
    expect(server.requestsTo(current)).toHaveLength(2);
    expect(server.requestsTo(legacy)).toHaveLength(2);
  });
});

it("finds the organization of a workspace by its version, where no template is named", async () => {
  server.on("GET /templateversions/:id", { json: { ...VERSION, organization_id: "o7" } });
  server.on("POST /organizations/o7/members/me/workspaces", { status: 201, json: WORKSPACE });
  expect((await clientOf(server).createWorkspace("me", { name: "dev", template_version_id: "v1" })).id).toBe(
    WORKSPACE.id,
  );
});

it("has a test for each", () => {
  const folder = join(__dirname, "../../../../provider/client");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const operations = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\boperation(?: =|:) "(\w+)"/g)].map(([, found]) => found),
  );
  expect([...Object.keys(ROWS), "watchWorkspace"].sort()).toEqual(operations.sort());
});
