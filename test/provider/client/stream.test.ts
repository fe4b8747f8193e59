import { ApiError, ConfigurationError } from "../../../provider/errors";
import { FakeServer, type FakeStream } from "../../fake-server";
import { clientOf, collect, LOG, rejection, WORKSPACE } from "./support";

const LOGS = "GET /templateversions/:id/logs";
const WATCH = "GET /workspaces/:id/watch-ws";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

describe("a log stream", () => {
  it("yields each line and ends at the server's normal close", async () => {
    server.onStream(LOGS, (stream) => {
      for (const id of [1, 2, 3]) stream.send(LOG(id));
      stream.close(1000, "done");
    });
    const lines = await collect(clientOf(server).streamTemplateVersionLogs("version-1"));
    expect(lines.map((line) => line.output)).toEqual(["line 1", "line 2", "line 3"]);
  });

  it("asks for the lines after the one that is known, with the token in its headers", async () => {
    server.onStream(LOGS, (stream) => stream.close(1000));
    await collect(clientOf(server, { headers: { "X-Proxy": "yes" } }).streamTemplateVersionLogs("version-1", { after: 41 }));
    const [request] = server.requests;
    expect([...(request?.query.entries() ?? [])]).toEqual([
      ["follow", ""],
      ["after", "41"],
    ]);
    expect(request?.headers["coder-session-token"]).toBeDefined();
    expect(request?.headers["x-proxy"]).toBe("yes");
  });

  it("carries lines of any length", async () => {
    const output = "ä".repeat(70_000);
    server.onStream(LOGS, (stream) => {
      stream.send({ ...LOG(1), output });
      stream.send({ ...LOG(2), output: "x".repeat(200) });
      stream.close(1000);
    });
    const lines = await collect(clientOf(server).streamTemplateVersionLogs("version-1"));
    expect(lines.map((line) => line.output.length)).toEqual([70_000, 200]);
  });

  it.each<[string, (stream: FakeStream) => void, string]>([
    ["a lost connection", (stream) => stream.drop(), "The stream broke off (code 1006)."],
    ["an abnormal close", (stream) => stream.close(1011, "restarting"), "The stream broke off (code 1011, restarting)."],
  ])("throws after %s, once the lines that came are read", async (_name, end, message) => {
    server.onStream(LOGS, (stream) => {
      stream.send(LOG(1));
      setImmediate(() => end(stream));
    });
    const ids: number[] = [];
    const error = await rejection(
      (async () => {
        for await (const line of clientOf(server).streamTemplateVersionLogs("version-1")) ids.push(line.id);
      })(),
    );
    expect(ids).toEqual([1]);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: undefined, isAnswerLost: true });
    expect(error.message).toBe(`${message} (GET /api/v2/templateversions/version-1/logs: no answer)`);
  });

  it("that is refused throws what the server says about it", async () => {
    server.on(LOGS, { status: 404, json: { message: "Resource not found." } });
    const error = await rejection(collect(clientOf(server).streamTemplateVersionLogs("version-1", { after: 7 })));
    expect(error).toMatchObject({ status: 404, isGone: true });
    const asked = server.requests.map((request) => [request.headers.upgrade, request.query.toString()]);
    expect(asked).toEqual([
      ["websocket", "follow=&after=7"],
      [undefined, "after=7"],
    ]);
  });

  it("that can't be opened though the server answers says so", async () => {
    server.on(LOGS, { json: [] });
    const error = await rejection(collect(clientOf(server).streamTemplateVersionLogs("version-1")));
    expect(error.message).toBe("The stream could not be opened. (GET /api/v2/templateversions/version-1/logs: no answer)");
  });

  it("towards a server that is not there is a matter of configuration", async () => {
    const error = await rejection(collect(clientOf(server, { url: "http://127.0.0.1:1" }).streamTemplateVersionLogs("version-1")));
    expect(error).toBeInstanceOf(ConfigurationError);
  });

  it("throws on a message that it does not understand", async () => {
    server.onStream(LOGS, (stream) => stream.send("not json"));
    const error = await rejection(collect(clientOf(server).streamTemplateVersionLogs("version-1")));
    expect(error.message).toContain("The answer is not understood: ");
  });

  it("ends with the signal's reason, and closes the connection with nothing but a closing frame", async () => {
    const controller = new AbortController();
    const reason = new Error("interrupted");
    const streams: FakeStream[] = [];
    server.onStream(LOGS, (stream) => {
      streams.push(stream);
      stream.send(LOG(1));
    });
    const error = await rejection(
      (async () => {
        for await (const line of clientOf(server).streamTemplateVersionLogs("version-1", {}, { signal: controller.signal })) {
          setImmediate(() => controller.abort(line.id === 1 ? reason : undefined));
        }
      })(),
    );
    expect(error).toBe(reason);
    await streams[0]?.closed;
    expect(streams[0]?.received).toEqual([8]);
  });

  it("is closed when its reader has enough", async () => {
    const streams: FakeStream[] = [];
    server.onStream(LOGS, (stream) => {
      streams.push(stream);
      stream.send(LOG(1));
      stream.send(LOG(2));
    });
    for await (const line of clientOf(server).streamTemplateVersionLogs("version-1")) {
      expect(line.id).toBe(1);
      break;
    }
    await streams[0]?.closed;
    expect(streams[0]?.received).toEqual([8]);
  });

  it("ends when the client is closed", async () => {
    const client = clientOf(server);
    server.onStream(LOGS, (stream) => stream.send(LOG(1)));
    const ids: number[] = [];
    for await (const line of client.streamTemplateVersionLogs("version-1")) {
      ids.push(line.id);
      await client.close();
    }
    expect(ids).toEqual([1]);
  });
});

