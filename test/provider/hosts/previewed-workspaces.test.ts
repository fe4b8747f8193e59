// Workspaces of a version that the preview has imported: judged by what the server says of it, not by its code, on both
// hosts. The fake Coder finds a parameter "cpus" in every version; the code has none.
import { UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import { evaluated } from "../../fakes/coder/template-versions";
import { useHostRuns } from "../../fakes/host-runs";
import type { HostName } from "../../fakes/hosts";

const runs = useHostRuns();
const VALIDATED = { validateAtPreview: "true" };
const SOURCE = { files: { "main.tf": 'resource "terraform_data" "main" {}\n' } };

/** What the class of a workspace tells, whose version or template comes from another resource. */
function from(host: HostName, input: string, type: ResourceType): Properties {
  const token = host === "plugin" ? `coderd:index:${type}` : `pulumi-nodejs:dynamic/coderd:${type}`;
  return { [input]: UNKNOWN_MARKER, __sources: { [input]: `urn:pulumi:test::project::${token}::source` } };
}

describe.each(["plugin", "dynamic"] as const)("on the %s host, a preview that has imported a version", (host) => {
  /** Judges a new workspace with a parameter that the imported version has, and with one that it has not. */
  async function judgeNew(declared: Properties): Promise<void> {
    const workspace = await runs.resource(host, "Workspace", { ...VALIDATED, name: "fresh" });
    expect(await workspace.check({ ...declared, parameters: { cpus: 3 } })).toEqual([]);
    const version = runs.server.versions.at(-1)?.name ?? "";
    const [failure, ...others] = await workspace.check({ ...declared, parameters: { gpu: 1 } });
    expect(failure?.reason).toContain(`Template version "${version}" has no parameter "gpu"`);
    expect(others).toEqual([]);
  }

  it("judges new workspaces by it, whose version or template is not made yet", async () => {
    const template = await runs.resource(host, "Template", { ...VALIDATED, name: "source" });
    await template.preview({ name: "docker", source: SOURCE });
    // There is no template that says which flow it is.
    runs.server.evaluation = [evaluated("cpus", "number")];
    await judgeNew(from(host, "templateId", "Template"));
    await judgeNew(from(host, "templateVersionId", "Template"));
  });

  it("judges new workspaces of a template that exists by it", async () => {
    const before = runs.server.addVersion({ name: "before", parameters: [] });
    const { id: templateId } = runs.server.addTemplate({ active_version_id: before.id });
    const template = await runs.resource(host, "Template", { ...VALIDATED, name: "source" });
    await template.preview({ name: "docker", adopt: templateId, source: SOURCE });
    await judgeNew({ templateId });
  });

  it("judges workspaces that exist by it", async () => {
    const before = runs.server.addVersion({ name: "before", parameters: [] });
    runs.server.addTemplate({ active_version_id: before.id });
    const workspace = await runs.resource(host, "Workspace", { ...VALIDATED, name: "held" });
    await workspace.up({ templateVersionId: before.id });
    const version = await runs.resource(host, "TemplateVersion", { ...VALIDATED, name: "source" });
    await version.preview({ templateName: "docker", source: SOURCE });
    const next = from(host, "templateVersionId", "TemplateVersion");
    expect(await workspace.changes({ ...next, parameters: { cpus: 3 } })).not.toEqual([]);
    const refused = await rejection(workspace.diff({ ...next, parameters: { gpu: 1 } }));
    expect(refused.message).toContain('has no parameter "gpu"');
  });
});
