// Template versions that a preview imports: which import there is, who takes it, and what becomes of it. Each preview
// and each update has a process of its own, as the engine starts them.
import type { Properties } from "../../../provider/values";
import { rejection } from "../../fakes/client";
import type { StoredVersion } from "../../fakes/coder/template-versions";
import type { Lifecycle } from "../../fakes/driver";
import type { HostName } from "../../fakes/hosts";
import { useProcessRuns } from "../../fakes/process-runs";

const runs = useProcessRuns();
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

/** Takes a resource from one process to the next, as the engine does from one command to the next. */
class Program {
  resource!: Lifecycle;

  constructor(
    readonly host: HostName,
    readonly type: "Template" | "TemplateVersion",
    readonly settings: Readonly<Record<string, string>> = VALIDATED,
  ) {}

  async begin(): Promise<Lifecycle> {
    await runs.next(this.host, this.settings);
    return (this.resource = runs.resource(this.host, this.type, this.resource));
  }

  async preview(news: Properties): ReturnType<Lifecycle["preview"]> {
    return (await this.begin()).preview(news);
  }

  async up(news: Properties): Promise<string[]> {
    return (await this.begin()).up(news);
  }
}

const HOSTS = ["plugin", "dynamic"] as const;

describe.each(HOSTS)("a template with a source, on the %s host", (host) => {
  const template = (marker: string, more: Properties = {}): Properties => ({
    name: "docker",
    source: sourceOf(marker),
    ...more,
  });

  it("is imported once: by the preview, of which the update takes it", async () => {
    const program = new Program(host, "Template");
    const shown = await program.preview(template("one"));
    expect(jobs()).toEqual(["succeeded"]);
    expect(last().message).toMatch(/^Imported by a preview of urn:pulumi:.*::example\. No update has taken it\.$/);
    expect(runs.server.templates).toEqual([]);
    expect(shown.outputs["activeVersionId"]).toBe(last().id);
    if (host === "plugin")
      expect(shown.outputs["sourceVersion"]).toMatchObject({ id: last().id, parameters: [{ name: "cpus" }] });
    await program.up(template("one", { versionMessage: "First." }));
    expect(jobs()).toEqual(["succeeded"]);
    expect(last()).toMatchObject({ message: "First.", archived: false, template_id: program.resource.id });
    expect(program.resource.outputs["activeVersionId"]).toBe(last().id);

    const changed = await program.preview(template("two", { versionMessage: "Second." }));
    expect(changed.outputs["activeVersionId"]).toBe(last().id);
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(runs.server.template(program.resource.id).active_version_id).not.toBe(last().id);
    expect(last()).toMatchObject({ template_id: program.resource.id, archived: false });
    await program.up(template("two", { versionMessage: "Second." }));
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(last()).toMatchObject({ message: "Second.", archived: false });
    expect(runs.server.template(program.resource.id).active_version_id).toBe(last().id);
    expect(await program.up(template("two", { versionMessage: "Second." }))).toEqual([]);
  });

  it("is not imported by a preview that is repeated, nor by one that changes something else", async () => {
    const program = new Program(host, "Template");
    await program.preview(template("one"));
    await program.preview(template("one"));
    await program.up(template("one"));
    await program.preview(template("one", { description: "Other." }));
    await program.preview(template("two"));
    const { id } = last();
    expect((await program.preview(template("two"))).outputs["activeVersionId"]).toBe(id);
    expect(jobs()).toHaveLength(2);
  });

  it("archives what a preview imported for nothing, and takes it out of the archive where it is wanted again", async () => {
    const program = new Program(host, "Template");
    await program.up(template("one"));
    await program.preview(template("two"));
    const two = last();
    await program.preview(template("three"));
    expect(two.archived).toBe(true);
    const three = last();
    expect(three).toMatchObject({ archived: false });
    // The change is given up.
    expect((await program.preview(template("one"))).steps).toEqual([]);
    expect(three.archived).toBe(true);
    await program.preview(template("two"));
    await program.up(template("two"));
    expect(two).toMatchObject({ archived: false, message: "" });
    expect(jobs()).toHaveLength(3);
  });

  it("fails the preview at its source where the import fails, and leaves nothing in the way of the update", async () => {
    const program = new Program(host, "Template");
    await program.up(template("one"));
    runs.server.imports.push("failed");
    const failure = await rejection(program.preview(template("two")));
    expect(failure.message).toMatch(/^`?source`?: Template version "[0-9a-f]{16}" was not imported: its job failed/);
    expect(last().name).toMatch(/-failed-/);
    await program.up(template("two"));
    expect(jobs()).toEqual(["succeeded", "failed", "succeeded"]);
    expect(runs.server.template(program.resource.id).active_version_id).toBe(last().id);
  });

  it("is imported only where the program or the configuration says so", async () => {
    const without = new Program(host, "Template", {});
    await without.preview(template("one"));
    expect(jobs()).toEqual([]);
    await without.preview(template("one", { validateAtPreview: true }));
    expect(jobs()).toHaveLength(1);
    await without.up(template("one", { validateAtPreview: true }));
    expect(jobs()).toHaveLength(1);
    expect(await without.up(template("one"))).toEqual([]);
    const refused = new Program(host, "Template");
    await refused.preview(template("two", { validateAtPreview: false, name: "other" }));
    expect(jobs()).toHaveLength(1);
  });

  it("needs a source for it", async () => {
    const { activeVersionId } = { activeVersionId: runs.server.addVersion().id };
    const program = new Program(host, "Template");
    const failure = await rejection(program.preview({ name: "docker", activeVersionId, validateAtPreview: true }));
    expect(failure.message).toContain("validateAtPreview: Has a meaning only beside `source`");
  });
});

