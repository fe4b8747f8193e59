// No request waits beyond its deadline: what the server announces is waited for in full, or refused at once.
import type { Clock } from "../../../../provider/client/transport/clock";
import type { Deadline } from "../../../../provider/deadline";
import { ApiError, DeadlineError } from "../../../../provider/errors";
import { clientOf, MEMBER, rejection, TEMPLATE } from "../../../fakes/client";
import { ManualClock, TestClock } from "../../../fakes/clocks";
import { FakeServer, type Reply } from "../../../fakes/http-server";

const HOUR: Deadline = { milliseconds: 3_600_000, setting: "coderd:jobTimeoutSeconds" };

let server: FakeServer;
let clock: TestClock;

beforeEach(async () => {
  server = await FakeServer.start();
  clock = new TestClock();
});

afterEach(async () => {
  await server.close();
});

function asks(status: 429 | 503, seconds: number): Reply {
  return { status, json: { message: "Not now." }, headers: { "retry-after": String(seconds) } };
}

describe("a pause that the server announces", () => {
  it.each([429, 503] as const)(
    "with status %i for a day is refused at once, with what allows for more",
    async (status) => {
      server.on("GET /templates/:id", asks(status, 86_400));
      const error = await rejection(clientOf(server, { clock }).with({ deadline: HOUR }).getTemplate("a"));
      expect(error).toBeInstanceOf(DeadlineError);
      expect(error).toBeInstanceOf(ApiError);
      expect(error.message).toBe(
        "Not now. The server asks to wait 24 hours, and this may take 60 minutes (`coderd:jobTimeoutSeconds`) at " +
          "most. " +
          `Run it again later, or allow more time. (GET /api/v2/templates/a: status ${status}, request request-1)`,
      );
      expect(clock.waits).toEqual([]);
      expect(server.requests).toHaveLength(1);
    },
  );

  it("comes before the sending that it delays, of which the caller is told when it is over", async () => {
    server.on("GET /templates/:id", asks(429, 40), { json: TEMPLATE });
    const [began, sendings] = [clock.now(), [] as number[][]];
    const onSend = (): void => void sendings.push([clock.now() - began, server.requests.length]);
    await clientOf(server, { clock }).getTemplate("a", { onSend });
    expect(sendings).toEqual([
      [0, 0],
      [40_000, 1],
    ]);
  });

  it("refuses a change that was not acted on, too", async () => {
    server.on("POST /workspaces/:id/builds", asks(429, 86_400));
    const error = await rejection(clientOf(server, { clock }).createWorkspaceBuild("a", { transition: "stop" }));
    expect(error).toMatchObject({ name: "DeadlineError", status: 429, isAnswerLost: false });
  });

  it("is waited for as long as the deadline has room, and refused from then on", async () => {
    server.on("GET /templates/:id", asks(429, 1_500));
    const error = await rejection(clientOf(server, { clock }).with({ deadline: HOUR }).getTemplate("a"));
    expect(clock.waits).toEqual([1_500_000, 1_500_000]);
    expect(error.message).toContain(
      "25 minutes, and this may take 60 minutes (`coderd:jobTimeoutSeconds`) at most, which leaves 10 minutes.",
    );
  });

  it("counts from the beginning of the operation where its deadline does, else from that of each request", async () => {
    server.on("GET /templates/:id", asks(429, 40), { json: TEMPLATE }, asks(429, 40), { json: TEMPLATE });
    const perRequest = clientOf(server, { clock }).with({ deadline: { milliseconds: 60_000 } });
    for (let round = 0; round < 2; round += 1) await perRequest.getTemplate("a");
    expect(clock.waits).toEqual([40_000, 40_000]);
    server.on("GET /templates/:id", asks(429, 40), { json: TEMPLATE }, asks(429, 40), { json: TEMPLATE });
    const whole = clientOf(server, { clock }).with({
      deadline: { milliseconds: 60_000, setting: "customTimeouts", since: clock.now() },
    });
    await whole.getTemplate("a");
    expect((await rejection(whole.getTemplate("a"))).message).toContain(
      "40 seconds, and this may take 60 seconds (`customTimeouts`) at most, which leaves 20 seconds.",
    );
  });

  it("has an hour where nobody gave a deadline, as in a script", async () => {
    server.on("GET /templates/:id", asks(429, 7_200));
    expect((await rejection(clientOf(server, { clock }).getTemplate("a"))).message).toContain(
      "2 hours, and this may take 60 minutes (`deadline`) at most.",
    );
    expect(clock.waits).toEqual([]);
  });

  it("keeps the deadline of a client that gets another signal, and gives way to that of the request", async () => {
    server.on("GET /templates/:id", asks(429, 60));
    const client = clientOf(server, { clock })
      .with({ deadline: { milliseconds: 50_000 } })
      .with({ signal: new AbortController().signal });
    expect(await rejection(client.getTemplate("a"))).toBeInstanceOf(DeadlineError);
    expect(clock.waits).toEqual([]);
    await rejection(client.getTemplate("a", { deadline: { milliseconds: 70_000 } }));
    expect(clock.waits).toEqual([60_000]);
  });
});

