// What the token's user may not do is refused by the check, at the property, on both hosts; what an access list allows
// is not. The live test of rights asks a real server the same.
import { CODER } from "../../fakes/coder/users";
import type { Lifecycle } from "../../fakes/driver";
import { failuresOf as refused, useHostRuns } from "../../fakes/host-runs";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";

const runs = useHostRuns();

const source = { files: { "main.tf": "# nothing" } };

const ADVICE = "Use the token of a user who may, or ask an owner of the server for the right.";

/** What a run has learnt about one token does not count for another. */
function tokenOf(index: number): string {
  return `zbcdefghij-0123456789abcdefghijk${index}`;
}

/** Somebody with these roles runs the programs from now on. */
function runAs(...roles: string[]): void {
  const user = runs.server.users[0];
  if (user !== undefined) user.roles = roles.map((name) => ({ name }));
}

function addTemplate(name: string): { templateId: string; versionId: string } {
  const { id: versionId } = runs.server.addVersion();
  return { templateId: runs.server.addTemplate({ name, active_version_id: versionId }).id, versionId };
}

function authorizations(): number {
  return runs.server.http.requestsTo("POST /authcheck").length;
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  async function failuresOf(type: ResourceType, declared: Properties, resource?: Lifecycle): Promise<string[]> {
    return refused(resource ?? (await runs.resource(host, type)), declared);
  }

  describe("a member", () => {
    beforeEach(() => runAs());

    it("makes no version, neither for a template that exists nor for another one", async () => {
      addTemplate("docker");
      for (const templateName of ["docker", "other"]) {
        expect(await failuresOf("TemplateVersion", { templateName, source })).toEqual([
          `templateName: The token's user "admin" may not make versions of template "${templateName}" in organization ` +
            '"coder": that needs the role Template Admin, or the role "admin" in the template\'s access list. ' +
            ADVICE,
        ]);
      }
    });

    it("makes and adopts no template, and promotes no version", async () => {
      const { templateId } = addTemplate("docker");
      const { id: activeVersionId } = runs.server.addVersion();
      expect(await failuresOf("Template", { name: "fresh", activeVersionId })).toEqual([
        'organization: The token\'s user "admin" may not make templates in organization "coder": that needs the role ' +
          `Template Admin, of the deployment or of the organization. ${ADVICE}`,
      ]);
      expect((await failuresOf("Template", { name: "fresh", source }))[0]).toMatch(/^organization: .* make templates /);
      expect((await failuresOf("Template", { name: "docker", source, adopt: templateId }))[0]).toMatch(
        new RegExp(`^adopt: .* may not change template ${templateId} of organization "coder": `),
      );
      const other = addTemplate("other").templateId;
      const { id: templateVersionId } = runs.server.addVersion({ template_id: other });
      expect(await failuresOf("TemplatePromotion", { templateId: other, templateVersionId })).toEqual([
        'templateId: The token\'s user "admin" may not promote versions of template "other": that needs the role ' +
          `Template Admin, or the role "admin" in the template's access list. ${ADVICE}`,
      ]);
    });

    it("makes workspaces for nobody else, also while the template is not known", async () => {
      const { templateId } = addTemplate("docker");
      expect(await failuresOf("Workspace", { name: "dev", templateId, owner: "bob" })).toEqual([
        'owner: The token\'s user "admin" may not make workspaces for other users in organization "coder": that needs ' +
          `the role Owner, or Organization Admin of the workspace's organization. ${ADVICE}`,
      ]);
      expect(await failuresOf("Workspace", { name: "dev", templateId })).toEqual([]);
    });

    it("uses no template whose access list leaves them out, and any other", async () => {
      const { templateId } = addTemplate("docker");
      runs.server.accessList(runs.server.template(templateId)).groups.clear();
      expect(await failuresOf("Workspace", { name: "dev", templateId })).toEqual([
        'templateId: The token\'s user "admin" may not make workspaces of template "docker": that needs a role in the ' +
          `template's access list, "use" or "admin". ${ADVICE}`,
      ]);
      runs.server.accessList(runs.server.template(templateId)).groups.set(CODER, "use");
      runs.server.http.requests.length = 0;
      const another = await runs.resource(host, "Workspace", { name: "other" });
      expect(
        await failuresOf("Workspace", { name: "other", templateId: addTemplate("open").templateId }, another),
      ).toEqual([]);
    });

    it("builds no workspace of others, and their own", async () => {
      const { templateId } = addTemplate("docker");
      const bobs = runs.server.addWorkspace("bob", { name: "dev", template_id: templateId });
      const own = runs.server.addWorkspace("me", { name: "dev", template_id: templateId });
      for (const type of ["BuildParameters", "WorkspaceBuild"] as const) {
        const rest = type === "BuildParameters" ? { parameters: { cpus: 2 } } : { transition: "start" };
        expect(await failuresOf(type, { workspaceId: bobs.id, ...rest })).toEqual([
          'workspaceId: The token\'s user "admin" may not build workspace "bob/dev": that needs the role Owner, or ' +
            `Organization Admin of the workspace's organization. ${ADVICE}`,
        ]);
      }
      expect(await failuresOf("WorkspaceBuild", { workspaceId: own.id, transition: "start" })).toEqual([]);
    });

    it("does to a template what its access list allows", async () => {
      const { templateId, versionId } = addTemplate("docker");
      const template = runs.server.template(templateId);
      const resource = await runs.resource(host, "Template");
      runAs("template-admin");
      await resource.up({ name: "docker", adopt: templateId, activeVersionId: versionId });
      runAs();
      const again = Object.assign(await runs.resource(host, "Template", { token: tokenOf(1) }), stateOf(resource));
      const changed = { name: "docker", activeVersionId: versionId, description: "Changed." };
      expect(await failuresOf("Template", changed, again)).toEqual([
        'name: The token\'s user "admin" may not change template "docker" of organization "coder": that needs the ' +
          `role Template Admin, or the role "admin" in the template's access list. ${ADVICE}`,
      ]);
      runs.server.accessList(template).users.set(runs.server.user.id, "admin");
      const allowed = Object.assign(await runs.resource(host, "Template", { token: tokenOf(2) }), stateOf(resource));
      expect(await failuresOf("Template", changed, allowed)).toEqual([]);
      const version = await runs.resource(host, "TemplateVersion", { token: tokenOf(2) });
      expect(await failuresOf("TemplateVersion", { templateName: "docker", source }, version)).toEqual([]);
      await allowed.up(changed);
      expect(template["description"]).toBe("Changed.");
    });
  });

  it("lets a template admin do all with templates, and refuses workspaces of others", async () => {
    runAs("template-admin");
    const { templateId } = addTemplate("docker");
    expect(await failuresOf("TemplateVersion", { templateName: "docker", source })).toEqual([]);
    expect(await failuresOf("Template", { name: "fresh", source })).toEqual([]);
    expect(await failuresOf("Workspace", { name: "dev", templateId })).toEqual([]);
    expect((await failuresOf("Workspace", { name: "dev", templateId, owner: "bob" }))[0]).toMatch(/^owner: /);
  });

  it("asks nothing about an owner", async () => {
    const { templateId } = addTemplate("docker");
    expect(await failuresOf("Workspace", { name: "dev", templateId, owner: "bob" })).toEqual([]);
    expect(await failuresOf("Template", { name: "fresh", source })).toEqual([]);
    expect(authorizations()).toBe(0);
  });

  it("asks once for all that an organization's resources need, and for each object once", async () => {
    runAs();
    const { templateId } = addTemplate("docker");
    const names = Array.from({ length: 20 }, (_, index) => `dev${index}`);
    for (const each of await runs.resources(host, "Workspace", names))
      expect(await failuresOf("Workspace", { name: names.shift(), templateId }, each)).toEqual([]);
    expect(authorizations()).toBe(2);
  });

  it("asks nothing about what does not change", async () => {
    const { templateId } = addTemplate("docker");
    const resource = await runs.resource(host, "Workspace");
    const declared = { name: "dev", owner: "bob", templateId };
    await resource.up(declared);
    runAs();
    const again = Object.assign(await runs.resource(host, "Workspace", { token: tokenOf(1) }), stateOf(resource));
    expect(await failuresOf("Workspace", declared, again)).toEqual([]);
    expect(await failuresOf("Workspace", { ...declared, waitForAgents: true }, again)).toEqual([]);
    expect(authorizations()).toBe(0);
    expect((await failuresOf("Workspace", { ...declared, automaticUpdates: "always" }, again))[0]).toMatch(
      /^owner: The token's user "admin" may not change workspaces of user "bob": that needs the role Owner, or /,
    );
  });

  it.each([403, 404, 400, 500])("refuses nothing where the server answers with %s", async (status) => {
    runAs();
    runs.server.http.on("POST /authcheck", { status, json: { message: "No." } });
    const { templateId } = addTemplate("docker");
    expect(await failuresOf("Workspace", { name: "dev", templateId, owner: "bob" })).toEqual([]);
    expect(await failuresOf("TemplateVersion", { templateName: "docker", source })).toEqual([]);
  });

  it("warns of tags that no provisioner daemon has", async () => {
    expect(
      await failuresOf("TemplateVersion", { templateName: "docker", source, provisionerTags: { gpu: "yes" } }),
    ).toEqual([]);
    // A message is on its way when the check has ended.
    while (runs.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(runs.told.join()).toContain(
      '`provisionerTags`: organization "coder" has no provisioner daemon with the tags',
    );
  });

  it("refuses groups to who is no user admin", async () => {
    runAs("template-admin");
    expect(await failuresOf("Group", { name: "research" })).toEqual([
      'organization: The token\'s user "admin" may not make groups in organization "coder": that needs the role User ' +
        `Admin, of the deployment or of it. ${ADVICE}`,
    ]);
    runAs("user-admin");
    const group = await runs.resource(host, "Group", { token: tokenOf(1) });
    expect(await failuresOf("Group", { name: "research" }, group)).toEqual([]);
  });
});

function stateOf({ id, inputs, outputs }: Lifecycle): Partial<Lifecycle> {
  return { id, inputs, outputs };
}
