// What a difference takes from the state, and what it asks the server again before it refuses.
import type { FakeCoder } from "../../../fakes/coder";
import { parameter } from "../../../fakes/coder/template-versions";
import type { Driver } from "../../../fakes/driver";
import { addTemplate, resource, startCoder } from "../../../fakes/workspace-runs";

const before = [parameter("cpus", "number", { default_value: "2" })];
const after = [...before, parameter("token", "string", { required: true })];

/** A workspace of a version without `token`, and a later version that requires it. */
async function setUp(): Promise<{ coder: FakeCoder; workspace: Driver; later: string }> {
  const coder = await startCoder();
  const { templateId, versionId } = addTemplate(coder, before);
  const workspace = resource(coder);
  await workspace.up({ templateVersionId: versionId });
  const later = coder.addVersion({ template_id: templateId, name: "v2", parameters: after }).id;
  coder.reads.length = 0;
  return { coder, workspace, later };
}

function built(versionId: string): { transition: "start"; template_version_id: string } {
  return { transition: "start", template_version_id: versionId };
}

describe("workspace.diff", () => {
  it("refuses what the build would lack, after a look at the workspace itself", async () => {
    const { coder, workspace, later } = await setUp();
    await expect(workspace.diff({ templateVersionId: later })).rejects.toThrow(
      '`parameters`: Parameter "token" is missing: template version "v2" requires it.',
    );
    expect(coder.reads).toContain("getWorkspace");
  });

  it("does not refuse for a state that is older than the workspace's latest build", async () => {
    const { coder, workspace, later } = await setUp();
    coder.build(workspace.id, { ...built(later), rich_parameter_values: [{ name: "token", value: "x" }] });
    expect(await workspace.changes({ templateVersionId: later })).toEqual([
      { property: "templateVersionId", kind: "update" },
    ]);
  });

  it("replaces for another value of an immutable parameter, as the latest build has it", async () => {
    const { coder, workspace, later } = await setUp();
    const { template_id } = coder.versions.find(({ id }) => id === later) ?? {};
    const zone = parameter("zone", "string", { mutable: false });
    const { id } = coder.addVersion({ template_id: template_id ?? "", name: "v3", parameters: [...before, zone] });
    coder.build(workspace.id, { ...built(id), rich_parameter_values: [{ name: "zone", value: "a" }] });
    expect(await workspace.changes({ templateVersionId: id, parameters: { zone: "b" } })).toContainEqual({
      property: "parameters.zone",
      kind: "replace",
    });
  });

  it("asks the server where the token may not see the template", async () => {
    const { coder, workspace, later } = await setUp();
    coder.build(workspace.id, { ...built(later), rich_parameter_values: [{ name: "token", value: "x" }] });
    coder.http.on("GET /templates/:id", { status: 404, json: { message: "Resource not found" } });
    expect(await workspace.changes({ templateVersionId: later })).toHaveLength(1);
    expect(coder.reads).toContain("getWorkspace");
  });
});