describe("watching a workspace", () => {
  it("yields the workspace at each change, and nothing for signs of life", async () => {
    server.onStream(WATCH, (stream) => {
      stream.send({ type: "ping" });
      stream.send({ type: "data", data: WORKSPACE });
      stream.send({ type: "data", data: { ...WORKSPACE, dormant_at: "2026-01-02T00:00:00Z" } });
      stream.close(1000);
    });
    const states = await collect(clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map((workspace) => workspace.dormant_at)).toEqual([undefined, "2026-01-02T00:00:00Z"]);
  });

  it("throws what the server says instead of a workspace", async () => {
    server.onStream(WATCH, (stream) => stream.send({ type: "error", data: { message: "Forbidden.", detail: "No rights" } }));
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error.message).toBe("Forbidden. No rights. (GET /api/v2/workspaces/workspace-1/watch-ws: no answer)");
  });

  it("goes on by server-sent events where no WebSocket can be opened, and says so where neither can", async () => {
    server.on(WATCH, { status: 426, text: 'WebSocket protocol violation\n{"message":"Internal error."}' });
    const data = JSON.stringify({ ...WORKSPACE, name: "größer" });
    const text = `event: ping\n\nevent: data\ndata: ${data}\n\nevent: ping\n\nevent: data\ndata: ${JSON.stringify(WORKSPACE)}\n\n`;
    server.on("GET /workspaces/:id/watch", { headers: { "content-type": "text/event-stream" }, text });
    const states = await collect(clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map(({ name }) => name)).toEqual(["größer", WORKSPACE.name]);

    server.on("GET /workspaces/:id/watch", { json: {} });
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error.message).toContain("The stream could not be opened.");
  });

  it("on a server that knows no WebSocket for it goes by server-sent events, whose errors are told", async () => {
    server.on(WATCH, { status: 404, json: { message: "Route not found." } });
    const text = 'event: error\ndata: {"message":"Forbidden.","detail":"No rights"}\n\n';
    server.on("GET /workspaces/:id/watch", { headers: { "content-type": "text/event-stream" }, text });
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error.message).toBe("Forbidden. No rights. (GET /api/v2/workspaces/workspace-1/watch: no answer)");
  });

  it("of a workspace that is gone asks for no events", async () => {
    server.on(WATCH, { status: 404, json: { message: "Resource not found." } });
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error).toMatchObject({ status: 404, isGone: true });
    expect(server.log.filter((line) => line.endsWith("/watch"))).toEqual([]);
  });
});

describe("the evaluation of parameters", () => {
  it("yields the first answer, then one to each input, and closes", async () => {
    let stream: FakeStream | undefined;
    server.onStream("GET /templateversions/:id/dynamic-parameters", async (opened) => {
      stream = opened;
      // All at once: the client asks for the next only when it has read one.
      for (const id of [-1, 0, 1]) opened.send({ id, diagnostics: null, parameters: [] });
      await opened.closed;
    });
    const inputs = [{ region: "eu" }, { region: "us" }];
    const answers = await collect(clientOf(server).streamDynamicParameters("v1", inputs, { user_id: "u1" }));
    expect(answers.map(({ id }) => id)).toEqual([-1, 0, 1]);
    expect(server.requests[0]?.query.get("user_id")).toBe("u1");
    await stream?.closed;
    expect(stream?.received).toEqual([1, 1, 8]);
    expect(stream?.texts.map((text) => JSON.parse(text) as unknown)).toEqual(inputs.map((each, id) => ({ id, inputs: each })));
  });
});
