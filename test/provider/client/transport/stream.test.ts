import { ConfigurationError } from "../../../../provider/errors";
import {
  AGENT,
  clientOf,
  collect,
  eventually,
  JOB,
  LOG,
  rejection,
  RESOURCE,
  take,
  VERSION,
  WORKSPACE,
} from "../../../fakes/client";
import { StoppedClock, TestClock } from "../../../fakes/clocks";
import { FakeServer } from "../../../fakes/http-server";
import type { FakeStream } from "../../../fakes/web-socket";

const LOGS = "GET /templateversions/:id/logs";
const VERSION_ROUTE = "GET /templateversions/:id";
const ENDED = { json: VERSION };
const WATCH = "GET /workspaces/:id/watch-ws";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
  // What a log that ends makes of its job, and of lines that no connection brought.
  server.on(VERSION_ROUTE, ENDED).on(LOGS, { json: [] });
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
    await collect(
      clientOf(server, { headers: { "X-Proxy": "yes" } }).streamTemplateVersionLogs("version-1", { after: 41 }),
    );
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

  it("ends also when its last lines and the close come in one large piece", async () => {
    server.onStream(LOGS, async (stream) => {
      // Not in one piece with the answer that opens the stream.
      await new Promise((resolve) => setTimeout(resolve, 50));
      stream.finish(Array.from({ length: 300 }, (_, id) => LOG(id)));
    });
    expect(await collect(clientOf(server).streamTemplateVersionLogs("version-1"))).toHaveLength(300);
  });

  it.each<[string, (stream: FakeStream) => void]>([
    ["a lost connection", (stream) => stream.drop()],
    ["an abnormal close", (stream) => stream.close(1011, "restarting")],
    ["the end of a server that shuts down, which looks like the log's", (stream) => stream.close(1000, "done")],
  ])("goes on after %s, with the line after the last, none twice", async (_name, end) => {
    server
      .on(VERSION_ROUTE, { json: { ...VERSION, job: { ...JOB, status: "running" } } }, ENDED)
      .on(LOGS, { json: [LOG(4), LOG(5)] });
    const afters: (string | null)[] = [];
    server.onStream(LOGS, (stream) => {
      afters.push(stream.request.query.get("after"));
      if (afters.length > 2) return stream.close(1000, "done");
      for (const id of afters.length === 1 ? [1, 2] : [2, 3, 4]) stream.send(LOG(id));
      setImmediate(() => end(stream));
    });
    const waited: string[] = [];
    const lines = await collect(
      clientOf(server).streamTemplateVersionLogs("version-1", {}, { onWait: (message) => waited.push(message) }),
    );
    // What was written after the last connection is asked for at the end.
    expect(lines.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(afters.slice(0, 2)).toEqual([null, "2"]);
    expect(waited[0]).toMatch(
      /^The (stream broke off|server ended the stream early).* Waiting 1 s before the next try$/,
    );
  });

  it("gives up after eight connections that bring nothing, with growing pauses, and says why", async () => {
    const clock = new TestClock();
    server.onStream(LOGS, (stream) => stream.drop());
    const error = await rejection(collect(clientOf(server, { clock }).streamTemplateVersionLogs("version-1")));
    expect(error).toMatchObject({ name: "ApiError", status: undefined, isAnswerLost: true });
    expect(error.message).toBe(
      "The stream broke off (code 1006). (GET /api/v2/templateversions/version-1/logs: no answer)",
    );
    expect(clock.waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it("of which one connection only is wanted throws when that breaks off, and asks for nothing else", async () => {
    server.onStream(LOGS, (stream) => {
      stream.send(LOG(1));
      setImmediate(() => stream.drop());
    });
    const error = await rejection(
      collect(clientOf(server).streamTemplateVersionLogs("version-1", {}, { isSingle: true })),
    );
    expect(error.message).toContain("The stream broke off (code 1006).");
    expect(server.requests).toHaveLength(1);
  });

  it("notices a connection that is dead without having ended, and goes on over another", async () => {
    const clock = new TestClock();
    const streams: FakeStream[] = [];
    server.onStream(LOGS, (stream) => {
      streams.push(stream);
      stream.send(LOG(streams.length));
      if (streams.length === 1) stream.freeze();
      else stream.close(1000);
    });
    const ids: number[] = [];
    const waited: string[] = [];
    for await (const { id } of clientOf(server, { clock }).streamTemplateVersionLogs(
      "version-1",
      {},
      { onWait: (text) => waited.push(text) },
    )) {
      ids.push(id);
      // The first beat sees what came before it.
      if (id === 1) for (let beat = 0; beat < 4; beat++) setImmediate(() => clock.beat());
    }
    expect(ids).toEqual([1, 2]);
    expect(waited[0]).toContain("The stream was silent for 30 s.");
    await streams[0]?.closed;
    expect(clock.isQuiet).toBe(true);
  });

  it("is kept by answers to pings, however long no line comes", async () => {
    const clock = new TestClock();
    let stream: FakeStream | undefined;
    server.onStream(LOGS, (opened) => {
      stream = opened;
      opened.send(LOG(1));
    });
    const ids: number[] = [];
    for await (const { id } of clientOf(server, { clock }).streamTemplateVersionLogs("version-1")) {
      ids.push(id);
      if (id === 2) break;
      for (let pings = 0; pings < 10; pings++) {
        clock.beat();
        await eventually(() => stream?.received.length === pings + 1);
      }
      stream?.send(LOG(2));
    }
    expect(ids).toEqual([1, 2]);
    expect(new Set(stream?.received)).toEqual(new Set([9]));
    expect(server.requests.filter(({ headers }) => headers.upgrade === "websocket")).toHaveLength(1);
  });

  it("of a job that was cancelled while it waited ends though the server never closes it", async () => {
    const clock = new TestClock();
    server.on(VERSION_ROUTE, { json: { ...VERSION, job: { ...JOB, status: "canceled" } } });
    server.onStream(LOGS, () => {
      setImmediate(() => clock.beat());
    });
    expect(await collect(clientOf(server, { clock }).streamTemplateVersionLogs("version-1"))).toEqual([]);
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
    expect(error.message).toBe(
      "The stream could not be opened. (GET /api/v2/templateversions/version-1/logs: no answer)",
    );
  });

  it("towards a server that is not there is a matter of configuration", async () => {
    const error = await rejection(
      collect(clientOf(server, { url: "http://127.0.0.1:1" }).streamTemplateVersionLogs("version-1")),
    );
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
        for await (const line of clientOf(server).streamTemplateVersionLogs(
          "version-1",
          {},
          { signal: controller.signal },
        )) {
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
      stream.send({ type: "of a newer server", data: 1 });
      stream.send({ type: "data", data: { ...WORKSPACE, dormant_at: "2026-01-02T00:00:00Z" } });
    });
    const states = await take(2, clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map((workspace) => workspace.dormant_at)).toEqual([undefined, "2026-01-02T00:00:00Z"]);
  });

  it("takes no other latency of an agent for a change, and gives the latest with one", async () => {
    const stateOf = (latency_ms: number, dormant_at?: string): object => {
      const agents = [{ ...AGENT, latency: { home: { preferred: true, latency_ms } } }];
      const latest_build = { ...WORKSPACE.latest_build, resources: [{ ...RESOURCE, agents }] };
      return { type: "data", data: { ...WORKSPACE, dormant_at, latest_build } };
    };
    server.onStream(WATCH, (stream) => {
      for (const state of [stateOf(1), stateOf(2), stateOf(3, "2026-01-02T00:00:00Z")]) stream.send(state);
    });
    const states = await take(2, clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map(({ latest_build }) => latest_build.resources[0]?.agents[0]?.latency["home"]?.latency_ms)).toEqual(
      [1, 3],
    );
  });

  it.each<[string, (stream: FakeStream) => void]>([
    ["a lost connection", (stream) => stream.drop()],
    ["a server that shuts down", (stream) => stream.close(1000, "Connection closed")],
  ])("goes on after %s with what is new", async (_name, end) => {
    let connections = 0;
    server.onStream(WATCH, (stream) => {
      connections += 1;
      stream.send({ type: "data", data: WORKSPACE });
      if (connections === 2) stream.send({ type: "data", data: { ...WORKSPACE, name: "new" } });
      else setImmediate(() => end(stream));
    });
    const states = await take(2, clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map(({ name }) => name)).toEqual([WORKSPACE.name, "new"]);
    expect(connections).toBe(2);
  });

  it("ends at once when it is aborted, during a pause too", async () => {
    const clock = new StoppedClock();
    const controller = new AbortController();
    server.onStream(WATCH, (stream) => {
      stream.send({ type: "data", data: WORKSPACE });
      setImmediate(() => stream.drop());
    });
    const onWait = (): void => void setImmediate(() => controller.abort(new Error("interrupted")));
    const watch = clientOf(server, { clock }).watchWorkspace("workspace-1", { signal: controller.signal, onWait });
    expect((await rejection(collect(watch))).message).toBe("interrupted");
    expect(clock.waits).toEqual([500]);
  });

  it("throws what the server says instead of a workspace", async () => {
    server.onStream(WATCH, (stream) =>
      stream.send({ type: "error", data: { message: "Forbidden.", detail: "No rights" } }),
    );
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error.message).toBe("Forbidden. No rights. (GET /api/v2/workspaces/workspace-1/watch-ws: no answer)");
  });

  it("goes on by server-sent events where no WebSocket can be opened, and says so where neither can", async () => {
    server.on(WATCH, { status: 426, text: 'WebSocket protocol violation\n{"message":"Internal error."}' });
    const data = JSON.stringify({ ...WORKSPACE, name: "größer" });
    const text = `event: ping\n\nevent: data\ndata: ${data}\n\nevent: ping\n\nevent: data\ndata: ${JSON.stringify(WORKSPACE)}\n\n`;
    server.on("GET /workspaces/:id/watch", { headers: { "content-type": "text/event-stream" }, text });
    const states = await take(2, clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map(({ name }) => name)).toEqual(["größer", WORKSPACE.name]);

    server.on("GET /workspaces/:id/watch", { json: {} });
    const error = await rejection(collect(clientOf(server).watchWorkspace("workspace-1")));
    expect(error.message).toContain("The stream could not be opened.");
  });

  it("by server-sent events goes on when they break off, or are silent for long", async () => {
    const clock = new TestClock();
    server.on(WATCH, { status: 404, json: { message: "Route not found." } });
    const text = (name: string): string => `event: data\ndata: ${JSON.stringify({ ...WORKSPACE, name })}\n\n`;
    const headers = { "content-type": "text/event-stream" };
    server.on(
      "GET /workspaces/:id/watch",
      { headers, text: text("first"), drop: "within" },
      { headers, text: text("second"), isEndless: true },
      { headers, text: text("third"), isEndless: true },
    );
    const names: string[] = [];
    for await (const { name } of clientOf(server, { clock }).watchWorkspace("workspace-1")) {
      names.push(name);
      if (name === "second") for (let beat = 0; beat < 4; beat++) setImmediate(() => clock.beat());
      if (name === "third") break;
    }
    expect(names).toEqual(["first", "second", "third"]);
    expect(clock.isQuiet).toBe(true);
  });

  it("by server-sent events waits for a server that is not available, and takes the stream that it then opens", async () => {
    server.on(WATCH, { status: 404, json: { message: "Route not found." } });
    const text = `event: data\ndata: ${JSON.stringify(WORKSPACE)}\n\n`;
    server.on(
      "GET /workspaces/:id/watch",
      { status: 503 },
      { headers: { "content-type": "text/event-stream" }, text, isEndless: true },
    );
    const states = await take(1, clientOf(server).watchWorkspace("workspace-1"));
    expect(states.map(({ id }) => id)).toEqual([WORKSPACE.id]);
    expect(server.requestsTo("GET /workspaces/:id/watch")).toHaveLength(2);
  });

  it.each<[string, () => void]>([
    ["over a WebSocket", () => server.onStream(WATCH, (stream) => stream.send({ type: "data", data: WORKSPACE }))],
    [
      "by server-sent events",
      () => {
        const text = `event: data\ndata: ${JSON.stringify(WORKSPACE)}\n\n`;
        server.on(WATCH, { status: 404, json: { message: "Route not found." } });
        server.on("GET /workspaces/:id/watch", {
          headers: { "content-type": "text/event-stream" },
          text,
          isEndless: true,
        });
      },
    ],
  ])("%s ends when the client is closed", async (_name, serve) => {
    serve();
    const client = clientOf(server);
    const ids: string[] = [];
    for await (const { id } of client.watchWorkspace("workspace-1")) {
      ids.push(id);
      await client.close();
    }
    expect(ids).toEqual([WORKSPACE.id]);
  });

  it("ends when the client is closed during a pause", async () => {
    server.onStream(WATCH, (stream) => stream.drop());
    server.on(WATCH, { status: 426, json: { message: "WebSocket protocol violation" } });
    server.on("GET /workspaces/:id/watch", { drop: "before" });
    const client = clientOf(server, { clock: new StoppedClock() });
    const onWait = (): void => void setImmediate(() => void client.close());
    expect(await collect(client.watchWorkspace("workspace-1", { onWait }))).toEqual([]);
  });

  it("on a server that knows no WebSocket for it asks for one once, and tells the errors of the events", async () => {
    server.on(WATCH, { status: 404, json: { message: "Route not found." } });
    const text = 'event: error\ndata: {"message":"Forbidden.","detail":"No rights"}\n\n';
    server.on("GET /workspaces/:id/watch", { headers: { "content-type": "text/event-stream" }, text });
    const client = clientOf(server);
    for (let round = 0; round < 2; round++) {
      const error = await rejection(collect(client.watchWorkspace("workspace-1")));
      expect(error.message).toBe("Forbidden. No rights. (GET /api/v2/workspaces/workspace-1/watch: no answer)");
    }
    // The second of the first two is how the refusal's reason is learnt.
    expect(server.log.map((line) => line.split("/").at(-1))).toEqual(["watch-ws", "watch-ws", "watch", "watch"]);
  });

  it("asks for a WebSocket again once the server was upgraded", async () => {
    const header = (version: string) => ({ "x-coder-build-version": version });
    server.on(WATCH, { status: 404, headers: header("v1"), json: { message: "Route not found." } });
    const events = { "content-type": "text/event-stream" };
    const text = 'event: error\ndata: {"message":"Forbidden."}\n\n';
    server.on("GET /workspaces/:id/watch", { headers: { ...header("v1"), ...events }, text });
    server.on(VERSION_ROUTE, { headers: header("v2"), json: VERSION });
    const client = clientOf(server);
    await rejection(collect(client.watchWorkspace("workspace-1")));
    await client.getTemplateVersion("v1");
    await rejection(collect(client.watchWorkspace("workspace-1")));
    const asked = server.log.map((line) => line.split("/").at(-1)).filter((word) => word !== "v1");
    expect(asked).toEqual(["watch-ws", "watch-ws", "watch", "watch-ws", "watch-ws", "watch"]);
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
    expect(stream?.texts.map((text) => JSON.parse(text) as unknown)).toEqual(
      inputs.map((each, id) => ({ id, inputs: each })),
    );
  });

  it("names the owner of each input that has one, and takes a parameter that is called inputs for a value", async () => {
    let stream: FakeStream | undefined;
    server.onStream("GET /templateversions/:id/dynamic-parameters", (opened) => {
      stream = opened;
      for (const id of [-1, 0, 1]) opened.send({ id, parameters: [] });
    });
    const given = [{ inputs: { region: "eu" }, owner_id: "u2" }, { inputs: "many" }];
    await collect(clientOf(server).streamDynamicParameters("v1", given));
    await stream?.closed;
    expect(stream?.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { id: 0, inputs: { region: "eu" }, owner_id: "u2" },
      { id: 1, inputs: { inputs: "many" } },
    ]);
  });

  it("goes on after a lost connection with the input that was not answered, and shows nothing twice", async () => {
    const streams: FakeStream[] = [];
    server.onStream("GET /templateversions/:id/dynamic-parameters", async (stream) => {
      streams.push(stream);
      stream.send({ id: -1, parameters: [] });
      if (streams.length === 1) {
        await eventually(() => stream.texts.length === 1);
        stream.drop();
        return;
      }
      for (const id of [0, 1]) {
        await eventually(() => stream.texts.length === id + 1);
        stream.send({ id, parameters: [] });
      }
    });
    const answers = await collect(clientOf(server).streamDynamicParameters("v1", [{ region: "eu" }, { region: "us" }]));
    expect(answers.map(({ id }) => id)).toEqual([-1, 0, 1]);
    expect(streams.map(({ texts }) => texts.map((text) => (JSON.parse(text) as { id: number }).id))).toEqual([
      [0],
      [0, 1],
    ]);
  });

  it("ends at once when it is aborted, also while it waits for an input that never comes", async () => {
    const controller = new AbortController();
    async function* inputs(): AsyncGenerator<Record<string, string>> {
      setImmediate(() => controller.abort(new Error("interrupted")));
      yield await new Promise<never>(() => {});
    }
    server.onStream("GET /templateversions/:id/dynamic-parameters", (stream) =>
      stream.send({ id: -1, parameters: [] }),
    );
    const { signal } = controller;
    const error = await rejection(collect(clientOf(server).streamDynamicParameters("v1", inputs(), {}, { signal })));
    expect(error.message).toBe("interrupted");
  });

  it("closes the source of its inputs when its reader has enough", async () => {
    let isClosed = false;
    async function* inputs(): AsyncGenerator<Record<string, string>> {
      try {
        for (;;) yield await Promise.resolve({ region: "eu" });
      } finally {
        isClosed = true;
      }
    }
    server.onStream("GET /templateversions/:id/dynamic-parameters", (stream) => {
      for (const id of [-1, 0]) stream.send({ id, parameters: [] });
    });
    await take(2, clientOf(server).streamDynamicParameters("v1", inputs()));
    expect(isClosed).toBe(true);
  });
});
