import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { createClient } from "../../../../provider/client/client";
import { ApiError, CoderError, ConfigurationError } from "../../../../provider/errors";
import { clientOf, OWNER, rejection, take, TEMPLATE, WORKSPACE } from "../../../fakes/client";
import { StoppedClock, TestClock } from "../../../fakes/clocks";
import { FakeServer, type Reply, TOKEN } from "../../../fakes/http-server";
import { untrusted } from "../../../fakes/untrusted-certificate";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

/** What a request for a template is rejected with, given the answer. */
async function failureAfter(...replies: [Reply, ...Reply[]]): Promise<Error> {
  server.on("GET /templates/:id", ...replies);
  return rejection(clientOf(server).getTemplate("template-1"));
}

describe("a request", () => {
  it("carries the token, the configured headers and a JSON body", async () => {
    server.on("POST /organizations/:organization/templates", { status: 201, json: TEMPLATE });
    const client = clientOf(server, { headers: { "X-Proxy": "open sesame" } });
    await client.createTemplate("default", { name: "docker", template_version_id: "v1", icon: undefined });
    const [request] = server.requests;
    expect(request?.headers["coder-session-token"]).toBe(TOKEN);
    expect(request?.headers["x-proxy"]).toBe("open sesame");
    expect(request?.headers["content-type"]).toBe("application/json");
    expect(request?.headers["cookie"]).toBeUndefined();
    expect(request?.json).toEqual({ name: "docker", template_version_id: "v1" });
  });

  it("escapes names in its path, and keeps a path in the server's address", async () => {
    server.on("GET /organizations/:organization/templates/:name", { json: TEMPLATE });
    await clientOf(server).getTemplateByName("a/b", "c?d");
    expect(server.requests[0]?.path).toBe("/api/v2/organizations/a%2Fb/templates/c%3Fd");
    await rejection(clientOf(server, { url: `${server.url}/coder/` }).getTemplate("template-1"));
    expect(server.requests[1]?.path).toBe("/coder/api/v2/templates/template-1");
  });

  it("is refused before it is sent when a name would make it another request", () => {
    const client = clientOf(server);
    for (const name of ["", ".", ".."]) expect(() => client.getTemplate(name)).toThrow(CoderError);
    for (const none of [undefined, null, {}, [], Number.NaN] as unknown as string[]) {
      expect(() => client.getTemplate(none)).toThrow("is no id or name of an object, for the path /templates/…. ");
      expect(() => client.getTemplateByName("default", none)).toThrow(CoderError);
    }
    expect(server.requests).toEqual([]);
  });

  it("tells the version of the server afterwards", async () => {
    server.on("GET /templates/:id", { json: TEMPLATE });
    const client = clientOf(server);
    expect(client.serverVersion).toBeUndefined();
    await client.getTemplate("template-1");
    expect(client.serverVersion).toBe("v2.24.0+0000000");
    expect(client.with({}).serverVersion).toBe("v2.24.0+0000000");
  });
});

