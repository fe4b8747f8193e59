// A server with its default rate limits takes 12 uploads a minute from one user, and 512 requests to one path: programs
// and scripts that need more succeed all the same, and send nothing in vain.
import { createClient } from "../../provider/client/client";
import { FakeRateLimiter } from "../fakes/rate-limiter";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { plainTemplate } from "./templates";

const live = useLive("rate");

const UPLOADS = { method: "POST", path: /^\/files$/ };

function program(name: string, count: number): string {
  return templateProgram(
    Array.from({ length: count }, (_, index) => ({
      suffix: String(index),
      version: { source: { files: plainTemplate(`${name} ${index}`) } },
      template: { name: `${name}${index}` },
    })),
  );
}

it("lets an owner create 20 different templates at once, and asks to pass the limit for uploads only", async () => {
  const name = `${live.prefix}o`;
  const stack = await live.stack(program(name, 20));
  const result = await stack.up(["--parallel", "20"]);
  expect(result.changes).toEqual({ create: 41 });
  expect(await live.api.templates(name)).toHaveLength(20);
  const uploads = live.proxy.matching(UPLOADS);
  expect(uploads.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
  const bypassing = live.proxy.requests.filter(({ headers }) => headers["x-coder-bypass-ratelimit"] !== undefined);
  expect(bypassing).toEqual(uploads);
  expect(live.proxy.requests.filter(({ status }) => status === 429)).toEqual([]);
});

it("lets anyone else wait for their turn, says so at the resource, and succeeds", async () => {
  const user = await live.user(["template-admin"]);
  const name = `${live.prefix}u`;
  const stack = await live.stack(program(name, 14), { environment: { CODER_SESSION_TOKEN: user.api.token } });
  const result = await stack.up(["--parallel", "14"]);
  expect(result.changes).toEqual({ create: 29 });
  expect(await live.api.templates(name)).toHaveLength(14);
  const uploads = live.proxy.matching(UPLOADS);
  expect(uploads.filter(({ status }) => status === 201)).toHaveLength(14);
  expect(uploads.filter(({ status }) => status === 429)).toEqual([]);
  expect(uploads.filter(({ headers }) => headers["x-coder-bypass-ratelimit"] !== undefined)).toEqual([]);
  const waiting = result.diagnostics.filter(
    ({ isEphemeral, message }) => isEphemeral && /rate limit|limit/i.test(message),
  );
  expect(new Set(waiting.map(({ name: resource }) => resource)).size).toBeGreaterThanOrEqual(2);
  expect(waiting.every(({ name: resource }) => resource.startsWith("version-"))).toBe(true);
});

/** What the server's limiter tells of each request, the most room first. */
function told(answers: { status: number; headers: Headers }[]): [refused: boolean, limit: number, remaining: number][] {
  return answers
    .map(({ status, headers }): [boolean, number, number] => [
      status === 429,
      Number(headers.get("x-ratelimit-limit")),
      Number(headers.get("x-ratelimit-remaining")),
    ])
    .sort(([oneRefused, , one], [otherRefused, , other]) => other - one || Number(oneRefused) - Number(otherRefused));
}

it("counts requests to one path as the fake does, and a client's wait for room in time", async () => {
  const { username: counted } = await live.user();
  const { username: waiting } = await live.user();
  // What follows fits into one minute of the server's clock; its next one takes a while to free what this one took.
  const second = new Date().getSeconds();
  if (second > 35) await new Promise((resolve) => setTimeout(resolve, (60.5 - second) * 1_000));

  const fake = new FakeRateLimiter(512, { now: () => 30_000 });
  const expected = Array.from({ length: 520 }, () => fake.take("path"));
  const asked = await Promise.all(
    expected.map(async () => {
      const answer = await fetch(`${live.api.url}/api/v2/users/${counted}`, {
        headers: { "coder-session-token": live.api.token },
      });
      await answer.arrayBuffer();
      return answer;
    }),
  );
  const expectedAnswers = expected.map((each) => ({
    status: each.isRefused ? 429 : 200,
    headers: new Headers(each.headers),
  }));
  expect(told(asked)).toEqual(told(expectedAnswers));
  for (const { status, headers } of asked) {
    expect(headers.get("retry-after")).toBe(status === 429 ? "60" : null);
    const untilReset = Number(headers.get("x-ratelimit-reset")) * 1_000 - Date.parse(headers.get("date") ?? "");
    expect(untilReset).toBeGreaterThan(0);
    expect(untilReset).toBeLessThanOrEqual(60_000);
    expect(Number(headers.get("x-ratelimit-reset")) % 60).toBe(0);
  }

  live.proxy.clear();
  const notices: string[] = [];
  const client = createClient({ url: live.proxy.url, token: live.api.token });
  const patient = client.with({ onWait: (message) => notices.push(message) });
  const found = await Promise.all(Array.from({ length: 530 }, () => patient.getUser(waiting)));
  await client.close();
  expect(new Set(found.map(({ username }) => username))).toEqual(new Set([waiting]));
  expect(live.proxy.requests.filter(({ status }) => status !== 200)).toEqual([]);
  expect(live.proxy.requests).toHaveLength(530);
  expect(new Set(notices.map((notice) => notice.replace(/\d+/g, "…")))).toContain(
    "The server limits requests: … before this one, about … s left",
  );
});
