// A server with its default rate limits takes 12 uploads a minute from one user: programs with more templates succeed
// all the same.
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
  expect(uploads.some(({ status }) => status === 429)).toBe(true);
  // Of those that wait, only one asks again.
  expect(uploads.filter(({ status }) => status === 429).length).toBeLessThan(6);
  expect(uploads.filter(({ headers }) => headers["x-coder-bypass-ratelimit"] !== undefined)).toEqual([]);
  const waiting = result.diagnostics.filter(
    ({ isEphemeral, message }) => isEphemeral && /rate limit|limit/i.test(message),
  );
  expect(new Set(waiting.map(({ name: resource }) => resource)).size).toBeGreaterThanOrEqual(2);
  expect(waiting.every(({ name: resource }) => resource.startsWith("version-"))).toBe(true);
});
