// How many requests each operation on a workspace makes: a stack may have a thousand of them.
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import type { FakeCoder } from "../../../fakes/coder";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";
import { bob } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";
import { takeCounts } from "../../../fakes/request-counts";
import { addTemplate, startCoder } from "../../../fakes/workspace-runs";
import type { StoredTemplate } from "../../../fakes/coder/templates";

const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("region", "string", { default_value: "eu" }),
];

interface Setup {
  coder: FakeCoder;
  /** Workspaces of one program, each a resource of its own. */
  workspaces: Driver[];
  templateId: string;
  versionId: string;
}

async function setUp(declared = parameters, more: Partial<StoredTemplate> = {}): Promise<Setup> {
  const coder = await startCoder();
  coder.http.version = "v2.30.0";
  coder.evaluation = [evaluated("cpus", "number"), evaluated("region", "string")];
  const workspaces = Array.from(
    { length: 10 },
    (_, index) => new Driver(workspaceHandler, coder, { resourceName: `dev${index}` }),
  );
  return { coder, workspaces, ...addTemplate(coder, declared, more) };
}

/** Whose token it is, is asked once per process. A build's log and its status are asked for as long as it takes. */
const uncounted = ["getCurrentUser", "getWorkspaceBuild"];

/** What is sent for the first, and for each of the others. */
async function requestsOf(coder: FakeCoder, workspaces: readonly Driver[], run: (each: Driver) => Promise<unknown>) {
  const counts: string[][] = [];
  for (const workspace of workspaces) {
    coder.reads.length = coder.mutations.length = 0;
    await run(workspace);
    const names = [...coder.reads, ...coder.mutations.map(([name]) => String(name))];
    counts.push(names.filter((name) => !uncounted.includes(name)).sort());
  }
  const [first = [], second = [], ...rest] = counts;
  for (const other of rest) expect(other).toEqual(second);
  return { first, others: second };
}

const facts = ["getTemplateVersion", "getTemplateVersionParameters"];