describe.each(HOSTS)("a template version, on the %s host", (host) => {
  const version = (marker: string, more: Properties = {}): Properties => ({
    templateName: "docker",
    source: sourceOf(marker),
    ...more,
  });

  it("has the id that the update gives it", async () => {
    const program = new Program(host, "TemplateVersion");
    const first = await program.preview(version("one"));
    await program.up(version("one"));
    if (host === "plugin") expect(first.id).toBe(program.resource.id);
    runs.server.addTemplate({ active_version_id: program.resource.id });
    const before = program.resource.id;
    const second = await program.preview(version("two"));
    await program.up(version("two"));
    expect(program.resource.id).not.toBe(before);
    if (host === "plugin")
      expect(second).toMatchObject({ id: program.resource.id, outputs: { archived: expect.anything() } });
    expect(jobs()).toEqual(["succeeded", "succeeded"]);
    expect(last().message).toBe("");
  });

  it("gets a name of the program only when an update takes it", async () => {
    const program = new Program(host, "TemplateVersion");
    await program.up(version("one", { name: "v1" }));
    runs.server.addTemplate({ active_version_id: program.resource.id });
    await program.preview(version("two", { name: "v2" }));
    expect(last().name).toMatch(/^[0-9a-f]{16}$/);
    await program.preview(version("three", { name: "v2" }));
    expect(last().name).toMatch(/^[0-9a-f]{16}$/);
    await program.up(version("three", { name: "v2", message: "Third." }));
    expect(last()).toMatchObject({ name: "v2", message: "Third.", archived: false });
    expect(jobs()).toHaveLength(3);
    // What an earlier version has is refused before the import.
    const failure = await rejection(program.preview(version("four", { name: "v1" })));
    expect(failure.message).toMatch(/^`?name`?: Template "docker" has a version "v1" already/);
    expect(jobs()).toHaveLength(3);
  });

  it("is taken although it has secret variables, and is not where their value is another one", async () => {
    runs.server.variables = [{ name: "password", required: true, sensitive: true }];
    const secret = (password: string, marker = "one"): Properties => ({
      ...version(marker, { variables: { password } }),
      source: sourceOf(marker, PASSWORD),
    });
    const program = new Program(host, "TemplateVersion");
    await program.preview(secret("correct horse"));
    await program.up(secret("correct horse"));
    expect(jobs()).toHaveLength(1);
    runs.server.addTemplate({ active_version_id: program.resource.id });
    await program.preview(secret("battery staple"));
    await program.up(secret("battery staple"));
    expect(jobs()).toHaveLength(2);
    expect(last().variables).toMatchObject([{ value: "battery staple" }]);
  });

  it("is cancelled with the preview", async () => {
    runs.server.imports.push("pending");
    const program = new Program(host, "TemplateVersion");
    const resource = await program.begin();
    const failing = rejection(resource.preview(version("one")));
    while (runs.server.versions.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    runs.process.signal("SIGTERM");
    expect((await failing).message).toContain("interrupted");
    expect(last().job.status).toBe("canceled");
    await program.up(version("one"));
    expect(jobs()).toEqual(["canceled", "succeeded"]);
  });

  it("is not imported while something that it is made of is unknown", async () => {
    const program = new Program(host, "TemplateVersion");
    const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    await program.preview(version("one", { variables: { password: UNKNOWN } }));
    expect(jobs()).toEqual([]);
  });
});
