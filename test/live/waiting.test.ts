// Many that wait for a provisioner at the same time, on the real engine and server: how many requests they take, and
// what the list of jobs tells that the fake server claims as well.
import type { ProvisionerJob } from "../../provider/client/provisioner";
import { itWithGate, useImportGate } from "./import-gate";
import { useLive } from "./live";
import type { RecordedRequest } from "../faults/fault-proxy";
import { eventually, hasEnded, type FoundVersion } from "./server-api";
import { useObjects } from "./server-objects";
import { archiveOf, CODER_PROVIDER, plainTemplate } from "./templates";

const objects = useObjects(() => live);
const live = useLive("wait");
const gate = useImportGate();

const COUNT = 20;
const JOBS = "/organizations/default/provisionerjobs";
const NOBODY = "00000000-0000-4000-8000-000000000000";

function lists(): RecordedRequest[] {
  return live.proxy.matching({ method: "GET", path: /^\/organizations\/[^/]+\/provisionerjobs\?/ });
}

/** Questions for certain jobs: their ids and the limit. */
function polls(): { ids: string[]; limit: string | null }[] {
  return lists()
    .map(({ path }) => new URL(path, live.proxy.url).searchParams)
    .filter((query) => query.has("ids"))
    .map((query) => ({ ids: query.get("ids")?.split(",") ?? [], limit: query.get("limit") }));
}