describe("an answer", () => {
  it("that is newer than this package keeps the fields that are not known", async () => {
    server.on("GET /templates/:id", {
      json: { ...TEMPLATE, description: null, autostop_requirement: null, invented: [1] },
    });
    const template = await clientOf(server).getTemplate("template-1");
    expect(template).toMatchObject({
      id: "template-1",
      description: "",
      autostop_requirement: { days_of_week: [], weeks: 0 },
    });
    expect(template).toHaveProperty("invented", [1]);
  });

  it("that lacks what is needed says what is missing, and the server's version", async () => {
    const error = await failureAfter({ json: { id: "template-1" } });
    expect(error).toBeInstanceOf(ApiError);
    expect(error.message).toMatch(/^The answer is not understood \(server v2\.24\.0\+0000000\): at "created_at": /);
  });

  it("with an error becomes an ApiError with all that the server says", async () => {
    const error = await failureAfter({
      status: 409,
      json: {
        message: "Name is taken.",
        detail: "Choose another",
        validations: [{ field: "name", detail: "This value is already in use" }],
      },
    });
    expect(error).toMatchObject({
      name: "ApiError",
      method: "GET",
      path: "/api/v2/templates/template-1",
      status: 409,
      serverMessage: "Name is taken.",
      detail: "Choose another",
      validations: [{ field: "name", detail: "This value is already in use" }],
      requestId: "request-1",
      isGone: false,
      isAnswerLost: false,
    });
    expect(error.message).toBe(
      "Name is taken. Choose another. `name`: This value is already in use. (GET /api/v2/templates/template-1: " +
        "status 409, request request-1)",
    );
  });

  it.each<[string, Reply, { serverMessage: string; detail?: string | undefined }]>([
    [
      "two documents in one body",
      {
        status: 400,
        text: '{"message":"Orphan {only}.","detail":"a \\" b"}\n{"message":"An internal server error occurred."}\n',
      },
      { serverMessage: "Orphan {only}.", detail: 'a " b' },
    ],
    [
      "text before its document",
      { status: 426, text: 'WebSocket protocol violation\n{"message":"Failed to accept websocket."}' },
      { serverMessage: "Failed to accept websocket.", detail: "WebSocket protocol violation" },
    ],
    [
      "text only",
      { status: 428, text: '"X" provided but user is not owner\n' },
      { serverMessage: '"X" provided but user is not owner' },
    ],
    ["text with braces", { status: 400, text: "bad {thing}" }, { serverMessage: "bad {thing}" }],
    ["a cut document", { status: 400, text: '{"message":"bad' }, { serverMessage: '{"message":"bad' }],
    ["no body", { status: 405 }, { serverMessage: "Method Not Allowed, without an explanation" }],
    ["null lists", { status: 400, json: { message: "bad", validations: null } }, { serverMessage: "bad" }],
  ])("with %s is understood", async (_name, reply, expected) => {
    expect(await failureAfter(reply)).toMatchObject({
      status: reply.status,
      detail: undefined,
      validations: [],
      ...expected,
    });
  });

  it("of a proxy that has lost the server is an ApiError without its page", async () => {
    const page: Reply = {
      status: 502,
      text: "<html><title>502</title></html>",
      headers: { "content-type": "text/html", "x-coder-build-version": undefined },
    };
    const error = await failureAfter(page);
    expect(error).toMatchObject({
      status: 502,
      serverMessage: "Bad Gateway: an HTML page, not an answer of Coder",
      isAnswerLost: true,
    });
  });

  it("with 304 means that nothing changed", async () => {
    server.on("PATCH /templates/:id", { status: 304 });
    const full = {
      display_name: "",
      description: "",
      icon: "",
      default_ttl_ms: 0,
      activity_bump_ms: 0,
      allow_user_autostart: true,
      allow_user_autostop: true,
      allow_user_cancel_workspace_jobs: true,
      failure_ttl_ms: 0,
      time_til_dormant_ms: 0,
      time_til_dormant_autodelete_ms: 0,
      require_active_version: false,
    };
    expect(await clientOf(server).updateTemplate("template-1", full)).toBeUndefined();
  });
});

