import { ApiError } from "../../../provider/errors";
import { clientOf, eventually, MEMBER, OWNER, rejection } from "../../fakes/client";
import { ManualClock, TestClock } from "../../fakes/clocks";
import { FakeRateLimiter } from "../../fakes/rate-limiter";
import { FakeServer, type Reply } from "../../fakes/http-server";

const REFUSAL: Reply = {
  status: 429,
  json: { message: "You've been rate limited." },
  headers: { "retry-after": "60" },
};
const RACE: Reply = {
  status: 500,
  json: {
    message: "Internal error saving file.",
    detail: 'pq: duplicate key value violates unique constraint "files_hash_created_by_key"',
  },
};

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

/** A file for each upload, its number as its id. */
function accept(): Reply {
  return { status: 201, json: { hash: `file-${server.requestsTo("POST /files").length}` } };
}

function bypassed(): (string | undefined)[] {
  return server
    .requestsTo("POST /files")
    .map((request) => request.headers["x-coder-bypass-ratelimit"] as string | undefined);
}

describe("an upload", () => {
  it("tells whether the server had the bytes already, and of its own bytes that it has them since", async () => {
    server.on("GET /users/me", { json: OWNER }).on("POST /files", { status: 200, json: { hash: "file-old" } });
    const upload = (text: string) => clientOf(server).uploadFile(Buffer.from(text), "application/x-tar");
    expect(await upload("old")).toEqual({ id: "file-old", isKnown: true });
    server.on("POST /files", { status: 201, json: { hash: "file-new" } });
    expect(await upload("new")).toEqual({ id: "file-new", isKnown: false });
    expect(await upload("new")).toEqual({ id: "file-new", isKnown: true });
    expect(server.requestsTo("POST /files")).toHaveLength(2);
  });

  it("sends the bytes with exactly their type, and returns the id", async () => {
    server.on("GET /users/me", { json: OWNER }).on("POST /files", accept);
    const file = await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar");
    expect(file).toEqual({ id: "file-1", isKnown: false });
    const [request] = server.requestsTo("POST /files");
    expect(request?.headers["content-type"]).toBe("application/x-tar");
    expect(request?.body.toString()).toBe("tar");
  });

  it("of an owner bypasses the limit, and no other request does", async () => {
    server
      .on("GET /users/me", { json: OWNER })
      .on("POST /files", accept)
      .on("GET /files/:id", { bytes: Buffer.from([1, 2]) });
    const client = clientOf(server);
    await client.uploadFile(Buffer.from("tar"), "application/x-tar");
    expect(await client.getFile("file-1")).toEqual(Buffer.from([1, 2]));
    expect(server.requests.map((request) => [request.path, request.headers["x-coder-bypass-ratelimit"]])).toEqual([
      ["/api/v2/users/me", undefined],
      ["/api/v2/files", "true"],
      ["/api/v2/files/file-1", undefined],
    ]);
  });

  it("of anyone else does not try to, not even an owner of an organization", async () => {
    const roles = [{ name: "owner", display_name: "Owner", organization_id: "organization-1" }];
    server.on("GET /users/me", { json: { ...MEMBER, roles } }).on("POST /files", accept);
    await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar");
    expect(bypassed()).toEqual([undefined]);
  });

  it("of one who is no owner any more goes without", async () => {
    server
      .on("GET /users/me", { json: OWNER })
      .on("POST /files", { status: 428, text: '"X-Coder-Bypass-Ratelimit" provided but user is not owner' }, accept);
    await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar");
    expect(bypassed()).toEqual(["true", undefined]);
  });

  it("of equal bytes happens once in a process, for all its clients of the same user", async () => {
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", accept);
    const [one, other] = [clientOf(server), clientOf(server)];
    const files = await Promise.all(
      [one, one, other].map((client) => client.uploadFile(Buffer.from("equal"), "application/x-tar")),
    );
    expect(files.map((file) => file.id)).toEqual(["file-1", "file-1", "file-1"]);
    expect((await other.uploadFile(Buffer.from("equal"), "application/x-tar")).id).toBe("file-1");
    expect((await one.uploadFile(Buffer.from("equal"), "application/zip")).id).toBe("file-2");
    const someoneElse = clientOf(server, { token: "zyxwvutsrq-0123456789abcdefghijkl" });
    expect((await someoneElse.uploadFile(Buffer.from("equal"), "application/x-tar")).id).toBe("file-3");
  });

  it("that failed is tried anew by who asks next, and fails all who asked meanwhile", async () => {
    server
      .on("GET /users/me", { json: MEMBER })
      .on("POST /files", { status: 400, json: { message: "bad archive" } }, accept);
    const client = clientOf(server);
    const upload = () => client.uploadFile(Buffer.from("tar"), "application/x-tar");
    const errors = await Promise.all([rejection(upload()), rejection(upload())]);
    expect(errors.map((error) => error instanceof ApiError && error.status)).toEqual([400, 400]);
    expect(server.requestsTo("POST /files")).toHaveLength(1);
    expect((await upload()).id).toBe("file-2");
  });

  it("that loses the race with an equal one is asked for again", async () => {
    server.on("GET /users/me", { json: OWNER }).on("POST /files", RACE, { json: { hash: "file-of-the-other" } });
    expect((await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar")).id).toBe("file-of-the-other");
  });

  it("whose answer is lost is sent again: the server knows the bytes", async () => {
    server.on("GET /users/me", { json: OWNER }).on("POST /files", { drop: "before" }, accept);
    expect((await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar")).id).toBe("file-2");
  });

  it("goes on for others when the one who began it is interrupted", async () => {
    const controller = new AbortController();
    server.on("GET /users/me", { json: MEMBER });
    const arrived = new Promise<void>((resolve) => {
      server.on(
        "POST /files",
        () => {
          resolve();
          return new Promise<Reply>(() => {});
        },
        accept,
      );
    });
    const client = clientOf(server);
    const reason = new Error("interrupted");
    const first = rejection(
      client.with({ signal: controller.signal }).uploadFile(Buffer.from("tar"), "application/x-tar"),
    );
    const second = client.uploadFile(Buffer.from("tar"), "application/x-tar");
    await arrived;
    controller.abort(reason);
    expect(await first).toBe(reason);
    expect((await second).id).toBe("file-2");
  });
});

describe("the limit on uploads", () => {
  it("is waited for by one upload at a time, and each says so with its place", async () => {
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", REFUSAL, REFUSAL, accept);
    const clock = new TestClock();
    const client = clientOf(server, { clock });
    const notices: string[][] = [[], [], []];
    await Promise.all(
      notices.map((mine, index) =>
        client
          .with({ onWait: (message) => mine.push(message) })
          .uploadFile(Buffer.from(`tar ${index}`), "application/x-tar"),
      ),
    );
    const bodies = server.requestsTo("POST /files").map((request) => request.body.toString());
    expect(bodies).toEqual(["tar 0", "tar 0", "tar 0", "tar 1", "tar 2"]);
    const waiting = (place: string) => `The server limits requests: ${place}, at least 60 s left`;
    expect(notices).toEqual([
      [waiting("this one is next"), waiting("this one is next")],
      [waiting("1 before this one"), waiting("1 before this one")],
      [waiting("2 before this one"), waiting("2 before this one")],
    ]);
  });

  it("is told also to those who wait for an upload of equal bytes", async () => {
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", REFUSAL, accept);
    const client = clientOf(server);
    const notices: string[] = [];
    await Promise.all(
      [0, 1].map(() =>
        client.with({ onWait: (message) => notices.push(message) }).uploadFile(Buffer.from("tar"), "application/x-tar"),
      ),
    );
    expect(notices).toHaveLength(2);
  });

  it("is kept, so that no upload is refused: room comes with the next minute, bit by bit", async () => {
    const clock = new TestClock();
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", new FakeRateLimiter(12, clock).around(accept));
    clock.time += 48_000;
    const client = clientOf(server, { clock });
    for (let upload = 1; upload <= 14; upload += 1)
      expect(await client.uploadFile(Buffer.from(`tar ${upload}`), "application/x-tar")).toEqual({
        id: `file-${upload}`,
        isKnown: false,
      });
    expect(clock.waits).toEqual([19_500, 5_000]);
  });

  it("does not hold up an owner, whose answers tell of it all the same", async () => {
    const clock = new TestClock();
    const headers = {
      date: new Date(clock.time).toUTCString(),
      "x-ratelimit-limit": "12",
      "x-ratelimit-remaining": "11",
      "x-ratelimit-reset": String(clock.time / 1_000 + 60),
    };
    server.on("GET /users/me", { json: OWNER }).on("POST /files", () => ({ ...accept(), headers }));
    const client = clientOf(server, { clock });
    await Promise.all(
      Array.from({ length: 40 }, (_, upload) => client.uploadFile(Buffer.from(`tar ${upload}`), "application/x-tar")),
    );
    expect(clock.waits).toEqual([]);
  });

  it("is waited for as long as it takes", async () => {
    const refusals = Array.from({ length: 50 }, () => REFUSAL);
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", REFUSAL, ...refusals, accept);
    expect(await clientOf(server).uploadFile(Buffer.from("tar"), "application/x-tar")).toEqual({
      id: "file-52",
      isKnown: false,
    });
  });

  it("is left by an upload that is interrupted, so that the next has its turn", async () => {
    server.on("GET /users/me", { json: MEMBER }).on("POST /files", REFUSAL, accept);
    const clock = new ManualClock();
    const client = clientOf(server, { clock });
    const controllers = [new AbortController(), new AbortController()];
    const told: string[] = [];
    const onWait = (message: string): void => void told.push(message);
    const [first, second] = controllers.map(({ signal }, index) =>
      rejection(client.with({ signal, onWait }).uploadFile(Buffer.from(`tar ${index}`), "application/x-tar")),
    );
    const last = client.uploadFile(Buffer.from("tar 2"), "application/x-tar");
    await eventually(() => told.some((message) => message.includes("this one is next")));
    const reasons = [new Error("interrupted first"), new Error("interrupted second")];
    controllers[1]?.abort(reasons[1]);
    controllers[0]?.abort(reasons[0]);
    expect([await first, await second]).toEqual(reasons);
    await clock.advance(60_000);
    await last;
    expect(server.requestsTo("POST /files").map((request) => request.body.toString())).toEqual(["tar 0", "tar 2"]);
  });
});
