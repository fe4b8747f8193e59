// Templates with a source of their own, on both hosts: changes, failures, a return without a job, and the ways between
// `source`, `activeVersionId` and `firstVersionId` on a stack with a workspace that follows the template.
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import type { Result, Stack } from "./stack";
import { failingTemplate, moodyTemplate } from "./templates";

const live = useLive("source");

const SECRET = "hunter2-source-9d1";

/** Files with a secret variable. Another marker is another content. */
function filesOf(marker: string): Record<string, string> {
  return {
    ...moodyTemplate(marker),
    "variables.tf": 'variable "password" {\n  type      = string\n  sensitive = true\n}\n',
  };
}

function changeOf(result: Result, name: string): string[] | undefined {
  return result.steps.find((step) => step.name === name && step.operation !== "same")?.changed;
}

describe.each(HOSTS)("on the %s host", (host: Host) => {
  const name = (): string => `${live.prefix}${host}`;
  let stack: Stack;

  const variables = `{ password: pulumi.secret("${SECRET}") }`;
  const workspace = (version: string): string => `
new coderd.Workspace("dev", { name: "${name()}", templateVersionId: ${version}, parameters: { mood: "good" } });`;

  function withSource(files: Record<string, string>, more = ""): string {
    return `const template = new coderd.Template("template", {
  name: "${name()}", source: { files: ${JSON.stringify(files)} }, variables: ${variables}, ${more}
});
exports.names = template.sourceVersion.apply((version) => version && version.parameters.map((one) => one.name));
${workspace("template.activeVersionId")}`;
  }

  function withVersion(files: Record<string, string>, way: "activeVersionId" | "firstVersionId"): string {
    return `const version = new coderd.TemplateVersion("version", {
  templateName: "${name()}", source: { files: ${JSON.stringify(files)} }, variables: ${variables},
});
const template = new coderd.Template("template", { name: "${name()}", ${way}: version.id });
${workspace("template.activeVersionId")}`;
  }

  function write(text: string): void {
    stack.writeProgram(programOn(host, text));
  }

  async function versions(): Promise<{ id: string; archived: boolean; job: { status: string } }[]> {
    const { id } = await live.api.template(name());
    return live.api.request("GET", `/templates/${id}/versions?include_archived=true`);
  }

  async function activeId(): Promise<string> {
    return (await live.api.template(name())).active_version_id;
  }

  it("makes version and template in one resource, and keeps the secret", async () => {
    stack = await stackOn(host, live, withSource(filesOf("one")));
    const result = await stack.up();
    expect(result.changes["create"]).toBe(3);
    expect(result.outputs["names"]).toContain("mood");
    expect(stack.stateOf("template").outputs).toMatchObject({ activeVersionId: await activeId() });
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});
    expect((await stack.run(["stack", "export"])).text).not.toContain(SECRET);
  });

  it("shows no change of the workspace while only the template's settings change", async () => {
    write(withSource(filesOf("one"), 'description: "New."'));
    const preview = await stack.preview();
    expect(preview.operations).toEqual({ template: ["update"] });
    expect((await stack.up()).operations).toEqual({ template: ["update"] });
  });

  it("shows which file changes, promotes its version, and archives the other once it is free", async () => {
    const before = await activeId();
    write(withSource(filesOf("two")));
    const preview = await stack.preview(["--diff"]);
    expect(preview.operations).toEqual({ template: ["update"], dev: ["update"] });
    expect(changeOf(preview, "template")).toEqual(expect.arrayContaining(["digest", "files", "source"]));
    expect(preview.text).toContain("main.tf");
    await stack.up();
    expect(await activeId()).not.toBe(before);
    write(withSource(filesOf("two"), 'description: "Newer."'));
    await stack.up();
    expect((await live.api.version(before)).archived).toBe(true);
  });

  it("keeps its active version and its settings when the import fails, and says so at the template", async () => {
    const before = await activeId();
    write(withSource({ ...failingTemplate(), ...{ "variables.tf": filesOf("")["variables.tf"] ?? "" } }));
    const failed = await stack.upFailing();
    expect(
      failed.diagnostics
        .filter(({ name: at }) => at === "template")
        .map(({ message }) => message)
        .join("\n"),
    ).toMatch(/import/);
    expect(await activeId()).toBe(before);
    expect(stack.stateOf("template").id).toBe((await live.api.template(name())).id);
    write(withSource(filesOf("two"), 'description: "Newer."'));
    live.proxy.clear();
    await stack.up();
    // The version that failed is looked after once more, as its archiving may have failed as well.
    expect(live.proxy.mutations()).toEqual([expect.stringMatching(/^POST \/templateversions\/[^/]+\/archive$/)]);
    expect((await stack.preview()).operations).toEqual({});
  });

  it("goes back to an earlier content without a job, although a variable is sensitive", async () => {
    const count = (await versions()).length;
    write(withSource(filesOf("one")));
    await stack.up();
    expect(await versions()).toHaveLength(count);
    expect((await versions()).filter(({ archived }) => !archived).length).toBeLessThanOrEqual(2);
  });

  it("goes to the other ways and back without a job, and nobody's workspace is built again", async () => {
    const [count, before] = [(await versions()).length, await activeId()];
    const builds = async (): Promise<number> => {
      const { id } = stack.stateOf("dev");
      return (await live.api.request<unknown[]>("GET", `/workspaces/${id}/builds`)).length;
    };
    const built = await builds();
    const programs = [
      withVersion(filesOf("one"), "activeVersionId"),
      withSource(filesOf("one")),
      withVersion(filesOf("one"), "firstVersionId"),
      withSource(filesOf("one")),
    ];
    for (const program of programs) {
      write(program);
      await stack.up();
      expect((await stack.preview()).operations).toEqual({});
      expect(await activeId()).toBe(before);
      expect((await live.api.version(before)).archived).toBe(false);
    }
    expect(await versions()).toHaveLength(count);
    expect(await builds()).toBe(built);
  });

  it("promotes its own version again after somebody promoted another one", async () => {
    const before = await activeId();
    const template = await live.api.template(name());
    const other = (await versions()).find(({ id, job }) => id !== before && job.status === "succeeded");
    if (other?.archived === true) await live.api.request("POST", `/templateversions/${other.id}/unarchive`);
    await live.api.request("PATCH", `/templates/${template.id}/versions`, { id: other?.id });
    expect((await stack.refresh()).operations).toMatchObject({ template: ["update"] });
    const count = (await versions()).length;
    await stack.up();
    expect(await activeId()).toBe(before);
    expect(await versions()).toHaveLength(count);
    await stack.expectNoChanges();
  });

  it("refuses two ways, none, and what belongs to a source alone, and changes nothing", async () => {
    write(
      `new coderd.Template("both", { name: "${name()}-a", source: { files: {} }, activeVersionId: "${await activeId()}" });
new coderd.Template("none", { name: "${name()}-b" });
new coderd.Template("lost", { name: "${name()}-c", firstVersionId: "${await activeId()}", variables: {} });`,
    );
    live.proxy.clear();
    const { text } = await stack.previewFailing();
    // The dynamic host tells the first failing resource only.
    expect(text).toMatch(
      /Exactly one of `source`, `activeVersionId` and `firstVersionId` must be set|`variables`: Has a/,
    );
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("is destroyed with its versions", async () => {
    write(withSource(filesOf("one")));
    await stack.destroy();
    expect(await live.api.templates(name())).toEqual([]);
  });
});