describe("a wrong address", () => {
  it("of a page, also one of Coder itself, is recognised at a success", async () => {
    const error = await failureAfter({
      text: "<!doctype html>",
      headers: { "content-type": "text/html; charset=utf-8" },
    });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      `"${server.url}" is not the address of a Coder server, or a proxy in front of it answered: ` +
        "GET /api/v2/templates/template-1 brought an HTML page with status 200. " +
        "Set `coderd:url` (or `CODER_URL`) to the address of a Coder server, as the browser shows it without a path. " +
        "If a proxy wants headers, set `coderd:headers`.",
    );
  });

  it.each([401, 403, 404, 405, 410])(
    "that answers %i never passes for an object that is gone or a token that is refused",
    async (status) => {
      const error = await failureAfter({
        status,
        json: { message: "no such page" },
        headers: { "x-coder-build-version": undefined },
      });
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain(`brought an answer of type "application/json" with status ${status}`);
    },
  );

  it("with JSON of something else is recognised", async () => {
    const error = await failureAfter({ json: { hello: "world" }, headers: { "x-coder-build-version": undefined } });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain('brought an answer of type "application/json" with status 200');
  });

  it("that redirects says where to, without the state of a login", async () => {
    const error = await failureAfter({
      status: 302,
      headers: { location: "https://login.example.com/start?state=private" },
    });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(
      'redirects GET /api/v2/templates/template-1 to "https://login.example.com/start" (status 302)',
    );
    expect(error.message).not.toContain("private");
  });

  it.each([
    ["nonsense", 'The address of the Coder server, "nonsense", is not a URL.'],
    [
      "ftp://coder.example.com",
      'The address of the Coder server, "ftp://coder.example.com", does not begin with http:// or https://.',
    ],
    [
      "https://coder.example.com/api/v2",
      'The address of the Coder server, "https://coder.example.com/api/v2", is that of its API.',
    ],
    [
      "https://ada:lovelace@coder.example.com",
      "The address of the Coder server holds a user name or password, which Coder does not know.",
    ],
  ])("%s is refused at once", (url, message) => {
    expect(() => createClient({ url, token: TOKEN })).toThrow(
      new ConfigurationError(`${message} Correct \`coderd:url\` (or \`CODER_URL\`), e.g. "https://coder.example.com".`),
    );
  });

  it("with nothing behind it is unreachable, after a few tries that are announced", async () => {
    const notices: string[] = [];
    const clock = new TestClock();
    const client = createClient({ url: "http://127.0.0.1:1", token: TOKEN, clock });
    const error = await rejection(
      client
        .with({ onWait: (message) => notices.push(message) })
        .createDryRun("v", { workspace_name: "w", rich_parameter_values: [] }),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      'The Coder server at "http://127.0.0.1:1" is unreachable: connect ECONNREFUSED 127.0.0.1:1. ' +
        "Check that it runs, and that `coderd:url` (or `CODER_URL`) and the proxy settings of the environment are " +
        "right.",
    );
    expect(clock.waits).toHaveLength(3);
    expect(notices[0]).toBe(
      "The server can't be reached (connect ECONNREFUSED 127.0.0.1:1); waiting 1 s before the next try",
    );
  });

  it("that does not speak HTTP is recognised", async () => {
    const other = createServer((socket) =>
      socket
        .resume()
        .on("error", () => socket.destroy())
        .write("SSH-2.0-OpenSSH_9.6\r\n"),
    );
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const error = await rejection(
      createClient({ url: `http://127.0.0.1:${port}`, token: TOKEN, clock: new TestClock() }).getTemplate("a"),
    );
    await new Promise((resolve) => other.close(resolve));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("is not a Coder server: what it answered is not HTTP.");
  });
});

describe("TLS", () => {
  it("with a certificate that is not trusted names coderd:caFile, and is not tried again", async () => {
    const secure = await FakeServer.start({ certificate: untrusted });
    const clock = new TestClock();
    const error = await rejection(clientOf(secure, { clock }).getTemplate("template-1"));
    await secure.close();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      `The certificate of "${secure.url}" is not trusted: self-signed certificate. ` +
        "Set `coderd:caFile` to a PEM file with the certificate of the authority that signed it.",
    );
    expect(clock.waits).toEqual([]);
  });

  it("trusts the certificates of caFile", async () => {
    const secure = await FakeServer.start({ certificate: untrusted });
    secure.on("GET /templates/:id", { json: TEMPLATE });
    const folder = mkdtempSync(join(tmpdir(), "pulumi-coderd-"));
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, untrusted.certificate);
    try {
      const client = clientOf(secure, { caFile });
      expect((await client.getTemplate("template-1")).name).toBe("docker");
      await client.close();
    } finally {
      rmSync(folder, { recursive: true });
      await secure.close();
    }
  });

  it("with a caFile that is missing, or holds no certificate, is refused at once", () => {
    expect(() => clientOf(server, { caFile: "/nowhere/ca.pem" })).toThrow(
      "The file of `coderd:caFile` can't be read: ENOENT: no such file or directory, open '/nowhere/ca.pem'.",
    );
    expect(() => clientOf(server, { caFile: __filename })).toThrow(/holds no certificate/);
  });

  it("towards a server without it says so", async () => {
    const error = await rejection(
      clientOf(server, { url: server.url.replace("http:", "https:") }).getTemplate("template-1"),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("does not speak TLS");
    expect(error.message).toContain("let `coderd:url` (or `CODER_URL`) begin with http://.");
  });

  it("that is missing towards a server with it says so", async () => {
    const error = await failureAfter({
      status: 400,
      text: "Client sent an HTTP request to an HTTPS server.\n",
      headers: { "x-coder-build-version": undefined },
    });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("speaks TLS only. Let `coderd:url` begin with https://.");
  });
});

