// Refreshes of many resources, as the engine runs them: how many requests they take, and that they find what reads of
// one by one find.
import { createClient } from "../../../provider/client/client";
import { systemClock } from "../../../provider/client/transport/clock";
import type { Handler } from "../../../provider/handler";
import { buildParametersHandler } from "../../../provider/resources/build-parameters/build-parameters";
import { templatePromotionHandler } from "../../../provider/resources/template-promotion/template-promotion";
import { templateVersionHandler } from "../../../provider/resources/template-version/template-version";
import { templateHandler } from "../../../provider/resources/template/template";
import { workspaceBuildHandler } from "../../../provider/resources/workspace-build/workspace-build";
import { workspaceHandler } from "../../../provider/resources/workspace/workspace";
import { fewAtOnce } from "../../fakes/at-once";
import { FakeCoder } from "../../fakes/coder";
import { parameter } from "../../fakes/coder/template-versions";
import { TOKEN } from "../../fakes/http-server";
import { newId, refuse } from "../../fakes/coder/common";
import { Driver, type State } from "../../fakes/driver";

interface Resource extends State {
  handler: Handler;
}

let coder: FakeCoder;

beforeEach(async () => (coder = await FakeCoder.start()));

afterEach(() => coder.close());

/** Each with what an import finds. */
async function imported(handler: Handler, ids: readonly string[]): Promise<Resource[]> {
  const found = await fewAtOnce(ids, (id) => handler.read(coder.context(), id, {}));
  return found.flatMap((state) => state ?? []).map((state) => ({ ...state, handler }));
}

/** The values of a build are asked for once per process: under another id nobody knows them. */
function renameBuild(workspaceId: string): string {
  const { latest_build: latest } = coder.workspace(workspaceId);
  const buildId = newId();
  coder.values.set(buildId, coder.values.get(latest.id) ?? []);
  latest.id = buildId;
  return buildId;
}

function renameBuilds(resources: readonly Resource[]): void {
  for (const { id, outputs } of resources) Object.assign(outputs["latestBuild"] as object, { id: renameBuild(id) });
}

/** With a client and a clock of its own, as a process of its own has them: it knows of no changes. */
async function refresh(resources: readonly Resource[]): Promise<(State | undefined)[]> {
  coder.user = { ...coder.user };
  coder.takeRequests();
  const client = createClient({ url: coder.url, token: TOKEN, clock: { ...systemClock } });
  try {
    return await fewAtOnce(resources, ({ handler, id, outputs }) =>
      handler.read(coder.context({ client }), id, outputs),
    );
  } finally {
    await client.close();
  }
}

function requests(): number {
  return coder.takeRequests().length;
}

/** With a server that has no lists, so that all is read one by one. */
async function refreshWithoutLists(resources: readonly Resource[]): Promise<(State | undefined)[]> {
  coder.http.on("GET /templates", refuse(400, "Invalid template search query."));
  coder.http.on("GET /workspaces", refuse(400, "Invalid workspace search query."));
  return refresh(resources);
}

interface MadeTemplate {
  templateId: string;
  versionId: string;
}

function addTemplates(count: number): MadeTemplate[] {
  return Array.from({ length: count }, (_, index) => {
    const { id, active_version_id } = coder.addTemplate({ name: `template${index}` });
    return { templateId: id, versionId: active_version_id };
  });
}

/** The versions of these templates, and what the handler has by their ids. */
async function importedWithVersions(handler: Handler, made: readonly MadeTemplate[]): Promise<Resource[]> {
  const [versionIds, templateIds] = [made.map(({ versionId }) => versionId), made.map(({ templateId }) => templateId)];
  return [...(await imported(templateVersionHandler, versionIds)), ...(await imported(handler, templateIds))];
}

/** Their template has a parameter. */
function addWorkspaces(count: number): string[] {
  const version = coder.addVersion({ parameters: [parameter("region", "string", { default_value: "eu" })] });
  const { id: template_id } = coder.addTemplate({ active_version_id: version.id });
  return Array.from(
    { length: count },
    (_, index) => coder.addWorkspace("bob", { name: `workspace${index}`, template_id }).id,
  );
}

function statesOf(resources: readonly Resource[]): State[] {
  return resources.map(({ id, outputs }) => ({ id, outputs }));
}

it("reads 100 templates and a version of each with at most 110 requests", async () => {
  const made = addTemplates(100);
  const resources = await importedWithVersions(templateHandler, made);
  expect(await refresh(resources)).toEqual(statesOf(resources));
  expect(requests()).toBeLessThanOrEqual(110);
});

it("reads 100 templates that have a source with at most 110 requests", async () => {
  const drivers = Array.from({ length: 100 }, () => new Driver(templateHandler, coder));
  await fewAtOnce([...drivers.entries()], ([index, driver]) =>
    driver.up({ name: `template${index}`, source: { files: { "main.tf": "# One" } } }),
  );
  const resources = drivers.map(({ id, outputs }) => ({ id, outputs, handler: templateHandler }));
  expect(await refresh(resources)).toEqual(statesOf(resources));
  expect(requests()).toBeLessThanOrEqual(110);
});