it("ends its own pauses within the deadline, with the error that they were for", async () => {
  server.on("GET /templates/:id", { status: 503 });
  const error = await rejection(
    clientOf(server, { clock })
      .with({ deadline: { milliseconds: 3_000 } })
      .getTemplate("a"),
  );
  expect(error).toMatchObject({ name: "ApiError", status: 503 });
  expect(clock.waits.length).toBeGreaterThan(0);
  expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(3_000);
});

describe("an upload", () => {
  const upload = (options: { deadline?: Deadline }, content: string, with_: Clock = clock): Promise<unknown> =>
    clientOf(server, { clock: with_ }).with(options).uploadFile(Buffer.from(content), "application/x-tar");

  beforeEach(() => {
    server.on("GET /users/me", { json: MEMBER });
  });

  it("waits for the server's limit within its deadline, however often it is refused", async () => {
    server.on("POST /files", asks(429, 60));
    const error = await rejection(upload({ deadline: HOUR }, "tar"));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toContain(
      "60 seconds, and this may take 60 minutes (`coderd:jobTimeoutSeconds`) at most, which leaves 0 seconds.",
    );
    expect(clock.waits).toEqual(Array(60).fill(60_000));
  });

  it("that waits for its turn gives up when that comes after its deadline, and holds up nobody", async () => {
    const manual = new ManualClock();
    server.on("POST /files", asks(429, 60));
    const first = new AbortController();
    const client = clientOf(server, { clock: manual });
    const running = rejection(
      client.with({ deadline: HOUR, signal: first.signal }).uploadFile(Buffer.from("tar 0"), "application/x-tar"),
    );
    const short = { deadline: { milliseconds: 30_000, setting: "customTimeouts" } };
    const late = await rejection(upload(short, "tar 1", manual));
    expect(late).toMatchObject({ name: "DeadlineError", status: 429 });
    expect(late.message).toBe(
      "The server limits requests, and takes 1 before this one. The server asks to wait 60 seconds, " +
        "and this may take 30 seconds (`customTimeouts`) at most. Run it again later, or allow more time. (POST " +
        "/api/v2/files: status 429)",
    );
    // The pause is under way by now: it is known at once.
    expect(await rejection(upload(short, "tar 3", manual))).toMatchObject({ message: late.message });
    server.on("POST /files", { json: { hash: "file-3" } });
    const third = upload({ deadline: HOUR }, "tar 2", manual);
    first.abort(new Error("interrupted"));
    await running;
    await manual.advance(60_000);
    expect(await third).toEqual({ id: "file-3" });
    expect(server.requestsTo("POST /files").map(({ body }) => body.toString())).toEqual(["tar 0", "tar 2"]);
  });

  it("of equal bytes goes on for those who have the time, when the one who began it has not", async () => {
    server.on("POST /files", asks(429, 60), { json: { hash: "file-2" } });
    const short = rejection(upload({ deadline: { milliseconds: 30_000 } }, "equal"));
    const long = upload({ deadline: HOUR }, "equal");
    expect(await short).toBeInstanceOf(DeadlineError);
    expect(await long).toEqual({ id: "file-2" });
  });
});