describe("the token", () => {
  it("that is refused is a matter of configuration, told with where it came from", async () => {
    server.on("GET /users/me", {
      status: 401,
      json: { message: "You are signed out.", detail: "API key is invalid." },
    });
    const error = await rejection(
      clientOf(server, { tokenSource: "the environment variable `CODER_SESSION_TOKEN`" }).getCurrentUser(),
    );
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      `The token was refused by the Coder server at "${server.url}": API key is invalid. ` +
        "It came from the environment variable `CODER_SESSION_TOKEN`. " +
        "Make a new one (`coder tokens create`, or `coder login`), and set it there.",
    );
    expect(error.cause).toMatchObject({ status: 401 });
  });

  it("that no header can carry is refused without being shown", () => {
    const error = (() => {
      try {
        return createClient({ url: server.url, token: "secret\nvalue" });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(inspect(error)).not.toContain("secret");
  });

  it("appears in no error, however the server repeats it", async () => {
    const headers = { "X-Proxy": "a-secret-of-the-proxy" };
    server.on("GET /templates/:id", (request) => ({
      status: 400,
      json: {
        message: `What is ${request.headers["coder-session-token"] as string}?`,
        detail: `And ${request.headers["x-proxy"] as string}?`,
        validations: [{ field: "token", detail: TOKEN }],
      },
    }));
    const error = await rejection(clientOf(server, { headers }).getTemplate("template-1"));
    expect(error.message).toContain("What is [secret]?");
    const printed = inspect(error, { depth: 10, showHidden: true });
    expect(printed).not.toContain(TOKEN);
    expect(printed).not.toContain("a-secret-of-the-proxy");
  });

  it.each([470, 480, 490, 499])(
    "appears in no error in part, where a long text is cut after %i characters",
    async (at) => {
      const { message } = await failureAfter({ status: 400, text: `${"x ".repeat(300).slice(0, at)}${TOKEN} more` });
      expect(message).toContain("x x");
      expect(message).not.toContain(TOKEN.slice(0, 5));
    },
  );

  it("appears in no error of the network, nor in its causes", async () => {
    server.on("POST /organizations/:organization/templates", { drop: "before" });
    const lost = await rejection(
      clientOf(server).createTemplate("default", { name: "docker", template_version_id: "v1" }),
    );
    expect(lost.cause).toMatchObject({ code: "UND_ERR_SOCKET" });
    const unsent = await rejection(
      createClient({ url: "http://127.0.0.1:1", token: TOKEN, clock: new TestClock() }).getTemplate("a"),
    );
    for (const error of [lost, unsent]) expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(TOKEN);
  });

  it("appears nowhere in a printed client, also while a request is under way", async () => {
    const client = clientOf(server);
    const controller = new AbortController();
    let pending: Promise<Error> | undefined;
    await new Promise<void>((resolve) => {
      server.on("GET /templates/:id", () => {
        resolve();
        return new Promise<Reply>(() => {});
      });
      pending = rejection(client.getTemplate("template-1", { signal: controller.signal }));
    });
    const printed = inspect(client, { depth: 20, showHidden: true });
    controller.abort();
    await pending;
    expect(printed).toContain("getTemplate");
    expect(printed).not.toContain(TOKEN);
  });
});

describe("repetition", () => {
  it("gets a safe request through network errors and an unavailable server", async () => {
    server.on(
      "GET /templates/:id",
      { drop: "before" },
      { drop: "within", text: "{" },
      { status: 503 },
      { json: TEMPLATE },
    );
    const clock = new TestClock();
    expect((await clientOf(server, { clock }).getTemplate("template-1")).id).toBe("template-1");
    expect(server.requests).toHaveLength(4);
    expect(clock.waits).toHaveLength(3);
  });

  it.each<[string, (client: ReturnType<typeof clientOf>) => Promise<unknown>, number]>([
    ["GET", (client) => client.getTemplate("a"), 9],
    ["PUT", (client) => client.setWorkspaceAutostart("a", "0 9 * * *"), 9],
    ["DELETE", (client) => client.deleteTemplate("a"), 9],
    ["PATCH", (client) => client.promoteTemplateVersion("a", "b"), 1],
    ["POST", (client) => client.createWorkspaceBuild("a", { transition: "stop" }), 1],
  ])("of %s after 503 is by whether it is safe", async (_method, call, times) => {
    for (const route of ["GET /templates/:id", "PUT /workspaces/:id/autostart", "DELETE /templates/:id"])
      server.on(route, { status: 503 });
    server.on("PATCH /templates/:id/versions", { status: 503 }).on("POST /workspaces/:id/builds", { status: 503 });
    expect(await rejection(call(clientOf(server)))).toMatchObject({ status: 503, isAnswerLost: true });
    expect(server.requests).toHaveLength(times);
  });

  it("does not happen for a mutation whose answer was lost: the caller looks what became of it", async () => {
    server.on("POST /workspaces/:id/builds", { drop: "before" });
    const error = await rejection(clientOf(server).createWorkspaceBuild("a", { transition: "stop" }));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: undefined, isAnswerLost: true });
    expect(error.message).toBe(
      "The server did not answer: other side closed. (POST /api/v2/workspaces/a/builds: no answer)",
    );
    expect(server.requests).toHaveLength(1);
  });

  it("does not happen after 500, which is no passing trouble", async () => {
    server.on("GET /templates/:id", { status: 500, json: { message: "Internal error." } });
    expect(await rejection(clientOf(server).getTemplate("a"))).toMatchObject({ status: 500 });
    expect(server.requests).toHaveLength(1);
  });

  it("of a limited request waits until the limit is over, and says so", async () => {
    const date = "Thu, 01 Jan 2026 00:00:18 GMT";
    const reset = String(Date.parse("2026-01-01T00:01:00Z") / 1000);
    const refusal: Reply = {
      status: 429,
      json: { message: "limited" },
      headers: { date, "retry-after": "60", "x-ratelimit-reset": reset },
    };
    server.on("POST /workspaces/:id/builds", refusal, refusal, { status: 400, json: { message: "enough" } });
    const notices: string[] = [];
    const clock = new TestClock();
    const client = clientOf(server, { clock }).with({ onWait: (message) => notices.push(message) });
    expect(await rejection(client.createWorkspaceBuild("a", { transition: "stop" }))).toMatchObject({ status: 400 });
    expect(clock.waits).toEqual([42_000, 5_000]);
    expect(notices).toEqual([
      "The server limits requests: this one is next, at least 42 s left",
      "The server limits requests: this one is next, at least 5 s left",
    ]);
  });

  it("of a limited request goes on as long as its deadline allows, and tells of the refusal then", async () => {
    server.on("GET /templates/:id", { status: 429, headers: { "retry-after": "7" } });
    const clock = new TestClock();
    const client = clientOf(server, { clock }).with({
      deadline: { milliseconds: 300_000, setting: "jobTimeoutSeconds" },
    });
    expect(await rejection(client.getTemplate("a"))).toMatchObject({
      status: 429,
      message: expect.stringContaining("jobTimeoutSeconds") as string,
    });
    expect(clock.waits).toEqual(Array(42).fill(7_000));
  });

  it("waits as long as an unavailable server asks for, up to a minute", async () => {
    server.on(
      "GET /templates/:id",
      { status: 503, headers: { "retry-after": "30" } },
      { status: 503, headers: { "retry-after": "1800" } },
      { json: TEMPLATE },
    );
    const clock = new TestClock();
    await clientOf(server, { clock }).getTemplate("a");
    expect(clock.waits).toEqual([30_000, 60_000]);
  });

  it("ends when the signal is aborted, with the signal's reason", async () => {
    server.on("GET /templates/:id", { status: 429 });
    const controller = new AbortController();
    const clock = new StoppedClock();
    const reason = new Error("interrupted");
    const pending = rejection(
      clientOf(server, { clock })
        .with({ signal: controller.signal, onWait: () => setImmediate(() => controller.abort(reason)) })
        .getTemplate("a"),
    );
    expect(await pending).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a signal", () => {
  it("that is aborted already keeps the request from being sent", async () => {
    const reason = new Error("interrupted");
    expect(
      await rejection(
        clientOf(server)
          .with({ signal: AbortSignal.abort(reason) })
          .getTemplate("a"),
      ),
    ).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it("of the client and one of the request both end it", async () => {
    server.on("GET /templates/:id", () => new Promise<Reply>(() => {}));
    for (const which of ["client", "request"] as const) {
      const controllers = { client: new AbortController(), request: new AbortController() };
      const reason = new Error(which);
      const pending = rejection(
        clientOf(server)
          .with({ signal: controllers.client.signal })
          .getTemplate("a", { signal: controllers.request.signal }),
      );
      setImmediate(() => controllers[which].abort(reason));
      expect(await pending).toBe(reason);
    }
  });
});

describe("a client with other options", () => {
  it("takes a signal in the place of the one before, so that what was interrupted can be cleaned up", async () => {
    server.on("GET /templates/:id", { json: TEMPLATE });
    const interrupted = clientOf(server).with({ signal: AbortSignal.abort() });
    expect((await interrupted.with({}).getTemplate("a")).id).toBe("template-1");
  });

  it("may have any number of requests under way without a warning of Node", async () => {
    server.on("GET /templates/:id", { json: TEMPLATE });
    const warnings: Error[] = [];
    const remember = (warning: Error): void => void warnings.push(warning);
    process.on("warning", remember);
    const client = clientOf(server).with({ signal: new AbortController().signal });
    await Promise.all(Array.from({ length: 30 }, () => client.getTemplate("a")));
    await new Promise(setImmediate);
    process.off("warning", remember);
    expect(warnings).toEqual([]);
  });
});

describe("a proxy of the environment", () => {
  it("carries requests and streams", async () => {
    const tunnels: string[] = [];
    const sockets: Socket[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (request: IncomingMessage, socket: Socket) => {
      tunnels.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      for (const end of [socket, target]) end.on("error", () => end.destroy());
      sockets.push(socket, target);
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const address = proxy.address();
    const before = process.env["http_proxy"];
    process.env["http_proxy"] = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const client = clientOf(server);
    if (before === undefined) delete process.env["http_proxy"];
    else process.env["http_proxy"] = before;

    server.on("GET /templates/:id", { json: TEMPLATE });
    server.onStream("GET /workspaces/:id/watch-ws", (stream) => stream.send({ type: "data", data: WORKSPACE }));
    await client.getTemplate("a");
    expect(await take(1, client.watchWorkspace("a"))).toMatchObject([{ id: WORKSPACE.id }]);
    const host = new URL(server.url).host;
    expect(tunnels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tunnels)).toEqual(new Set([host]));
    await client.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });
});

describe("the current user", () => {
  it("is asked for once per client, again after a failure", async () => {
    server.on("GET /users/:user", { status: 500, json: { message: "no" } }, { json: OWNER });
    const client = clientOf(server);
    expect(await rejection(client.getCurrentUser())).toMatchObject({ status: 500 });
    const users = await Promise.all([
      client.getCurrentUser(),
      client.with({}).getCurrentUser(),
      client.getCurrentUser(),
    ]);
    expect(users.map((user) => user.username)).toEqual(["ada", "ada", "ada"]);
    expect(server.log).toEqual(["GET /users/me", "GET /users/me"]);
  });
});
