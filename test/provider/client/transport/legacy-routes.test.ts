// Operations that older servers know by another path: the old one is found by asking, once per client, and never for
// what is only gone.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CoderClient } from "../../../../provider/client/client";
import { clientOf, rejection, TEMPLATE, VERSION } from "../../../fakes/client";
import { FakeServer } from "../../../fakes/http-server";

interface Row {
  call: (client: CoderClient) => Promise<unknown>;
  current: string;
  legacy: string;
  answer: unknown;
  result: unknown;
}

const VERSION_OF_TEMPLATE = { ...VERSION, template_id: TEMPLATE.id };

/** The watch is a stream: see stream.test.ts. */
const ROWS: Readonly<Record<string, Row>> = {
  getTemplateVersionByNames: {
    call: (client) => client.getTemplateVersionByNames("acme", "docker", "one"),
    current: "GET /organizations/acme/templates/docker/versions/one",
    legacy: "GET /organizations/acme/templateversions/one",
    answer: VERSION_OF_TEMPLATE,
    result: { id: VERSION.id },
  },
  getTemplateVersionParameters: {
    call: (client) => client.getTemplateVersionParameters("v1"),
    current: "GET /templateversions/v1/rich-parameters",
    legacy: "GET /templateversions/v1/parameters",
    answer: [{ name: "region", schema_id: "s1", source_value: "eu" }],
    result: [{ name: "region", type: "string", options: [] }],
  },
  getTemplateVersionExternalAuth: {
    call: (client) => client.getTemplateVersionExternalAuth("v1"),
    current: "GET /templateversions/v1/external-auth",
    legacy: "GET /templateversions/v1/gitauth",
    answer: [
      {
        id: "github",
        type: "github",
        authenticate_url: "https://coder.example.com/gitauth/github",
        authenticated: false,
      },
    ],
    result: [{ id: "github", authenticated: false, optional: false }],
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
    const [current, legacy] = ["GET /templateversions/:id/external-auth", "GET /templateversions/:id/gitauth"];
    const header = (version: string) => ({ "x-coder-build-version": version });
    server.on(
      current,
      { status: 404, headers: header("v1"), json: { message: "Route not found." } },
      { headers: header("v2"), json: [] },
    );
    server.on(legacy, { headers: header("v1"), json: [] }, { headers: header("v1"), json: [] });
    server.on("GET /templates/:id", { headers: header("v2"), json: TEMPLATE });
    const client = clientOf(server);
    await client.getTemplateVersionExternalAuth("v1");
    await client.getTemplateVersionExternalAuth("v1");
    await client.getTemplate("t1");
    await client.getTemplateVersionExternalAuth("v1");
    expect(server.requestsTo(current)).toHaveLength(2);
    expect(server.requestsTo(legacy)).toHaveLength(2);
  });
});

it("takes no version of another template for the one that was asked for", async () => {
  server.on("GET /organizations/acme/templateversions/one", {
    json: { ...VERSION, id: "other", template_id: "another" },
  });
  server.on("GET /templates/:id/versions/one", { json: VERSION_OF_TEMPLATE });
  expect((await clientOf(server).getTemplateVersionByNames("acme", "docker", "one")).id).toBe(VERSION.id);
});

it("has a test for each", () => {
  const folder = join(__dirname, "../../../../provider/client");
  const sources = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const operations = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), "utf8").matchAll(/\boperation(?: =|:) "(\w+)"/g)].map(([, found]) => found),
  );
  expect([...Object.keys(ROWS), "watchWorkspace"].sort()).toEqual(operations.sort());
});
