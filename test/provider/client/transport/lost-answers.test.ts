// What counts as an answer that was lost: of a change the caller looks what became of it, a safe request is sent again.
import { ApiError, ConfigurationError } from "../../../../provider/errors";
import { clientOf, rejection, TEMPLATE } from "../../../fakes/client";
import { TestClock } from "../../../fakes/clocks";
import { FakeServer, type Reply } from "../../../fakes/http-server";
import { untrusted } from "../../../fakes/untrusted-certificate";

const FOREIGN = { "x-coder-build-version": undefined };
const PAGE: Reply = { text: "<!doctype html>", headers: { ...FOREIGN, "content-type": "text/html" } };
const BUILDS = "POST /workspaces/:id/builds";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

function postBuild(client = clientOf(server)): Promise<Error> {
  return rejection(client.createWorkspaceBuild("a", { transition: "stop" }));
}

describe.each([408, 499, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530])("status %i", (status) => {
  it("leaves open what became of a change, which is not sent again", async () => {
    server.on(BUILDS, { status });
    expect(await postBuild()).toMatchObject({ name: "ApiError", status, isAnswerLost: true });
    expect(server.requests).toHaveLength(1);
  });

  it("is passing trouble of a safe request", async () => {
    server.on("GET /templates/:id", { status }, { status }, { json: TEMPLATE });
    const clock = new TestClock();
    expect((await clientOf(server, { clock }).getTemplate("a")).id).toBe("template-1");
    expect(clock.waits).toHaveLength(2);
  });
});

describe.each<[what: string, reply: Reply]>([
  ["200 and nothing", { text: "", headers: FOREIGN }],
  ["200 and JSON", { json: {}, headers: FOREIGN }],
  ["204", { status: 204, headers: FOREIGN }],
  ["304", { status: 304, headers: FOREIGN }],
])("a success that something on the way tells (%s)", (_what, reply) => {
  it("leaves open what became of a change", async () => {
    server.on(BUILDS, reply);
    expect(await postBuild()).toMatchObject({ name: "ApiError", isAnswerLost: true });
    server.on("PATCH /templates/:id/acl", reply);
    const patched = rejection(clientOf(server).updateTemplateAcl("a", { user_perms: { b: "" } }));
    expect(await patched).toMatchObject({ name: "ApiError", isAnswerLost: true });
    expect(server.requests).toHaveLength(2);
  });

  it("is none where the change may be sent again", async () => {
    server.on("DELETE /templates/:id", reply);
    const error = await rejection(clientOf(server).deleteTemplate("a"));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("a proxy in front of it answered: DELETE /api/v2/templates/a brought");
    server.on("PUT /workspaces/:id/ttl", reply);
    expect(await rejection(clientOf(server).setWorkspaceTtl("a", 1))).toBeInstanceOf(ConfigurationError);
  });
});

describe("status 500", () => {
  it.each([500, 501, 599])("of something on the way (%i) says nothing of the server's", async (status) => {
    server.on(BUILDS, { status, text: "oops", headers: FOREIGN });
    expect(await postBuild()).toMatchObject({ name: "ApiError", status, isAnswerLost: true });
    server.on("GET /templates/:id", { status, text: "oops", headers: FOREIGN }, { json: TEMPLATE });
    expect((await clientOf(server).getTemplate("a")).id).toBe("template-1");
  });

  it.each([
    "fetch workspace: pq: the database system is shutting down",
    "fetch API key by id: dial tcp 127.0.0.1:5432: connect: connection refused",
    "begin transaction: driver: bad connection",
    "execute: read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer",
    "pq: terminating connection due to administrator command",
    "in tx: unexpected EOF",
  ])('of a server without its database ("%s") leaves open what it did', async (detail) => {
    const refusal = { status: 500, json: { message: "Internal error.", detail } };
    server.on(BUILDS, refusal);
    expect(await postBuild()).toMatchObject({ name: "ApiError", status: 500, isAnswerLost: true });
    server.on("GET /templates/:id", refusal, { json: TEMPLATE });
    expect((await clientOf(server).getTemplate("a")).id).toBe("template-1");
    expect(server.requests).toHaveLength(3);
  });

  it("of Coder itself is its answer, and is final", async () => {
    server.on(BUILDS, { status: 500, json: { message: "Internal error." } });
    server.on("GET /templates/:id", { status: 500, json: { message: "Internal error." } });
    expect(await postBuild()).toMatchObject({ status: 500, isAnswerLost: false });
    expect(await rejection(clientOf(server).getTemplate("a"))).toMatchObject({ status: 500, isAnswerLost: false });
    expect(server.requests).toHaveLength(2);
  });
});

