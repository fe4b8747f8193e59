// Each typed filter of getWorkspaces against the server's own search: what it finds, what it leaves, and what it can't
// be asked.
import { callFunction } from "./call-function";
import { useLive } from "./live";
import type { FoundWorkspace, LiveUser } from "./server-api";
import { useObjects, type MadeTemplate } from "./server-objects";
import { agentTemplate, plainTemplate, templateWithParameters } from "./templates";

const objects = useObjects(() => live);
const live = useLive("filter");

let member: LiveUser;
let made: Record<"parameters" | "agent", MadeTemplate>;
/**
 * `one` and `two` have parameters; `one` runs, `two` is stopped and dormant; `agent` is a member's and has an agent.
 */
let one: FoundWorkspace;
let two: FoundWorkspace;
let agent: FoundWorkspace;

beforeAll(async () => {
  const [parameters, withAgent, user] = await Promise.all([
    objects.template(`${live.prefix}p`, templateWithParameters()),
    objects.template(`${live.prefix}q`, agentTemplate()),
    live.user(),
  ]);
  made = { parameters, agent: withAgent };
  member = user;
  const values = (cpus: string, tools: string) => ({
    rich_parameter_values: [
      { name: "cpus", value: cpus },
      { name: "once", value: "Größe: 10 GB" },
      { name: "tools", value: tools },
    ],
  });
  [one, two, agent] = await Promise.all([
    objects.workspace(parameters, `${live.prefix}one`, values("4", '["git"]')),
    objects.workspace(parameters, `${live.prefix}two`, values("5", '["git","vim"]')),
    objects.workspace(withAgent, `${live.prefix}agent`, {}, member.username),
  ]);
  await live.api.request("PUT", `/workspaces/${two.id}/dormant`, { dormant: true });
  await live.api.build(two.id, { transition: "stop" });
  // The agent's workspace is now made of another version than the active one.
  const second = await objects.version(withAgent, "second", plainTemplate("second"));
  await live.api.request("PATCH", `/templates/${withAgent.id}/versions`, { id: second.id });
});

/** Names of the workspaces of this file that are found, without the prefix. */
async function find(args: Record<string, unknown>, token = live.api.token): Promise<string[]> {
  const { workspaces } = await callFunction(live, "getWorkspaces", args, token);
  return workspaces
    .map(({ name }) => name)
    .filter((name) => name.startsWith(live.prefix))
    .map((name) => name.slice(live.prefix.length))
    .sort();
}

const hour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

it("finds by each filter, and leaves what is not so", async () => {
  const { username } = member;
  const organization = await live.api.request<{ id: string; name: string }>("GET", "/organizations/default");
  const of = `${live.prefix}`;
  const expected: [Record<string, unknown>, string[]][] = [
    [{}, ["agent", "one", "two"]],
    [{ owner: "me" }, ["one", "two"]],
    [{ owner: username }, ["agent"]],
    [{ owner: username.toUpperCase() }, ["agent"]],
    [{ name: `${of}o` }, ["one"]],
    [{ name: `${of}o`.toUpperCase() }, ["one"]],
    [{ name: of.replace("-", "_") }, []],
    [{ name: `${of}%` }, []],
    [{ template: made.parameters.name }, ["one", "two"]],
    [{ template: made.parameters.name.slice(0, -1) }, []],
    [{ organization: organization.name }, ["agent", "one", "two"]],
    [{ organization: organization.id }, ["agent", "one", "two"]],
    [{ organization: "default" }, ["agent", "one", "two"]],
    [{ status: "running" }, ["agent", "one"]],
    [{ status: "stopped" }, ["two"]],
    [{ status: "failed" }, []],
    [{ agentStatus: "connecting" }, ["agent"]],
    [{ agentStatus: "connected" }, []],
    [{ dormant: true }, ["two"]],
    [{ dormant: false }, ["agent", "one"]],
    [{ outdated: true }, ["agent"]],
    [{ outdated: false }, ["one", "two"]],
    [{ parameters: { cpus: "4" } }, ["one"]],
    [{ parameters: { CPUS: "5" } }, ["two"]],
    [{ parameters: { region: "eu" } }, ["one", "two"]],
    [{ parameters: { cpus: "4", region: "eu" } }, ["one"]],
    [{ parameters: { cpus: "4", region: "us" } }, []],
    [{ parameters: { once: "größe: 10 GB" } }, ["one"]],
    [{ query: `owner:${username}` }, ["agent"]],
    [{ query: `  ${of}one ` }, ["one"]],
    [{ query: "param:gpu", parameters: { cpus: "4" } }, ["one"]],
    [{ query: "param:cpus=5", parameters: { cpus: "4" } }, []],
  ];
  const found = await Promise.all(expected.map(async ([args]) => [args, await find(args)]));
  expect(found).toEqual(expected);
});

