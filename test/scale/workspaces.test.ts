// A thousand workspaces of one user, as each of three kinds of user, through a whole life: on a server with its usual
// limits nothing fails, and nothing is sent in vain. The figures are printed.
import { programOn, stackOn, type Host } from "../live/host-programs";
import { useLive } from "../live/live";
import type { RecordedRequest } from "../faults/fault-proxy";
import type { Result, Stack } from "../live/stack";
import { makeEchoTemplate, type EchoTemplate } from "./echo-template";

// scale.mjs sets these.
const COUNT = Number(process.env["SCALE_WORKSPACES"]);
const HOST = process.env["SCALE_HOST"] as Host;
const ROLES = (process.env["SCALE_ROLES"] ?? "").split(",");
const LIMIT = Number(process.env["SCALE_LIMIT"]);
/** Another process's requests, or its own of the step before, may have used up a path before this one knows of it. */
const MOST_REFUSALS = 2;
/** Of up to a thousand workspaces: who the user is, and lists by the hundred. */
const MOST_REQUESTS = { count: 1_000, preview: 19, refresh: 27, rollOutEach: 8 };

let template: EchoTemplate;
const stacks: Stack[] = [];

// Hooks run in the order in which they are declared: this one before the search for leftovers.
afterAll(async () => {
  for (const stack of stacks) if (!stack.isEmpty()) await stack.destroy();
  await template.remove();
});

const live = useLive("scale");

beforeAll(async () => {
  template = await makeEchoTemplate(live.api, `${live.prefix}t`);
});

interface Row {
  step: string;
  seconds: number;
  requests: number;
  "shared polls": number;
  "per workspace": number;
  refused: number;
  "told to wait": number;
  "most before one": number;
}

function program(prefix: string, versionId: string): string {
  return `
for (let number = 0; number < ${COUNT}; number += 1)
  new coderd.Workspace("w" + number, { name: "${prefix}" + number, templateVersionId: "${versionId}" });
`;
}

function rowOf(step: string, started: number, result: Result, requests: readonly RecordedRequest[]): Row {
  const waits = result.diagnostics.filter(
    ({ isEphemeral, message }) => isEphemeral && message.startsWith("The server limits requests"),
  );
  const before = waits.map(({ message }) => Number(/(\d+) before this one/.exec(message)?.[1] ?? 0));
  return {
    step,
    seconds: Math.round((Date.now() - started) / 1_000),
    requests: requests.length,
    // Of an owner, as nobody else may list jobs.
    "shared polls": requests.filter(({ path, status }) => /\/provisionerjobs\b/.test(path) && status === 200).length,
    "per workspace": Math.round((requests.length / COUNT) * 100) / 100,
    refused: requests.filter(({ status }) => status === 429).length,
    "told to wait": new Set(waits.map(({ name }) => name)).size,
    "most before one": Math.max(0, ...before),
  };
}

/** "METHOD /route" → number of requests, most first. */
function byRoute(requests: readonly RecordedRequest[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { method, path } of requests) {
    const route = path
      .replace(/\?.*/, "")
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ":id")
      .replace(/(\/workspace\/)[^/]+/, "$1:name");
    counts.set(`${method} ${route}`, (counts.get(`${method} ${route}`) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([, left], [, right]) => right - left));
}

it.each(ROLES)(`${COUNT} workspaces of the %s's own are made, renewed and deleted`, async (role) => {
  const token = role === "owner" ? live.api.token : (await live.user(role === "member" ? [] : [role])).api.token;
  const prefix = `${live.prefix}${role.slice(0, 1)}`;
  const [first, second] = template.versionIds;
  const stack = await stackOn(HOST, live, program(prefix, first), { environment: { CODER_SESSION_TOKEN: token } });
  stacks.push(stack);
  const rows: Row[] = [];
  const run = async (step: string, command: () => Promise<Result>, expected: Record<string, number>): Promise<void> => {
    live.proxy.clear();
    const started = Date.now();
    const result = await command();
    const row = rowOf(step, started, result, live.proxy.requests);
    rows.push(row);
    // Jest keeps standard output for its report.
    process.stderr.write(`${JSON.stringify({ role, host: HOST, ...row, routes: byRoute(live.proxy.requests) })}\n`);
    expect([step, result.changes]).toEqual([step, expected]);
    expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  };
  await run("preview", () => stack.preview(), { create: COUNT + 1 });
  await run("create", () => stack.up(), { create: COUNT + 1 });
  await run("no change", () => stack.up(), { same: COUNT + 1 });
  await run("refresh", () => stack.refresh(), { same: COUNT + 1 });
  stack.writeProgram(programOn(HOST, program(prefix, second)));
  await run("preview of a new version", () => stack.preview(), { update: COUNT, same: 1 });
  await run("roll-out", () => stack.up(), { update: COUNT, same: 1 });
  await run("destroy", () => stack.destroy(), { delete: COUNT + 1 });
  console.table(rows);
  expect(rows.filter(({ refused }) => refused > MOST_REFUSALS)).toEqual([]);
  const previews = rows.filter(({ step }) => step.startsWith("preview"));
  expect(previews.filter((row) => row["told to wait"] > 0)).toEqual([]);
  if (COUNT <= MOST_REQUESTS.count) {
    expect(previews.filter(({ requests }) => requests > MOST_REQUESTS.preview)).toEqual([]);
    expect(rows.filter(({ step, requests }) => step === "refresh" && requests > MOST_REQUESTS.refresh)).toEqual([]);
  }
  // Without the shared ones, each build is asked for alone until it ends, as often as it takes.
  const rollOuts = rows.filter((row) => row.step === "roll-out" && row["shared polls"] > 0);
  const most = MOST_REQUESTS.rollOutEach * COUNT + MOST_REQUESTS.refresh;
  expect(rollOuts.filter((row) => row.requests - row["shared polls"] > most)).toEqual([]);
  // A slow server does not get to its limit.
  const atLimit = rows.filter(({ step, seconds }) => step === "create" && COUNT / (seconds / 60) > 0.8 * LIMIT);
  if (COUNT > LIMIT) expect(atLimit.filter((row) => row["told to wait"] === 0)).toEqual([]);
});