describe("the requests of a workspace", () => {
  it("asks at a preview about template, owner and parameters once for all new ones", async () => {
    const { coder, workspaces, templateId } = await setUp(parameters, { use_classic_parameter_flow: false });
    const inputs = { templateId, owner: bob.id, parameters: { cpus: 4 } };
    const { first, others } = await requestsOf(coder, workspaces, (each) => each.check(inputs));
    expect(first.filter((name) => name !== "getUser")).toEqual([
      "evaluateDynamicParameters",
      "getTemplate",
      ...facts,
      "getWorkspaces",
    ]);
    expect(others).toEqual([]);
  });

  it("asks for names of many owners by one list of all workspaces", async () => {
    const { coder, workspaces, templateId } = await setUp();
    workspaces.forEach((_each, index) => coder.addUser(`owner${index}`));
    coder.addWorkspace("owner8", { name: "DEV8", template_id: templateId });
    takeCounts(coder);
    const failures = [];
    for (const [index, each] of workspaces.entries())
      failures.push(...(await each.check({ templateId, owner: `owner${index}` })));
    expect(failures.map(({ reason }) => reason)).toEqual([expect.stringContaining('The name "dev8" is taken')]);
    const counts = takeCounts(coder);
    expect(counts["GET /workspaces"]).toBe(6);
    expect(counts["GET /users/owner8/workspace/:name"] ?? counts["GET /users/:user/workspace/:name"]).toBe(1);
  });

  it("reads a long list for many names only, and asks for each of a few by itself", async () => {
    const { coder, workspaces, versionId } = await setUp();
    coder.http.on("GET /workspaces", { json: { workspaces: [], count: 5_000 } });
    const [any] = workspaces;
    const namesAskedFor = async (from: number, to: number): Promise<number> => {
      takeCounts(coder);
      for (let index = from; index <= to; index += 1)
        expect(await any?.check({ templateVersionId: versionId, name: `dev-${index}` })).toEqual([]);
      const alone = Object.entries(takeCounts(coder)).filter(([route]) =>
        /^GET \/users\/[^/]+\/workspace\//.test(route),
      );
      return alone.reduce((sum, [, count]) => sum + count, 0);
    };
    expect(await namesAskedFor(1, 199)).toBe(199);
    expect(await namesAskedFor(200, 300)).toBe(0);
  });

  it("reads a list that is not long once for all names", async () => {
    const { coder, workspaces, versionId } = await setUp();
    const [any] = workspaces;
    takeCounts(coder);
    for (let index = 1; index <= 300; index += 1)
      expect(await any?.check({ templateVersionId: versionId, name: `dev-${index}` })).toEqual([]);
    expect(takeCounts(coder)["GET /workspaces"]).toBe(1);
  });

  it("knows the names that it has given, and asks for no list again while it makes the workspaces", async () => {
    const { coder, workspaces, versionId } = await setUp();
    takeCounts(coder);
    for (const each of workspaces) await each.up({ templateVersionId: versionId });
    expect(takeCounts(coder)["GET /workspaces"]).toBe(1);
    const namesake = new Driver(workspaceHandler, coder, { resourceName: "another" });
    expect(await namesake.check({ templateVersionId: versionId, name: "DEV3" })).toMatchObject([{ property: "name" }]);
    const [first] = workspaces;
    await first?.up({ templateVersionId: versionId, name: "renamed" });
    expect(await namesake.check({ templateVersionId: versionId, name: "Renamed" })).toMatchObject([
      { property: "name" },
    ]);
    // The list still has it.
    expect(await namesake.check({ templateVersionId: versionId, name: "dev0" })).toEqual([]);
    expect(takeCounts(coder)["GET /workspaces"]).toBeUndefined();
  });

  it("asks about a template again once it may have changed", async () => {
    const { coder, workspaces, templateId } = await setUp();
    await workspaces[0]?.check({ templateId });
    const later = Date.now() + 10_000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    const { first } = await requestsOf(coder, workspaces.slice(1, 2), (each) => each.check({ templateId }));
    expect(first).toEqual(["getTemplate", "getWorkspaces"]);
    jest.restoreAllMocks();
  });

  it.each([
    [{ cpus: 4 }, ["createWorkspace", "getWorkspace"]],
    [undefined, ["createWorkspace", "getWorkspace"]],
  ])("creates with %j by as few", async (values, expected) => {
    const { coder, workspaces, versionId } = await setUp();
    const create = (each: Driver): Promise<unknown> => {
      const inputs: Properties = {
        name: each.name,
        templateVersionId: versionId,
        ...(values && { parameters: values }),
      };
      return workspaceHandler.create(coder.context({ resourceName: each.name }), inputs);
    };
    expect((await requestsOf(coder, workspaces, create)).others).toEqual(expected);
  });

  it.each([
    [{ cpus: 4 }, ["getWorkspace", "getWorkspaceBuildParameters"]],
    [undefined, ["getWorkspace"]],
  ])("refreshes with %j by as few", async (values, expected) => {
    const { coder, workspaces, templateId } = await setUp();
    for (const each of workspaces) {
      await each.up({ templateId, ...(values && { parameters: values }) });
      // Values of a build are known once they were asked for: a refresh that follows a change of somebody else's is
      // what costs.
      coder.build(each.id, { transition: "stop" });
    }
    expect((await requestsOf(coder, workspaces, (each) => each.refresh())).others).toEqual(expected);
  });

  it("checks and compares nothing while the new version is not known", async () => {
    const { coder, workspaces, versionId } = await setUp();
    for (const each of workspaces) await each.up({ templateVersionId: versionId, parameters: { cpus: 4 } });
    const preview = (each: Driver): Promise<unknown> =>
      each.diff({ templateVersionId: UNKNOWN, parameters: { cpus: 4 } });
    expect((await requestsOf(coder, workspaces, preview)).others).toEqual([]);
  });

  describe.each([true, false])("with a new version (classic flow: %s)", (isClassic) => {
    /** Somebody builds each workspace before, and a refresh tells the state, so that no values are known. */
    async function previews(values: Properties, declared = parameters) {
      const { coder, workspaces, templateId, versionId } = await setUp(parameters, {
        use_classic_parameter_flow: isClassic,
      });
      const held = { cpus: 4, region: "eu" };
      for (const each of workspaces) {
        await each.up({ templateVersionId: versionId, parameters: held });
        const { id } = coder.build(each.id, { transition: "start" });
        each.outputs = { ...each.outputs, latestBuild: { ...(each.outputs["latestBuild"] as Properties), id } };
      }
      coder.evaluation = declared.map(({ name, type, required }) => evaluated(name, type, { required }));
      const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters: declared }).id;
      takeCounts(coder);
      for (const each of workspaces) await each.diff({ templateVersionId: v2, parameters: values });
      return { counts: takeCounts(coder) };
    }

    it("asks about the version once, and about no workspace whose values are declared", async () => {
      expect((await previews({ cpus: 4, region: "eu" })).counts).toEqual({
        "GET /templateversions/:id": 1,
        "GET /templateversions/:id/rich-parameters": 1,
        ...(!isClassic && { "POST /templateversions/:id/dynamic-parameters/evaluate": 1 }),
      });
    });

    it("asks for each workspace's values where a rule needs what the program does not declare, and once", async () => {
      const requiring = [parameter("cpus", "number"), parameter("region", "string", { required: true })];
      const { counts } = await previews({ cpus: 4 }, requiring);
      expect(counts["GET /workspacebuilds/:id/parameters"]).toBe(10);
      expect(counts["GET /workspaces"]).toBe(1);
      expect(counts["GET /workspaces/:id"]).toBeUndefined();
    });

    it("asks for no values where the classic flow has defaults", async () => {
      const { counts } = await previews({ cpus: 4 });
      expect(counts["GET /workspacebuilds/:id/parameters"]).toBe(isClassic ? undefined : 10);
    });
  });

  it("rolls a new version out", async () => {
    const { coder, workspaces, templateId, versionId } = await setUp();
    for (const each of workspaces) await each.up({ templateVersionId: versionId, parameters: { cpus: 4 } });
    const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters }).id;
    const update = (each: Driver): Promise<unknown> =>
      workspaceHandler.update(coder.context({ resourceName: each.name }), each.id, each.outputs, {
        templateVersionId: v2,
        parameters: { cpus: 4 },
      });
    expect((await requestsOf(coder, workspaces, update)).others).toEqual([
      "createWorkspaceBuild",
      "createWorkspaceBuild",
      "getWorkspace",
      "getWorkspace",
      "getWorkspaceBuildParameters",
    ]);
  });

  it.each([
    [parameters, ["createWorkspaceBuild", "getWorkspace", "getWorkspace", "getWorkspaceBuildParameters"]],
    [[], ["createWorkspaceBuild", "getWorkspace", "getWorkspace"]],
  ])("deletes: %#", async (declared, expected) => {
    const { coder, workspaces, versionId } = await setUp(declared);
    for (const each of workspaces) await each.up({ templateVersionId: versionId });
    expect((await requestsOf(coder, workspaces, (each) => each.destroy())).others).toEqual(expected);
  });
});
