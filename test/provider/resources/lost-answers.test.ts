// What was made although no usable answer came is found again, in whatever way the answer was lost.
import { templateHandler } from "../../../provider/resources/template/template";
import { FakeCoder } from "../../fakes/coder";
import { Driver } from "../../fakes/driver";
import type { Reply } from "../../fakes/http-server";

const FOREIGN = { "x-coder-build-version": undefined };

const WAYS: [string, Reply][] = [
  ["the connection ended", { drop: "before" }],
  ["the connection brought something else than HTTP", { drop: "garbled" }],
  ["the answer was cut", { status: 201, text: '{"id":"' }],
  ["a proxy had no patience", { status: 524, headers: FOREIGN }],
  ["a proxy failed", { status: 500, text: "Internal Server Error", headers: FOREIGN }],
  ["a proxy answered with a page", { text: "<!doctype html>", headers: { ...FOREIGN, "content-type": "text/html" } }],
  ["a proxy led to a page", { status: 302, headers: { ...FOREIGN, location: "/sorry" } }],
];

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start();
});

afterEach(async () => {
  await server.close();
});

it("a name that somebody else got at the same moment is told as taken", async () => {
  const { id: activeVersionId } = server.addVersion();
  server.http.on("POST /organizations/:organization/templates", () => {
    server.addTemplate({ name: "docker", active_version_id: server.addVersion().id });
    const detail =
      "execute transaction: insert template: pq: duplicate key value violates unique constraint " +
      '"templates_organization_id_name_idx"';
    return { status: 500, json: { message: "Internal error inserting template.", detail } };
  });
  const driven = new Driver(templateHandler, server);
  await expect(driven.up({ name: "docker", activeVersionId })).rejects.toThrow(
    'Template "docker" was not created. The name "docker" is taken by',
  );
});

describe.each(WAYS)("when %s", (_way, reply) => {
  it("a template that was made is found by its name", async () => {
    const { id: activeVersionId } = server.addVersion();
    server.http.on("POST /organizations/:organization/templates", () => {
      server.addTemplate({ active_version_id: activeVersionId });
      return reply;
    });
    const driven = new Driver(templateHandler, server);
    await driven.up({ name: "docker", activeVersionId });
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(server.http.requestsTo("POST /organizations/:organization/templates")).toHaveLength(1);
  });

  it("a template that was not made is told of as it was lost", async () => {
    server.http.on("POST /organizations/:organization/templates", reply);
    const driven = new Driver(templateHandler, server);
    await expect(driven.up({ name: "docker", activeVersionId: server.addVersion().id })).rejects.toMatchObject({
      isAnswerLost: true,
    });
  });

  it("an update that was made is seen", async () => {
    const driven = new Driver(templateHandler, server);
    const news = { name: "docker", activeVersionId: server.addVersion().id };
    await driven.up(news);
    server.http.on("PATCH /templates/:id", () => {
      Object.assign(server.templates[0] ?? {}, { display_name: "New" });
      return reply;
    });
    await driven.up({ ...news, displayName: "New" });
    expect(driven.outputs["displayName"]).toBe("New");
    expect(server.http.requestsTo("PATCH /templates/:id")).toHaveLength(1);
  });
});
