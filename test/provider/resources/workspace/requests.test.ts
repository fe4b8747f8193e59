// How many requests each operation on a workspace makes: a stack may have a thousand of them.
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { bob, evaluated, FakeCoder, parameter } from "../fake-coder";
import { ResourceHarness } from "../resource-harness";

const parameters = [
  parameter("cpus", "number", { default_value: "2" }),
  parameter("region", "string", { default_value: "eu" }),
];

interface Setup {
  coder: FakeCoder;
  /** Workspaces of one program, each a resource of its own. */
  workspaces: ResourceHarness[];
  templateId: string;
  versionId: string;
}

function setUp(declared = parameters, more: Parameters<FakeCoder["addTemplate"]>[1] = {}): Setup {
  const coder = new FakeCoder();
  coder.version = "v2.30.0";
  coder.evaluation = [evaluated("cpus", "number"), evaluated("region", "string")];
  const workspaces = Array.from(
    { length: 10 },
    (_, index) => new ResourceHarness(workspaceHandler, coder, `dev${index}`),
  );
  return { coder, workspaces, ...coder.addTemplate(declared, more) };
}

/** Whose token it is, is asked once per process. A build's log and its status are asked for as long as it takes. */
const uncounted = ["getCurrentUser", "getWorkspaceBuild"];

/** What is sent for the first, and for each of the others. */
async function requestsOf(
  coder: FakeCoder,
  workspaces: readonly ResourceHarness[],
  run: (each: ResourceHarness) => Promise<unknown>,
) {
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
    const { coder, workspaces, templateId } = setUp(parameters, { use_classic_parameter_flow: false });
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

  it("asks about a template again once it may have changed", async () => {
    const { coder, workspaces, templateId } = setUp();
    await workspaces[0]?.check({ templateId });
    const later = Date.now() + 10_000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    const { first } = await requestsOf(coder, workspaces.slice(1, 2), (each) => each.check({ templateId }));
    expect(first).toEqual(["getTemplate", "getWorkspaces"]);
    jest.restoreAllMocks();
  });

  it.each([
    [{ cpus: 4 }, ["createWorkspace", "getWorkspace", "getWorkspaceBuildParameters"]],
    [undefined, ["createWorkspace", "getWorkspace"]],
  ])("creates with %j by as few", async (values, expected) => {
    const { coder, workspaces, versionId } = setUp();
    const create = (each: ResourceHarness): Promise<unknown> => {
      const inputs: Properties = {
        name: each.name,
        templateVersionId: versionId,
        ...(values && { parameters: values }),
      };
      return workspaceHandler.create(coder.context(each.name), inputs);
    };
    expect((await requestsOf(coder, workspaces, create)).others).toEqual(expected);
  });

  it.each([
    [{ cpus: 4 }, ["getWorkspace", "getWorkspaceBuildParameters"]],
    [undefined, ["getWorkspace"]],
  ])("refreshes with %j by as few", async (values, expected) => {
    const { coder, workspaces, templateId } = setUp();
    for (const each of workspaces) {
      await each.up({ templateId, ...(values && { parameters: values }) });
      // Values of a build are known once they were asked for: a refresh that follows a change of somebody else's is
      // what costs.
      coder.build(each.id ?? "", { transition: "stop" });
    }
    expect((await requestsOf(coder, workspaces, (each) => each.refresh())).others).toEqual(expected);
  });

  it("checks and compares nothing while the new version is not known", async () => {
    const { coder, workspaces, versionId } = setUp();
    for (const each of workspaces) await each.up({ templateVersionId: versionId, parameters: { cpus: 4 } });
    const preview = (each: ResourceHarness): Promise<unknown> =>
      each.diff({ templateVersionId: UNKNOWN, parameters: { cpus: 4 } });
    expect((await requestsOf(coder, workspaces, preview)).others).toEqual([]);
  });

  it.each([true, false])(
    "checks and compares a new version by one look at the workspace (classic flow: %s)",
    async (isClassic) => {
      const { coder, workspaces, templateId, versionId } = setUp(parameters, { use_classic_parameter_flow: isClassic });
      for (const each of workspaces) {
        await each.up({ templateVersionId: versionId, parameters: { cpus: 4 } });
        coder.build(each.id ?? "", { transition: "start" });
      }
      const v2 = coder.addVersion(templateId, "v2", parameters);
      const preview = (each: ResourceHarness): Promise<unknown> =>
        each.diff({ templateVersionId: v2, parameters: { cpus: 4 } });
      expect((await requestsOf(coder, workspaces, preview)).others).toEqual([
        "getWorkspace",
        "getWorkspaceBuildParameters",
      ]);
    },
  );

  it("rolls a new version out", async () => {
    const { coder, workspaces, templateId, versionId } = setUp();
    for (const each of workspaces) await each.up({ templateVersionId: versionId, parameters: { cpus: 4 } });
    const v2 = coder.addVersion(templateId, "v2", parameters);
    const update = (each: ResourceHarness): Promise<unknown> =>
      workspaceHandler.update(coder.context(each.name), each.id ?? "", each.outputs, {
        templateVersionId: v2,
        parameters: { cpus: 4 },
      });
    expect((await requestsOf(coder, workspaces, update)).others).toEqual([
      "createWorkspaceBuild",
      "createWorkspaceBuild",
      "getWorkspace",
      "getWorkspace",
      "getWorkspaceBuildParameters",
      "getWorkspaceBuildParameters",
    ]);
  });

  it.each([
    [parameters, ["createWorkspaceBuild", "getWorkspace", "getWorkspace", "getWorkspaceBuildParameters"]],
    [[], ["createWorkspaceBuild", "getWorkspace", "getWorkspace"]],
  ])("deletes: %#", async (declared, expected) => {
    const { coder, workspaces, versionId } = setUp(declared);
    for (const each of workspaces) await each.up({ templateVersionId: versionId });
    expect((await requestsOf(coder, workspaces, (each) => each.destroy())).others).toEqual(expected);
  });
});
