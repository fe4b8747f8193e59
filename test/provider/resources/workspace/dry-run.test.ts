// What a preview tells of the next builds of workspaces, as the server plans them, on both hosts.
import { UNKNOWN_MARKER } from "../../../../provider/hosts/wire";
import type { Properties } from "../../../../provider/values";
import { eventually } from "../../../fakes/client";
import { bodyOf, newId, refuse, TIME, type Json } from "../../../fakes/coder/common";
import { bob } from "../../../fakes/coder/users";
import { parameter } from "../../../fakes/coder/template-versions";
import { useHostRuns } from "../../../fakes/host-runs";
import type { RecordedRequest } from "../../../fakes/http-server";

const runs = useHostRuns();

const PLANNING = { dryRunAtPreview: "true" };
const DRY_RUN = "/templateversions/:id/dry-run";

/** The values of each plan, by name. */
let plans: Json[] = [];

/** From now on the server plans these resources, as `type.name`. */
function planAs(...names: string[]): void {
  const job = (id = newId()): Json => ({ id, created_at: TIME, status: "succeeded", file_id: newId(), tags: {} });
  plans = [];
  runs.server.http.on(`POST ${DRY_RUN}`, (request: RecordedRequest) => {
    const values = bodyOf(request)["rich_parameter_values"] as { name: string; value: string }[];
    plans.push(Object.fromEntries(values.map(({ name, value }) => [name, value])));
    return { status: 201, json: job() };
  });
  runs.server.http.on(`GET ${DRY_RUN}/:job`, ({ parameters }: RecordedRequest) => ({ json: job(parameters["job"]) }));
  runs.server.http.on(`GET ${DRY_RUN}/:job/logs`, { json: [] });
  runs.server.http.on(`GET ${DRY_RUN}/:job/resources`, { json: names.map(resource) });
}

function resource(address: string): Json {
  const [type, name] = address.split(".");
  return { id: newId(), created_at: TIME, job_id: newId(), workspace_transition: "start", type, name, agents: [] };
}

/** What the host has told of plans. */
async function told(count: number): Promise<string[]> {
  const found = (): string[] => runs.told.filter((message) => /plan/.test(message));
  await eventually(() => found().length >= count);
  return found();
}

/** A workspace that was built with these resources, and a version to roll out. */
async function setUp(
  host: "plugin" | "dynamic",
  settings: Record<string, string> = PLANNING,
  declared: Properties = {},
) {
  const { server } = runs;
  const one = server.addVersion({ name: "one" });
  const { id: templateId } = server.addTemplate({ active_version_id: one.id });
  const two = server.addVersion({
    name: "two",
    template_id: templateId,
    parameters: [parameter("cpus", "number", { default_value: "2" }), parameter("mood", "string", { ephemeral: true })],
  });
  const workspace = await runs.resource(host, "Workspace", settings);
  await workspace.up({ templateVersionId: one.id, parameters: { cpus: 3 }, ...declared });
  const build = server.builds.at(-1) as unknown as { resources: Json[] };
  build.resources = ["docker_volume.home", "docker_volume.home", "docker_container.old"].map(resource);
  return { workspace, one, two, templateId };
}

describe.each(["plugin", "dynamic"] as const)("a preview on the %s host", (host) => {
  it("tells which resources come, go and stay, with the values that the build will have", async () => {
    planAs("docker_container.new", "docker_volume.home");
    const { workspace, one, two } = await setUp(host);
    await workspace.preview({ templateVersionId: one.id, parameters: { cpus: 3 } });
    expect(plans).toEqual([]);
    await workspace.preview({ templateVersionId: two.id, parameters: { cpus: 3 } });
    expect(await told(1)).toEqual([
      'With template version "two" the server plans, compared with build 1 (start):\n' +
        "  + docker_container.new\n  - docker_container.old\n  - docker_volume.home\n  = docker_volume.home",
    ]);
    expect(plans).toEqual([{ cpus: "3" }]);
    expect(runs.server.builds).toHaveLength(1);
    await workspace.preview({ templateVersionId: one.id, parameters: { cpus: 4 } });
    expect(plans).toEqual([{ cpus: "3" }, { cpus: "4" }]);
    await told(2);
  });

  it("tells what a new workspace will have, and that the plan ran as the caller", async () => {
    planAs("docker_container.new");
    const { id: templateId } = runs.server.addTemplate();
    const workspace = await runs.resource(host, "Workspace", PLANNING);
    await workspace.preview({ templateId, owner: bob.username });
    const [first = ""] = await told(1);
    expect(first.split("\n").slice(1)).toEqual([
      "  + docker_container.new",
      'The plan ran as "admin", not as "bob": what depends on the owner may differ.',
    ]);
    expect(first).toMatch(/^A workspace of template version "\S+" would have, as the server plans it:\n/);
  });

  it("plans no more builds than the limit, and says once where it ended", async () => {
    planAs("docker_container.new");
    const { id: templateId } = runs.server.addTemplate();
    for (const name of ["a", "b", "c"]) {
      const workspace = await runs.resource(host, "Workspace", { ...PLANNING, dryRunLimit: "1", name });
      await workspace.preview({ templateId });
    }
    expect(plans).toHaveLength(1);
    expect((await told(2)).slice(1)).toEqual([
      "The builds of this workspace and of those after it were not planned: `coderd:dryRunLimit` is 1.",
    ]);
  });

  it("says what is not known of a build, and counts no such build", async () => {
    planAs("docker_container.new");
    const { id: templateId } = runs.server.addTemplate();
    const settings = { ...PLANNING, dryRunLimit: "1" };
    for (const name of ["a", "b"]) {
      const workspace = await runs.resource(host, "Workspace", { ...settings, name });
      await workspace.preview({ templateId: UNKNOWN_MARKER, preset: UNKNOWN_MARKER });
    }
    const workspace = await runs.resource(host, "Workspace", { ...settings, name: "c" });
    await workspace.preview({ templateId });
    expect(plans).toHaveLength(1);
    expect(await told(2)).toEqual([
      "The next build was not planned, as `templateId` and `preset` are not known yet.",
      expect.stringMatching(/^A workspace of template version "\S+" would have, as the server plans it:\n/),
    ]);
  });

  it("warns where a plan fails, and goes on", async () => {
    planAs();
    runs.server.http.on(`POST ${DRY_RUN}`, refuse(403, "You can't plan here."));
    const { id: templateId } = runs.server.addTemplate();
    const workspace = await runs.resource(host, "Workspace", PLANNING);
    expect((await workspace.preview({ templateId })).steps).toEqual(["create"]);
    expect((await told(1))[0]).toMatch(/^The next build could not be planned: You can't plan here\./);
  });

  it("plans nothing where the configuration does not ask for it", async () => {
    planAs("docker_container.new");
    const { workspace, two } = await setUp(host, {});
    await workspace.preview({ templateVersionId: two.id, parameters: { cpus: 3 } });
    expect(plans).toEqual([]);
  });
});