/** How often what was asked, whatever the ids. */
function kindsOf(requests: readonly RecordedRequest[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { method, path } of requests) {
    const kind = `${method} ${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replace(/\?.*/, "")}`;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
}

it("takes nine requests at most for each of twenty templates, and asks for their imports together", async () => {
  const name = `${live.prefix}t`;
  const program = `const coderd = require("pulumi-coderd");
for (let index = 0; index < ${COUNT}; index++)
  new coderd.Template("t" + index, {
    name: ${JSON.stringify(name)} + index,
    source: { files: { "main.tf": 'resource "terraform_data" "main" {\\n  input = "${name} ' + index + '"\\n}\\n' } },
  });
`;
  const stack = await live.stack(program);
  live.proxy.clear();
  const begun = Date.now();
  expect((await stack.up(["--parallel", String(COUNT)])).changes).toEqual({ create: COUNT + 1 });
  const seconds = (Date.now() - begun) / 1_000;
  expect(live.proxy.requests.length).toBeLessThanOrEqual(9 * COUNT);
  expect(polls().map(({ ids, limit }) => [ids.length > 0, limit])).toEqual(
    polls().map(({ ids }) => [true, String(ids.length)]),
  );
  expect(Math.max(...polls().map(({ ids }) => ids.length))).toBeGreaterThan(1);
  // No more than one round in two seconds.
  expect(polls().length).toBeLessThanOrEqual(seconds / 2 + 1);
  // Which of the names are free.
  const named = live.proxy.matching({ method: "GET", path: /^\/organizations\/[^/]+\/templates\// });
  expect(named.length).toBeLessThanOrEqual(2);
  live.proxy.clear();
  expect((await stack.destroy()).changes).toEqual({ delete: COUNT + 1 });
  expect(live.proxy.requests.length).toBeLessThanOrEqual(COUNT + 2);
});

it("takes eight requests and a share in a list for each workspace that gets a new version in the dynamic flow", async () => {
  const count = 8;
  const main = (marker: string): string => `${CODER_PROVIDER}
data "coder_parameter" "cpus" {
  name    = "cpus"
  type    = "number"
  default = "2"
  mutable = true
}
resource "terraform_data" "main" {
  input = "${marker} \${data.coder_parameter.cpus.value}"
}
`;
  const program = (marker: string): string => `const coderd = require("pulumi-coderd");
const template = new coderd.Template("rolled", {
  name: "${live.prefix}rolled",
  useClassicParameterFlow: false,
  source: { files: { "main.tf": ${JSON.stringify(main(marker))} } },
});
for (let index = 0; index < ${count}; index++)
  new coderd.Workspace("w" + index, {
    name: "${live.prefix}w" + index,
    templateVersionId: template.activeVersionId,
    parameters: { cpus: 3 },
  });
`;
  const stack = await live.stack(program("one"));
  await stack.up(["--parallel", String(count)]);
  stack.writeProgram(program("two"));
  live.proxy.clear();
  expect((await stack.up(["--parallel", String(count)])).changes).toMatchObject({ update: count + 1 });
  const sent = live.proxy.matching({ path: /^\/workspace(build)?s\b/ });
  const kinds = kindsOf(sent);
  expect(kinds).toMatchObject({
    "POST /workspaces/*/builds": 2 * count,
    // Those of the stop and of the start.
    "GET /workspacebuilds/*/parameters": 2 * count,
  });
  // And the lists: one where the engine begins all updates within a moment, a few where the machine is slow.
  expect({ ...kinds, all: sent.length <= 8 * count + 4 }).toEqual({ ...kinds, all: true });
  // What else is asked is about the template, whatever the number of workspaces.
  const others = live.proxy.requests.filter((request) => !sent.includes(request) && !lists().includes(request));
  expect(Object.entries(kindsOf(others)).filter(([, times]) => times >= count)).toEqual([]);
  await stack.destroy();
});

describe("while imports hold all provisioners", () => {
  const versions: string[] = [];

  /** Imports until one of them waits. */
  async function holdAll(): Promise<ProvisionerJob[]> {
    // All have one file, as the server limits uploads.
    const { hash } = await live.api.request<{ hash: string }>("POST", "/files", await archiveOf(gate.template()));
    for (let count = 0; count < 20; count += 1) {
      const { id } = await live.api.request<FoundVersion>("POST", "/organizations/default/templateversions", {
        name: `${live.prefix}${versions.length}`,
        storage_method: "file",
        provisioner: "terraform",
        file_id: hash,
      });
      versions.push(id);
      const jobs = await found(versions.length);
      if (jobs.filter(({ status }) => status === "pending").length >= 3) return jobs;
    }
    throw new Error("The provisioners took all imports.");
  }

  /** Those of the imports, as the list has them. */
  async function found(limit: number): Promise<ProvisionerJob[]> {
    const ids = (await Promise.all(versions.map((id) => live.api.version(id)))).map(({ job }) => job.id);
    return live.api.request("GET", `${JOBS}?ids=${[...ids, NOBODY].join()}&limit=${limit}`);
  }

  itWithGate("the list tells of the jobs that are asked for what the fake server tells", async () => {
    const jobs = await holdAll();
    const waiting = jobs.filter(({ status }) => status === "pending");
    expect(jobs.map(({ input }) => input?.template_version_id).sort()).toEqual([...versions].sort());
    const positions = waiting.map(({ queue_position }) => queue_position).sort((one, other) => one - other);
    expect(positions.every((position, index) => position > (positions[index - 1] ?? 0))).toBe(true);
    for (const { queue_size, queue_position, available_workers } of waiting) {
      expect(queue_size).toBeGreaterThanOrEqual(queue_position);
      expect(available_workers.length).toBeGreaterThan(0);
    }
    // The newest first.
    const times = jobs.map(({ created_at }) => Date.parse(created_at));
    expect(times).toEqual([...times].sort((one, other) => other - one));
    expect((await found(2)).map(({ id }) => id)).toEqual(jobs.slice(0, 2).map(({ id }) => id));
    expect(await live.api.request<unknown[]>("GET", `${JOBS}?ids=${NOBODY}&limit=1`)).toEqual([]);
  });

  itWithGate("a member, who may not list jobs, is refused once, and each build is asked for alone", async () => {
    gate.open();
    const template = await objects.template(`${live.prefix}plain`, plainTemplate(live.prefix));
    const user = await live.user();
    await expect(user.api.request("GET", `${JOBS}?ids=${NOBODY}&limit=1`)).rejects.toThrow(/: 404 /);
    const program = `const coderd = require("pulumi-coderd");
for (const name of ["one", "two"]) new coderd.Workspace(name, { name: "${live.prefix}" + name, templateId: "${template.id}" });
`;
    const stack = await live.stack(program, { environment: { CODER_SESSION_TOKEN: user.api.token } });
    gate.shut();
    await holdAll();
    live.proxy.clear();
    const up = stack.begin("up");
    const builds = (): RecordedRequest[] =>
      live.proxy.matching({ method: "GET", path: /^\/workspace(build)?s\/[0-9a-f-]{36}$/ });
    try {
      await eventually(builds, (requests) => new Set(requests.map(({ path }) => path)).size === 2, 40_000);
    } finally {
      gate.open();
    }
    expect((await up.ended).changes).toEqual({ create: 3 });
    expect(lists().map(({ status }) => status)).toEqual([404]);
    await stack.destroy();
    expect(lists().length).toBeLessThanOrEqual(2);
  });

  afterAll(async () => {
    gate.open();
    await Promise.all(versions.map((id) => eventually(() => live.api.version(id), hasEnded)));
  });
});
