// Template versions that a preview imports: which import there is, who takes it, and how it fails, on both hosts. What
// becomes of them from one run to the next is in previewed-runs.test.ts.
import { UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import type { StoredVersion } from "../../fakes/coder/template-versions";
import { logLines } from "../../fakes/coder/workspace-builds";
import { useHostRuns } from "../../fakes/host-runs";

const runs = useHostRuns();
const VALIDATED = { validateAtPreview: "true" };

function sourceOf(marker: string, more = ""): Properties {
  return { files: { "main.tf": `resource "terraform_data" "main" {\n  input = "${marker}"\n}\n${more}` } };
}

const PASSWORD = 'variable "password" {\n  type = string\n  sensitive = true\n}\n';

function jobs(): string[] {
  return runs.server.versions.map(({ job }) => job.status);
}

function last(): StoredVersion {
  const version = runs.server.versions.at(-1);
  if (version === undefined) throw new Error("There is no version.");
  return version;
}

const HOSTS = ["plugin", "dynamic"] as const;

describe.each(HOSTS)("a template with a source, on the %s host", (host) => {
  const template = (marker: string, more: Properties = {}): Properties => ({
    name: "docker",
    source: sourceOf(marker),
    ...more,
  });

  it("is imported once: by the preview, of which the update takes it", async () => {
    const program = await runs.resource(host, "Template", VALIDATED);
    const shown = await program.preview(template("one"));
    expect(jobs()).toEqual(["succeeded"]);
    expect(last().message).toMatch(/^Imported by a preview of urn:pulumi:.*::dev\. No update has taken it\.$/);
    expect(runs.server.templates).toEqual([]);
    expect(shown.outputs["activeVersionId"]).toBe(last().id);
    if (host === "plugin")
      expect(shown.outputs["sourceVersion"]).toMatchObject({ id: last().id, parameters: [{ name: "cpus" }] });
    await program.up(template("one", { versionMessage: "First." }));
    expect(jobs()).toEqual(["succeeded"]);
    expect(last()).toMatchObject({ message: "First.", archived: false, template_id: program.id });
    expect(program.outputs["activeVersionId"]).toBe(last().id);

    const changed = await program.preview(template("two", { versionMessage: "Second." }));
    expect(changed.outputs["activeVersionId"]).toBe(last().id);
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(runs.server.template(program.id).active_version_id).not.toBe(last().id);
    expect(last()).toMatchObject({ template_id: program.id, archived: false });
    await program.up(template("two", { versionMessage: "Second." }));
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(last()).toMatchObject({ message: "Second.", archived: false });
    expect(runs.server.template(program.id).active_version_id).toBe(last().id);
    expect(await program.up(template("two", { versionMessage: "Second." }))).toEqual([]);
  });

  it("fails the preview at its source where the import fails, and leaves nothing in the way of the update", async () => {
    const program = await runs.resource(host, "Template", VALIDATED);
    await program.up(template("one"));
    runs.server.imports.push("failed");
    const failure = await rejection(program.preview(template("two")));
    expect(failure.message).toMatch(/^(: )?`source`: Template version "[0-9a-f]{16}" was not imported: its job failed/);
    expect(last().name).toMatch(/-failed-/);
    await program.up(template("two"));
    expect(jobs()).toEqual(["succeeded", "failed", "succeeded"]);
    expect(runs.server.template(program.id).active_version_id).toBe(last().id);
  });

  it("is imported only where the program or the configuration says so", async () => {
    const without = await runs.resource(host, "Template");
    await without.preview(template("one"));
    expect(jobs()).toEqual([]);
    await without.preview(template("one", { validateAtPreview: true }));
    expect(jobs()).toHaveLength(1);
    await without.up(template("one", { validateAtPreview: true }));
    expect(jobs()).toHaveLength(1);
    expect(await without.up(template("one"))).toEqual([]);
    const refused = await runs.resource(host, "Template", VALIDATED);
    await refused.preview(template("two", { validateAtPreview: false, name: "other" }));
    expect(jobs()).toHaveLength(1);
  });

  it("needs a source for it", async () => {
    const { activeVersionId } = { activeVersionId: runs.server.addVersion().id };
    const program = await runs.resource(host, "Template", VALIDATED);
    const failure = await rejection(program.preview({ name: "docker", activeVersionId, validateAtPreview: true }));
    expect(failure.message).toContain("`validateAtPreview`: Has a meaning only beside `source`");
  });
});

describe.each(HOSTS)("a template version, on the %s host", (host) => {
  const version = (marker: string, more: Properties = {}): Properties => ({
    templateName: "docker",
    source: sourceOf(marker),
    ...more,
  });

  it("has the id that the update gives it", async () => {
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    const first = await program.preview(version("one"));
    await program.up(version("one"));
    if (host === "plugin") expect(first.id).toBe(program.id);
    runs.server.addTemplate({ active_version_id: program.id });
    const before = program.id;
    const second = await program.preview(version("two"));
    await program.up(version("two"));
    expect(program.id).not.toBe(before);
    if (host === "plugin") expect(second).toMatchObject({ id: program.id, outputs: { jobId: last().job.id } });
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(last().message).toBe("");
  });

  it("gets a name of the program only when an update takes it", async () => {
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    await program.up(version("one", { name: "v1" }));
    runs.server.addTemplate({ active_version_id: program.id });
    await program.preview(version("two", { name: "v2" }));
    expect(last().name).toMatch(/^[0-9a-f]{16}$/);
    await program.preview(version("three", { name: "v2" }));
    expect(last().name).toMatch(/^[0-9a-f]{16}$/);
    await program.up(version("three", { name: "v2", message: "Third." }));
    expect(last()).toMatchObject({ name: "v2", message: "Third.", archived: false });
    expect(jobs()).toHaveLength(3);
    // What an earlier version has is refused before the import.
    const failure = await rejection(program.preview(version("four", { name: "v1" })));
    expect(failure.message).toMatch(/^(`name`)?: Template "docker" has a version "v1" already/);
    expect(jobs()).toHaveLength(3);
  });

  it("is taken although it has secret variables, and is not where their value is another one", async () => {
    runs.server.variables = [{ name: "password", required: true, sensitive: true }];
    const secret = (password: string, marker = "one"): Properties => ({
      ...version(marker, { variables: { password } }),
      source: sourceOf(marker, PASSWORD),
    });
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    await program.preview(secret("correct horse"));
    await program.up(secret("correct horse"));
    expect(jobs()).toHaveLength(1);
    runs.server.addTemplate({ active_version_id: program.id });
    await program.preview(secret("battery staple"));
    await program.up(secret("battery staple"));
    expect(jobs()).toHaveLength(2);
    expect(last().variables).toMatchObject([{ value: "battery staple" }]);
  });

  it("is taken where the program leaves secret variables out, unless an earlier version may have given them", async () => {
    runs.server.variables = [{ name: "password", default_value: "none", sensitive: true }];
    const code = PASSWORD.replace("sensitive", 'default = "none"\n  sensitive');
    const silent = (marker: string): Properties => ({ ...version(marker), source: sourceOf(marker, code) });
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    await program.preview(silent("one"));
    await program.up(silent("one"));
    expect(jobs()).toHaveLength(1);
    runs.server.addTemplate({ active_version_id: program.id });
    await program.preview(silent("two"));
    await program.up(silent("two"));
    expect(jobs()).toHaveLength(3);
  });

  it("says no secret of its variables where its import fails", async () => {
    runs.server.log.push("Error: the password is correct horse");
    runs.server.http.on("GET /templateversions/:id/logs", () => ({ json: logLines(runs.server) }));
    runs.server.imports.push("failed");
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    const source = sourceOf("one", PASSWORD);
    const failing = program.preview({ ...version("one", { variables: { password: "correct horse" } }), source });
    const { message } = await rejection(failing);
    expect(message).toContain("the password is [secret]");
    expect([message, ...runs.told, ...runs.statusLines].join("\n")).not.toContain("correct horse");
  });

  it("is not imported while something that it is made of is unknown", async () => {
    const program = await runs.resource(host, "TemplateVersion", VALIDATED);
    const source = sourceOf("one", PASSWORD);
    await program.preview({ ...version("one", { variables: { password: UNKNOWN_MARKER } }), source });
    expect(jobs()).toEqual([]);
    await program.preview({ ...version("one", { variables: { password: "known" } }), source });
    expect(jobs()).toEqual(["succeeded"]);
  });
});