it("finds by the time of the last use, by the second and in any time zone", async () => {
  const { last_used_at: used } = await live.api.workspace(one.id);
  const time = new Date(Math.ceil(Date.parse(used as string) / 1000) * 1000);
  const zoned = new Date(time.getTime() + 2 * 3_600_000).toISOString().replace("Z", "+02:00");
  const own = { name: one.name };
  expect(await find({ ...own, lastUsedBefore: zoned })).toEqual(["one"]);
  expect(await find({ ...own, lastUsedAfter: used })).toEqual(["one"]);
  expect(await find({ ...own, lastUsedBefore: hour(-1) })).toEqual([]);
  expect(await find({ ...own, lastUsedAfter: hour(1) })).toEqual([]);
  expect(await find({ ...own, lastUsedAfter: hour(-1), lastUsedBefore: hour(1) })).toEqual(["one"]);
});

it("finds nothing by filters that contradict each other, or by values that nothing can have", async () => {
  const nothing = [
    { lastUsedAfter: hour(1), lastUsedBefore: hour(-1) },
    { status: "stopped", agentStatus: "connected" },
    { owner: "nobody-of-this-name" },
    { name: "größer 模板 🚀: a/b" },
    { name: " " },
    { template: `  ${made.parameters.name}` },
    { owner: "me", parameters: { "größe: x": "a:b c" } },
    { name: "x".repeat(10_000) },
  ];
  expect(await Promise.all(nothing.map((args) => find(args)))).toEqual(nothing.map(() => []));
});

it("takes at most so many, in as few requests as it needs", async () => {
  const { template } = { template: made.parameters.name };
  for (const [limit, count] of [
    [1, 1],
    [2, 2],
    [2_147_483_647, 2],
  ] as const) {
    live.proxy.clear();
    expect(await find({ template, limit })).toHaveLength(count);
    expect(live.proxy.matching({ method: "GET", path: /^\/workspaces/ })).toHaveLength(1);
  }
  expect(await find({ template, limit: 1, dormant: true })).toEqual(["two"]);
  expect(await find({ template, limit: 1, dormant: false })).toEqual(["one"]);
  expect(await find({ template, limit: 1, parameters: { region: "eu", cpus: "5" } })).toEqual(["two"]);
});

it("finds only what the token's user may see", async () => {
  expect(await find({}, member.api.token)).toEqual(["agent"]);
  expect(await find({ owner: one.owner_name }, member.api.token)).toEqual([]);
  expect(await find({ owner: "me" }, member.api.token)).toEqual([agent.name.slice(live.prefix.length)]);
});

it("says which filter the server can't be asked, and what it answers to a query that is none", async () => {
  live.proxy.clear();
  await expect(find({ name: 'a"b', owner: '"', parameters: { a: "b,c" } })).rejects.toThrow(
    /^getWorkspaces failed:\n`owner`: .*quotation mark\.\n`name`: .*quotation mark\.\n`parameters`: .*as "a" has\.$/,
  );
  await expect(find({ status: "deleted" })).rejects.toThrow('`status`: Must be one of "pending"');
  await expect(find({ lastUsedAfter: "2026-01-31 12:00" })).rejects.toThrow(
    "`lastUsedAfter`: Must be a time in RFC 3339",
  );
  await expect(find({ limit: 2_147_483_648 })).rejects.toThrow(
    "`limit`: Must be at most 2147483647; it is 2147483648.",
  );
  expect(live.proxy.requests).toEqual([]);
  await expect(find({ owner: "me", query: "owner:ada" })).rejects.toThrow(/`owner`: .*provided more than once/);
  await expect(find({ query: "colour:red" })).rejects.toThrow(/colour/);
  await expect(find({ query: "a:b:c" })).rejects.toThrow("`q`:");
  await expect(find({ organization: "none-of-this-name" })).rejects.toThrow(
    /organization "none-of-this-name" either does not exist/,
  );
});