describe("a success that can't be read", () => {
  it.each<[string, Reply, RegExp]>([
    [
      "is cut",
      { status: 201, text: '{"id":"b' },
      /^The answer is not understood \(server v2\.24\.0\+0000000\): it is not JSON/,
    ],
    ["has another shape", { status: 201, json: { id: "b" } }, /^The answer is not understood .+: at "created_at"/],
    ["is empty", { status: 201 }, /^The answer is not understood/],
  ])("as it %s is that of a change that was made, and of a safe request an error", async (_what, reply, message) => {
    server.on(BUILDS, reply).on("GET /templates/:id", reply);
    const lost = await postBuild();
    expect(lost).toMatchObject({ name: "ApiError", status: 201, isAnswerLost: true });
    expect(lost.message).toMatch(message);
    const error = await rejection(clientOf(server).getTemplate("a"));
    expect(error).toMatchObject({ name: "ApiError", status: 201, isAnswerLost: false });
    expect(error.message).toMatch(message);
  });
});

describe("an answer that is not Coder's", () => {
  it.each<[string, Reply, string]>([
    ["a page", { ...PAGE }, "brought an HTML page with status 200"],
    [
      "a page with Coder's headers",
      { text: "<html>", headers: { "content-type": "text/html" } },
      "brought an HTML page with status 200",
    ],
    [
      "JSON of something else",
      { json: { hello: "world" }, headers: FOREIGN },
      'brought an answer of type "application/json" with status 200',
    ],
    ["a page that refuses", { ...PAGE, status: 403 }, "brought an HTML page with status 403"],
    ["nothing there", { status: 404, text: "no", headers: FOREIGN }, "with status 404"],
    ["a page that is too large", { ...PAGE, status: 413 }, "brought an HTML page with status 413"],
    ["a redirect to a page that says sorry", { status: 302, headers: { ...FOREIGN, location: "/sorry" } }, "redirects"],
  ])(
    "(%s) leaves open what became of a change, and tells a safe request that the address is wrong",
    async (_what, reply, message) => {
      server.on(BUILDS, reply).on("GET /templates/:id", reply);
      const lost = await postBuild();
      expect(lost).toBeInstanceOf(ApiError);
      expect(lost).toMatchObject({ status: undefined, isAnswerLost: true, isGone: false, isForbidden: false });
      expect(lost.message).toContain(message);
      const error = await rejection(clientOf(server).getTemplate("a"));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain(message);
      expect(server.requests).toHaveLength(2);
    },
  );

  it("as it says that TLS is missing was given without acting on anything", async () => {
    server.on(BUILDS, { status: 400, text: "Client sent an HTTP request to an HTTPS server.\n", headers: FOREIGN });
    expect(await postBuild()).toBeInstanceOf(ConfigurationError);
  });
});

describe("a connection that fails once a request has left", () => {
  it("with what is not HTTP leaves open what became of a change, and tells a safe request that the address is wrong", async () => {
    server.on(BUILDS, { drop: "garbled" }).on("GET /templates/:id", { drop: "garbled" });
    const lost = await postBuild();
    expect(lost).toBeInstanceOf(ApiError);
    expect(lost).toMatchObject({ status: undefined, isAnswerLost: true, cause: { name: "HTTPParserError" } });
    expect(await rejection(clientOf(server).getTemplate("a"))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(2);
  });
});

describe("a connection that never came about", () => {
  it.each([
    ["nobody listens", () => "http://127.0.0.1:1", "is unreachable"],
    ["the server does not speak TLS", () => server.url.replace("http:", "https:"), "does not speak TLS"],
  ])("as %s leaves nothing open: the change was not sent", async (_why, url, message) => {
    const error = await postBuild(clientOf(server, { url: url() }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(message);
    expect(server.requests).toEqual([]);
  });

  it("as the certificate is not trusted leaves nothing open", async () => {
    const secure = await FakeServer.start({ certificate: untrusted });
    const error = await postBuild(clientOf(secure));
    await secure.close();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("is not trusted");
    expect(secure.requests).toEqual([]);
  });
});