it("reads 100 promotions beside the versions that they promote with at most 110 requests", async () => {
  const made = addTemplates(100);
  const resources = await importedWithVersions(templatePromotionHandler, made);
  expect(await refresh(resources)).toEqual(statesOf(resources));
  expect(requests()).toBeLessThanOrEqual(110);
});

it("reads 1,000 workspaces with at most 25 requests, with and without declared parameters", async () => {
  const ids = addWorkspaces(1_000);
  const resources = await imported(workspaceHandler, ids);
  renameBuilds(resources);
  for (const [index, { outputs }] of resources.entries()) {
    if (index % 2 === 0) delete outputs["parameters"];
    else expect(outputs["parameters"]).toEqual({ region: "eu" });
  }
  expect(await refresh(resources)).toEqual(statesOf(resources));
  expect(requests()).toBeLessThanOrEqual(25);
});

it("asks for the parameters of workspaces that were built anew, and of those only that declare some", async () => {
  const resources = await imported(workspaceHandler, addWorkspaces(20));
  renameBuilds(resources);
  for (const { id, outputs } of resources.slice(0, 4)) {
    if (id !== resources[0]?.id) outputs["parameters"] = { region: "eu" };
    else delete outputs["parameters"];
    coder.build(id, { transition: "start", rich_parameter_values: [{ name: "region", value: "us" }] });
  }
  const found = await refresh(resources);
  expect(found.map((state) => state?.outputs["parameters"])).toEqual([
    undefined,
    ...Array<unknown>(3).fill({ region: "us" }),
    ...Array<unknown>(16).fill({ region: "eu" }),
  ]);
  expect(coder.http.requestsTo("GET /workspacebuilds/:id/parameters")).toHaveLength(3);
});

it("asks for the parameters of a build whose end the state does not know", async () => {
  const [resource] = await imported(workspaceHandler, addWorkspaces(1));
  if (resource === undefined) throw new Error("There is no workspace.");
  renameBuilds([resource]);
  await refresh([{ ...resource, outputs: { ...resource.outputs, status: "starting", parameters: { region: "old" } } }]);
  expect(coder.http.requestsTo("GET /workspacebuilds/:id/parameters")).toHaveLength(1);
});

it("reads 100 build parameters and 100 builds of the same workspaces with few requests", async () => {
  const ids = addWorkspaces(100);
  const builds = ids.map((id) => coder.workspace(id).latest_build.id);
  const parameters = await fewAtOnce(ids, async (workspaceId) => {
    const driver = new Driver(buildParametersHandler, coder);
    await driver.up({ workspaceId, parameters: { region: "us" } });
    const outputs = { ...driver.outputs, buildId: renameBuild(workspaceId) };
    return { id: driver.id, outputs, handler: buildParametersHandler };
  });
  const earlier = await imported(workspaceBuildHandler, builds);
  const latest = await imported(
    workspaceBuildHandler,
    ids.map((id) => coder.workspace(id).latest_build.id),
  );
  expect(await refresh([...parameters, ...latest])).toEqual(statesOf([...parameters, ...latest]));
  expect(requests()).toBeLessThanOrEqual(10);
  // No list has earlier builds.
  expect(await refresh(earlier)).toEqual(statesOf(earlier));
  expect(requests()).toBeLessThanOrEqual(110);
});

it("finds the drift that reads of one by one find", async () => {
  const ids = addWorkspaces(30);
  const made = addTemplates(30);
  const resources = [
    ...(await importedWithVersions(templateHandler, made)),
    ...(await imported(workspaceHandler, ids)),
  ];
  const [renamed = "", deleted = "", dormant = "", stopped = "", failed = ""] = ids;
  coder.workspace(renamed).name = "renamed";
  coder.build(deleted, { transition: "delete" });
  coder.workspace(dormant).dormant_at = "2026-01-02T03:04:05Z";
  coder.build(stopped, { transition: "stop" });
  coder.endings.push("failed");
  coder.build(failed, { transition: "start" });
  const [deprecated, removed, described] = made;
  Object.assign(coder.template(deprecated?.templateId ?? ""), {
    deprecated: true,
    deprecation_message: "Use another.",
  });
  coder.removeTemplate(removed?.templateId ?? "");
  coder.template(described?.templateId ?? "")["description"] = "By hand.";

  const found = await refresh(resources);
  expect(requests()).toBeLessThanOrEqual(55);
  expect(found.filter((state) => state === undefined)).toHaveLength(3);
  expect(found).not.toEqual(statesOf(resources));
  expect(found).toEqual(await refreshWithoutLists(resources));
  expect(requests()).toBeGreaterThan(100);
});
