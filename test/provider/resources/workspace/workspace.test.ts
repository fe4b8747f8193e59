import { createClient } from "../../../../provider/client/client";
import type { PartialError } from "../../../../provider/errors";
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import { forgetTemplate } from "../../../../provider/resources/names/templates";
import { hold } from "../../../../provider/resources/versions/holders";
import { UNKNOWN } from "../../../../provider/values";
import { apiError } from "../../../fakes/call-recorder";
import type { FakeCoder } from "../../../fakes/coder";
import { evaluated, parameter } from "../../../fakes/coder/template-versions";
import { bob, me } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";
import { startCoder, addTemplate } from "../../../fakes/workspace-runs";
import type { StoredTemplate } from "../../../fakes/coder/templates";

const regions = ["eu", "us"].map((value) => ({ name: value, description: "", value, icon: "" }));
const parameters = [
  parameter("cpus", "number", { default_value: "2", validation_min: 1, validation_max: 8 }),
  parameter("debug", "bool", { default_value: "false" }),
  parameter("region", "string", { default_value: "eu", options: regions, mutable: false }),
];

interface Setup {
  coder: FakeCoder;
  workspace: Driver;
  templateId: string;
  versionId: string;
}

async function setUp(more: Partial<StoredTemplate> = {}): Promise<Setup> {
  const coder = await startCoder();
  return { coder, workspace: new Driver(workspaceHandler, coder), ...addTemplate(coder, parameters, more) };
}

function values(texts: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(texts).map(([name, value]) => ({ name, value }));
}

describe("workspace.check", () => {
  it.each([
    [{}, "Exactly one of `templateId` and `templateVersionId` must be set; neither is."],
    [
      { templateId: UNKNOWN, templateVersionId: UNKNOWN },
      "Exactly one of `templateId` and `templateVersionId` must be set; both are. Remove one: a version tells its " +
        "template.",
    ],
  ])("needs exactly one of template and version: %#", async (inputs, reason) => {
    expect(await (await setUp()).workspace.check(inputs)).toEqual([{ property: "templateId", reason }]);
  });

  it("takes the resource's name when none is given, and says so when that is no name", async () => {
    const { coder, templateId } = await setUp();
    const context = coder.context();
    expect((await workspaceHandler.check(context, { templateId })).inputs["name"]).toBe("dev");
    const failures = await new Driver(workspaceHandler, coder, { resourceName: "my_dev" }).check({ templateId });
    expect(failures).toEqual([
      {
        property: "name",
        reason:
          'Not set, so the resource\'s name "my_dev" is taken, which the server would refuse: ' +
          'Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains "_". Set `name`.',
      },
    ]);
  });

  it("tells all that is wrong offline without a request", async () => {
    const { coder, workspace } = await setUp();
    const failures = await workspace.check({
      name: "new",
      templateId: "docker",
      ttlMilliseconds: 90_000,
      autostartSchedule: "@daily",
      transition: "go",
    });
    expect(failures.map(({ property }) => property)).toEqual([
      "name",
      "templateId",
      "autostartSchedule",
      "ttlMilliseconds",
      "transition",
    ]);
    expect(coder.reads).toEqual([]);
  });

  it("tells what is missing beside what is wrong, unless that only follows from a typo", async () => {
    const { workspace } = await setUp();
    const failures = await workspace.check({ transition: "go", dormant: "yes" });
    expect(failures.map(({ property }) => property)).toEqual(["dormant", "transition", "templateId"]);
    const typo = await workspace.check({ templatId: "x", name: "dev" });
    expect(typo).toEqual([
      { property: "templatId", reason: 'Unknown property "templatId". Did you mean "templateId"?' },
    ]);
  });

  it("refuses to keep a dormant workspace running", async () => {
    const { workspace, templateId } = await setUp();
    expect(await workspace.check({ templateId, dormant: true, transition: "start" })).toEqual([
      {
        property: "dormant",
        reason:
          'Must not be true while `transition` is "start": a dormant workspace can\'t run. Remove one of the two.',
      },
    ]);
  });

  it("checks a new workspace's parameters against the active version", async () => {
    const { workspace, templateId } = await setUp();
    const failures = await workspace.check({ templateId, parameters: { cpu: 4, region: "mars", cpus: UNKNOWN } });
    expect(failures.map(({ reason }) => reason)).toEqual([
      'Template version "v1" has no parameter "cpu". Did you mean "cpus"?',
      'Parameter "region" must be one of its options: "eu", "us".',
    ]);
  });

  it("asks nothing about a template, version, owner or preset that is not known", async () => {
    const { coder, workspace } = await setUp();
    expect(
      await workspace.check({
        templateVersionId: UNKNOWN,
        owner: UNKNOWN,
        preset: UNKNOWN,
        parameters: UNKNOWN,
        favorite: UNKNOWN,
      }),
    ).toEqual([]);
    expect(coder.reads).toEqual([]);
  });

  it("asks about the version once for many workspaces, and nothing at all when nothing has changed", async () => {
    const { coder, workspace, templateId } = await setUp();
    const other = new Driver(workspaceHandler, coder, { resourceName: "other" });
    await workspace.up({ templateId });
    await other.up({ templateId });
    expect(coder.reads.filter((read) => read === "getTemplateVersionParameters")).toHaveLength(1);
    expect(coder.reads.filter((read) => read === "getTemplateVersionExternalAuth")).toHaveLength(1);
    coder.reads.length = 0;
    expect(await workspace.up({ templateId })).toEqual([]);
    expect(coder.reads).toEqual([]);
  });

  it("names what does not exist", async () => {
    const { workspace, templateId } = await setUp();
    const none = "11111111-1111-4111-8111-111111111111";
    expect(await workspace.check({ templateId: none })).toEqual([
      {
        property: "templateId",
        reason: `There is no template ${none}, or the token's user may not see it. Give the id of a template of this server.`,
      },
    ]);
    expect(await workspace.check({ templateVersionId: none })).toEqual([
      {
        property: "templateVersionId",
        reason: `There is no template version ${none}, or the token's user may not see it. Give the id of a template version of this server.`,
      },
    ]);
    expect(await workspace.check({ templateId, owner: "nobody" })).toEqual([
      {
        property: "owner",
        reason: "There is no user \"nobody\", or the token's user may not see it. Give a user name or a user's id.",
      },
    ]);
    expect(await workspace.check({ templateId, preset: "Big" })).toEqual([
      { property: "preset", reason: 'Template version "v1" has no preset "Big". It has none.' },
    ]);
  });

  it("refuses a deprecated template for a new workspace only", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    Object.assign(coder.template(templateId), { deprecated: true, deprecation_message: "Use docker2." });
    forgetTemplate(coder.context(), templateId);
    expect(await workspace.up({ templateId })).toEqual([]);
    expect(await new Driver(workspaceHandler, coder, { resourceName: "other" }).check({ templateId })).toEqual([
      { property: "templateId", reason: 'Template "docker" is deprecated, and takes no new workspaces: Use docker2.' },
    ]);
  });

  it("refuses an archived version for a new workspace, unless the program has the version", async () => {
    const { coder, workspace, versionId: templateVersionId } = await setUp();
    const { id } = coder.addVersion({ name: "old", template_id: coder.templates[0]?.id ?? "", archived: true });
    expect(await workspace.check({ templateVersionId: id })).toEqual([
      {
        property: "templateVersionId",
        reason:
          'Template version "old" is archived, and no new workspace can be made with it. Take it out of the archive, ' +
          "or give another version.",
      },
    ]);
    hold(coder.context({ urn: "urn:pulumi:test::project::coderd:index:TemplateVersion::old" }), id);
    expect(await workspace.check({ templateVersionId: id })).toEqual([]);
    expect(await workspace.check({ templateVersionId })).toEqual([]);
  });

  it("asks for a log-in that the version needs of the caller as owner", async () => {
    const { coder, workspace, templateId } = await setUp();
    coder.logins.push({
      id: "github",
      type: "github",
      display_name: "GitHub",
      display_icon: "",
      authenticate_url: "https://coder.example/external-auth/github",
      authenticated: false,
      optional: false,
    });
    expect(await workspace.check({ templateId, owner: "bob" })).toEqual([]);
    expect(await workspace.check({ templateId })).toEqual([
      {
        property: "templateId",
        reason:
          'Template version "v1" needs the owner to be logged in to "GitHub". Open https://coder.example/external-auth/github, log in, then run again.',
      },
    ]);
  });

  it("refuses a favorite of somebody else's", async () => {
    const { workspace, templateId } = await setUp();
    expect(await workspace.check({ templateId, owner: "bob", favorite: true })).toEqual([
      {
        property: "favorite",
        reason:
          'Only the owner can make a workspace a favorite, and the token is not of "bob". Remove it, or use the owner\'s token.',
      },
    ]);
    expect(await workspace.check({ templateId, owner: "Admin", favorite: true })).toEqual([]);
  });
});

describe("workspace.create", () => {
  it("sends what is declared with the version that was checked, and echoes it as declared", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    await workspace.up({
      templateId,
      owner: "bob",
      parameters: { cpus: 4, debug: true },
      autostartSchedule: "0 9 * * 1-5",
      ttlMilliseconds: 3_600_000,
      automaticUpdates: "always",
    });
    expect(coder.mutations).toEqual([
      [
        "createWorkspace",
        "bob",
        {
          name: "dev",
          template_version_id: versionId,
          rich_parameter_values: values({ cpus: "4", debug: "true" }),
          autostart_schedule: "0 9 * * 1-5",
          ttl_ms: 3_600_000,
          automatic_updates: "always",
        },
      ],
    ]);
    expect(workspace.outputs).toMatchObject({
      name: "dev",
      owner: "bob",
      ownerId: bob.id,
      parameters: { cpus: 4, debug: true },
      autostartSchedule: "0 9 * * 1-5",
      ttlMilliseconds: 3_600_000,
      automaticUpdates: "always",
      transition: "start",
      status: "running",
      templateVersionName: "v1",
      url: `${coder.url}/@bob/dev`,
    });
  });

  it("switches autostop off afterwards, as 0 means the template's default in the request", async () => {
    const { coder, workspace, templateId } = await setUp({ default_ttl_ms: 7_200_000 });
    await workspace.up({ templateId, ttlMilliseconds: 0, favorite: true });
    expect(coder.mutations.slice(1)).toEqual([["setWorkspaceTtl"], ["setWorkspaceFavorite", true]]);
    expect(coder.mutations[0]).not.toHaveProperty("2.ttl_ms");
    expect(workspace.outputs).toMatchObject({ ttlMilliseconds: 0, favorite: true });
  });

  it("stops the workspace after its first start when it is to be stopped, or dormant", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, transition: "stop" });
    expect(coder.mutations.map(([name]) => name)).toEqual(["createWorkspace", "createWorkspaceBuild"]);
    expect(workspace.outputs).toMatchObject({ transition: "stop", status: "stopped" });
    await new Driver(workspaceHandler, coder, { resourceName: "other" }).up({ templateId, dormant: true });
    expect(coder.mutations.slice(1)).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["setWorkspaceDormant", true],
    ]);
  });

  it("gives a server that takes no preset its values, which win, and sends nothing again that can't change", async () => {
    const { coder, workspace, templateId } = await setUp();
    coder.http.version = "v2.20.0";
    const preset = { id: "preset-1", name: "Big", default: false, parameters: values({ cpus: "8", region: "us" }) };
    const templateVersionId = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
      presets: [preset],
    }).id;
    await workspace.up({ templateVersionId, parameters: { cpus: 8, debug: false }, preset: "Big" });
    expect(coder.mutations).toEqual([
      [
        "createWorkspace",
        "me",
        {
          name: "dev",
          template_version_id: templateVersionId,
          rich_parameter_values: values({ debug: "false", cpus: "8", region: "us" }),
        },
      ],
    ]);
    await workspace.up({ templateVersionId, parameters: { cpus: 8, debug: true, region: "us" }, preset: "Big" });
    expect(coder.mutations).toMatchObject([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: values({ cpus: "8", debug: "true" }) }],
    ]);
  });

  it("sends a preset by its id", async () => {
    const { coder, workspace, templateId } = await setUp();
    const preset = { id: "preset-1", name: "Big", default: false, parameters: values({ cpus: "8" }) };
    const templateVersionId = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
      presets: [preset],
    }).id;
    await workspace.up({ templateVersionId, preset: "Big" });
    expect(coder.mutations).toEqual([
      [
        "createWorkspace",
        "me",
        { name: "dev", template_version_id: templateVersionId, template_version_preset_id: "preset-1" },
      ],
    ]);
    expect(workspace.outputs["preset"]).toBe("Big");
  });

  it("keeps id and outputs when the first build fails, and builds again the next time", async () => {
    const { coder, workspace, templateId } = await setUp();
    coder.endings.push("failed");
    await expect(workspace.up({ templateId, parameters: { cpus: 4 } })).rejects.toThrow(
      'Build 1 (start) of workspace "admin/dev" did not succeed',
    );
    expect(workspace.outputs).toMatchObject({ status: "failed", parameters: { cpus: 4 }, transition: "start" });
    expect(await workspace.up({ templateId, parameters: { cpus: 4 } })).toEqual(["update transition"]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: values({ cpus: "4" }) }],
    ]);
    expect(workspace.outputs["status"]).toBe("running");
    expect(await workspace.up({ templateId, parameters: { cpus: 4 } })).toEqual([]);
  });

  it("takes over what an attempt whose answer was lost has made", async () => {
    const { coder, workspace, templateId } = await setUp();
    coder.failures.set("createWorkspace", [{ error: apiError(undefined), isDone: true }]);
    await workspace.up({ templateId, parameters: { cpus: 4 } });
    expect(coder.mutations).toHaveLength(1);
    expect(workspace.outputs["status"]).toBe("running");
    expect(coder.told).toEqual([
      'info: Workspace "dev" was made, though the server\'s answer was lost: this goes on with it.',
    ]);
  });

  it("fails when an answer was lost and nothing was made", async () => {
    const { coder, workspace, templateId } = await setUp();
    coder.failures.set("createWorkspace", [{ error: apiError(502, "Bad gateway."), isDone: false }]);
    await expect(workspace.up({ templateId })).rejects.toThrow("Bad gateway.");
    expect(workspace.id).toBe("");
  });

  it("names who holds the name at preview, when it was made and by whom, and the ways out", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    const holder = coder.addWorkspace("me", {
      name: "DEV",
      template_version_id: versionId,
      rich_parameter_values: values({ cpus: "4" }),
    });
    const reason =
      `The name "dev" is taken by workspace ${holder.id} of "admin" and template "docker" ` +
      `(${coder.url}/@admin/DEV), ` +
      `made by "admin" less than a minute ago (${holder.created_at}). If this program had that workspace under ` +
      "another resource name or parent, " +
      'tell Pulumi so: add `aliases: ["urn:pulumi:test::project::coderd:index:Fake::FORMER-NAME"]` to this resource\'s options. Otherwise choose another ' +
      `\`name\`, delete that workspace, or take it over by \`adopt: "${holder.id}"\` (with the plugin, also by the ` +
      `option \`import\`): it is changed to ` +
      "what is declared here, and deleted with this resource. If it is this resource's own and is to be replaced " +
      "by command, add `--refresh`.";
    expect(await workspace.check({ templateId, parameters: { cpus: 4 } })).toEqual([{ property: "name", reason }]);
    const { inputs } = await workspaceHandler.check(coder.context(), { templateId, parameters: { cpus: 4 } });
    await expect(workspaceHandler.create(coder.context(), inputs)).rejects.toThrow(
      `Workspace "dev" was not created. ${reason}`,
    );
  });
});

describe("workspace.update", () => {
  it("stops and starts a workspace that runs for a new value, and says no change afterwards", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { cpus: 4, debug: true } });
    expect(await workspace.up({ templateId, parameters: { cpus: "4", debug: "true" } })).toEqual([]);
    expect(await workspace.up({ templateId, parameters: { cpus: 5, debug: true } })).toEqual([
      "update parameters.cpus",
    ]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: values({ cpus: "5", debug: "true" }) }],
    ]);
    expect(await workspace.up({ templateId, parameters: { cpus: 5, debug: true } })).toEqual([]);
  });

  it("gives version and value to a stopped workspace in one build, and does not start it", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters }).id;
    await workspace.up({ templateVersionId: versionId, transition: "stop" });
    expect(await workspace.up({ templateVersionId: v2, transition: "stop", parameters: { cpus: 5 } })).toEqual([
      "update templateVersionId",
      "update parameters.cpus",
    ]);
    expect(coder.mutations).toEqual([
      [
        "createWorkspaceBuild",
        { transition: "stop", template_version_id: v2, rich_parameter_values: values({ cpus: "5" }) },
      ],
    ]);
    expect(workspace.outputs).toMatchObject({
      status: "stopped",
      templateVersionId: v2,
      templateVersionName: "v2",
      parameters: { cpus: 5 },
    });
    expect(await workspace.up({ templateVersionId: v2, transition: "start", parameters: { cpus: 6 } })).toHaveLength(2);
    expect(coder.mutations).toHaveLength(1);
    expect(workspace.outputs).toMatchObject({ status: "running", parameters: { cpus: 6 } });
  });

  it("leaves later versions of the template to the owner when only the template is declared", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters }).id;
    coder.template(templateId).active_version_id = v2;
    coder.build(coder.workspace(workspace.id).id, { transition: "start", template_version_id: v2 });
    await workspace.refresh();
    expect(await workspace.up({ templateId })).toEqual([]);
    expect(workspace.outputs["templateVersionName"]).toBe("v2");
  });

  it("sends only the settings that differ, in place", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    await workspace.up({
      templateId,
      autostartSchedule: "0 9 * * *",
      ttlMilliseconds: 60_000,
      automaticUpdates: "always",
      favorite: true,
      dormant: false,
    });
    expect(coder.mutations).toEqual([
      ["setWorkspaceAutostart", "0 9 * * *"],
      ["setWorkspaceTtl", 60_000],
      ["setWorkspaceAutomaticUpdates", "always"],
      ["setWorkspaceFavorite", true],
    ]);
    await workspace.up({
      templateId,
      autostartSchedule: "",
      ttlMilliseconds: 60_000,
      automaticUpdates: "always",
      favorite: true,
      dormant: false,
    });
    expect(coder.mutations).toEqual([["setWorkspaceAutostart"]]);
  });

  it("leaves alone what is not declared, and puts back what no longer is", async () => {
    const { coder, workspace, templateId } = await setUp({ default_ttl_ms: 7_200_000 });
    const settings = {
      autostartSchedule: "0 9 * * *",
      ttlMilliseconds: 60_000,
      automaticUpdates: "always",
      favorite: true,
    };
    await workspace.up({ templateId });
    Object.assign(coder.workspace(workspace.id), {
      autostart_schedule: "0 1 * * *",
      ttl_ms: 120_000,
      automatic_updates: "always",
      favorite: true,
    });
    await workspace.refresh();
    expect(await workspace.up({ templateId })).toEqual([]);
    await workspace.up({ templateId, ...settings });
    expect(await workspace.up({ templateId })).toEqual(Object.keys(settings).map((property) => `update ${property}`));
    expect(coder.mutations).toEqual([
      ["setWorkspaceAutostart"],
      ["setWorkspaceTtl", 7_200_000],
      ["setWorkspaceAutomaticUpdates", "never"],
      ["setWorkspaceFavorite", false],
    ]);
    expect(await workspace.up({ templateId })).toEqual([]);
  });

  it("keeps the time to stop, and says so, when the template's default is longer than may be set", async () => {
    const { coder, workspace, templateId } = await setUp({ default_ttl_ms: 40 * 24 * 3_600_000 });
    await workspace.up({ templateId, ttlMilliseconds: 60_000 });
    await workspace.up({ templateId });
    expect(coder.mutations).toEqual([]);
    expect(coder.told).toEqual([
      'warning: `ttlMilliseconds` of workspace "dev" is left at 60000: the default of template "docker" is longer than the server lets a workspace be set to.',
    ]);
  });

  it("replaces for an immutable parameter, with the name free first", async () => {
    const { workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { region: "eu" } });
    const replacement = { changes: [{ property: "parameters.region", kind: "replace" }], deleteBeforeReplace: true };
    expect(await workspace.diff({ templateId, parameters: { region: "us" } })).toEqual(replacement);
    expect(await workspace.diff({ templateId, parameters: { region: UNKNOWN } })).toEqual(replacement);
  });

  it("replaces for another owner or template, and for a version of another template", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    await workspace.up({ templateVersionId: versionId });
    const other = addTemplate(coder);
    expect(await workspace.diff({ templateVersionId: versionId, owner: "bob" })).toMatchObject({
      changes: [{ property: "owner", kind: "replace" }],
      deleteBeforeReplace: false,
    });
    expect(await workspace.diff({ templateVersionId: other.versionId })).toMatchObject({
      changes: [{ property: "templateVersionId", kind: "replace" }],
      deleteBeforeReplace: true,
    });
    expect((await workspace.diff({ templateId: other.templateId })).changes).toContainEqual({
      property: "templateId",
      kind: "replace",
    });
    expect((await workspace.diff({ templateId })).changes).toEqual([{ property: "templateVersionId", kind: "update" }]);
    expect((await workspace.diff({ templateVersionId: UNKNOWN })).changes).toEqual([
      { property: "templateVersionId", kind: "update" },
    ]);
  });

  it("takes an owner for the same by name, by id and as whoever runs the program", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, owner: "me" });
    coder.user = bob;
    expect(await workspace.diff({ templateId, owner: "me" })).toMatchObject({ changes: [] });
    for (const owner of ["Admin", me.id]) {
      expect(await workspace.diff({ templateId, owner })).toMatchObject({
        changes: [{ property: "owner", kind: "update" }],
      });
    }
    coder.user = me;
    expect(await workspace.up({ templateId, owner: "Admin" })).toEqual(["update owner"]);
    expect(coder.mutations).toEqual([]);
    coder.user = bob;
    for (const owner of ["admin", me.id])
      expect(await workspace.diff({ templateId, owner })).toMatchObject({ changes: [] });
  });

  it.each([{ owner: "me" }, {}])(
    "replaces another user's workspace, and says so, when the program now wants the caller's: %j",
    async (news) => {
      const { coder, workspace, templateId } = await setUp();
      await workspace.up({ templateId, owner: "bob" });
      expect(await workspace.diff({ templateId, ...news })).toEqual({
        changes: [{ property: "owner", kind: "replace" }],
        deleteBeforeReplace: false,
      });
      expect(coder.told).toEqual([
        'warning: `owner` was "bob", and is now whoever runs the program: workspace "bob/dev" is replaced by one of the token\'s user, and deleted. ' +
          'To keep it, set `owner` to "bob" again.',
      ]);
    },
  );

  it("takes nobody's workspace for the caller's whose name the program had, whoever runs it later", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, owner: "admin" });
    expect(await workspace.up({ templateId, owner: "me" })).toEqual(["update owner"]);
    expect(coder.mutations).toEqual([]);
    coder.user = bob;
    expect(await workspace.up({ templateId, owner: "me" })).toEqual([]);
    expect(await workspace.up({ templateId })).toEqual(["update owner"]);
    expect(await workspace.up({ templateId })).toEqual([]);
    expect(workspace.outputs).toMatchObject({ owner: "admin", ownerId: me.id });
  });

  it("judges a change by the resource's own workspace, not by the caller's of the same name", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { cpus: 4 } });
    const v2 = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters: [parameter("size", "number", { default_value: "1" })],
    }).id;
    coder.user = bob;
    coder.addWorkspace("me", { name: "dev", template_version_id: v2 });
    expect(await workspace.diff({ templateId, parameters: { cpus: 5 } })).toMatchObject({
      changes: [{ property: "parameters.cpus", kind: "update" }],
    });
    await expect(workspace.diff({ templateId, parameters: { size: 2 } })).rejects.toThrow(
      '`parameters`: Template version "v1" has no parameter "size". It has "cpus", "debug", "region".',
    );
  });

  it("renames in place where the server allows it, and replaces elsewhere", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    expect(await workspace.diff({ templateId, name: "other" })).toEqual({
      changes: [{ property: "name", kind: "replace" }],
      deleteBeforeReplace: false,
    });
    coder.workspace(workspace.id).allow_renames = true;
    expect(await workspace.up({ templateId, name: "other" })).toEqual(["update name"]);
    expect(coder.mutations).toEqual([["updateWorkspace", { name: "other" }]]);
  });

  it("names who holds the new name", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    coder.allowsRenames = true;
    await workspace.up({ templateId });
    coder.addWorkspace("me", { name: "taken", template_version_id: versionId });
    coder.failures.set("updateWorkspace", [{ error: apiError(409), isDone: false }]);
    await expect(workspace.up({ templateId, name: "taken" })).rejects.toThrow(
      /^Workspace "dev" was not renamed\. The name "taken" is taken for owner "admin"/,
    );
  });

  it("refuses a value that the version does not take before anything is stopped", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { cpus: 4 } });
    coder.mutations.length = 0;
    await expect(workspace.diff({ templateId, preset: "Big" })).rejects.toThrow(
      '`preset`: Template version "v1" has no preset "Big". It has none.',
    );
    await expect(workspace.up({ templateId, parameters: { cpus: 9 } })).rejects.toThrow(
      '`parameters`: Parameter "cpus" must be at least 1 and at most 8.',
    );
    expect(coder.mutations).toEqual([]);
  });

  it("applies a preset once, when it is new", async () => {
    const { coder, workspace, templateId } = await setUp();
    const preset = { id: "preset-1", name: "Big", default: false, parameters: values({ cpus: "8" }) };
    const templateVersionId = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
      presets: [preset],
    }).id;
    await workspace.up({ templateVersionId, transition: "stop" });
    expect(await workspace.up({ templateVersionId, transition: "stop", preset: "Big" })).toEqual(["update preset"]);
    expect(coder.mutations).toEqual([
      [
        "createWorkspaceBuild",
        { transition: "stop", template_version_id: templateVersionId, template_version_preset_id: "preset-1" },
      ],
    ]);
    expect(await workspace.up({ templateVersionId, transition: "stop", preset: "Big" })).toEqual([]);
  });

  it("replaces for a preset with another value of an immutable parameter", async () => {
    const { coder, workspace, templateId } = await setUp();
    const preset = { id: "preset-1", name: "American", default: false, parameters: values({ region: "us" }) };
    const templateVersionId = coder.addVersion({
      template_id: templateId,
      name: "v2",
      parameters,
      presets: [preset],
    }).id;
    await workspace.up({ templateVersionId });
    expect((await workspace.diff({ templateVersionId, preset: "American" })).changes).toEqual([
      { property: "preset", kind: "replace" },
    ]);
  });

  it("adds a parameter to the state without a build when it holds already", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    expect(await workspace.up({ templateId, parameters: { cpus: 2, region: "eu" } })).toEqual([
      "update parameters.cpus",
      "update parameters.region",
    ]);
    expect(coder.mutations).toEqual([]);
    expect(await workspace.up({ templateId, parameters: { cpus: 2 } })).toEqual(["update parameters.region"]);
    expect(coder.mutations).toEqual([]);
    expect(workspace.outputs["parameters"]).toEqual({ cpus: 2 });
  });

  it("starts again the next time when a restart was broken off after the stop", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { cpus: 4 } });
    coder.failures.set("createWorkspaceBuild", [undefined, { error: apiError(500, "Broken."), isDone: false }]);
    await expect(workspace.up({ templateId, parameters: { cpus: 5 } })).rejects.toThrow("Broken.");
    expect(workspace.outputs).toMatchObject({ status: "stopped", parameters: { cpus: 4 } });
    await workspace.refresh();
    expect(await workspace.up({ templateId, parameters: { cpus: 5 } })).toEqual([
      "update parameters.cpus",
      "update transition",
    ]);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "start", rich_parameter_values: values({ cpus: "5" }) }],
    ]);
    expect(await workspace.up({ templateId, parameters: { cpus: 5 } })).toEqual([]);
  });

  it("keeps the values of the state when a build is refused and nothing can be read", async () => {
    const { coder, workspace, templateId, versionId } = await setUp({ use_classic_parameter_flow: false });
    coder.evaluation = [evaluated("cpus", "number")];
    const inputs = { templateVersionId: versionId, parameters: { cpus: 4 } };
    await workspace.up(inputs);
    const next = coder.addVersion({ parameters, template_id: templateId }).id;
    // Another process, which has read no values before.
    coder.client = createClient({ url: coder.url, token: "another-token-of-the-same" });
    coder.http.on("POST /workspaces/:id/builds", { status: 400, json: { message: "No." } });
    coder.http.on("GET /workspacebuilds/:id/parameters", { status: 400, json: { message: "Down." } });
    const news = { ...workspace.inputs, templateVersionId: next };
    const failed: unknown = await workspaceHandler
      .update(coder.context(), workspace.id, workspace.outputs, news)
      .catch((thrown: unknown) => thrown);
    workspace.outputs = (failed as PartialError).outputs;
    expect(workspace.outputs).toMatchObject({ parameters: { cpus: 4 }, templateVersionId: versionId });
    const { id } = coder.workspace(workspace.id).latest_build;
    coder.http.on("GET /workspacebuilds/:id/parameters", () => ({ json: coder.values.get(id) }));
    await workspace.refresh();
    expect(await workspace.changes(inputs)).toEqual([]);
  });

  it("keeps the state in step with the server when the build with the new values fails", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, parameters: { cpus: 4 }, transition: "start" });
    coder.endings.push("succeeded", "failed");
    await expect(workspace.up({ templateId, parameters: { cpus: 5 }, transition: "start" })).rejects.toThrow(
      "Build 3 (start)",
    );
    expect(workspace.outputs).toMatchObject({ status: "failed", parameters: { cpus: 5 } });
    expect(await workspace.up({ templateId, parameters: { cpus: 5 }, transition: "start" })).toEqual([
      "update transition",
    ]);
    expect(coder.mutations).toHaveLength(1);
    expect(workspace.outputs["status"]).toBe("running");
  });

  it("says what to do when the workspace is gone", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    coder.build(workspace.id, { transition: "delete" });
    await expect(workspace.up({ templateId, ttlMilliseconds: 60_000 })).rejects.toThrow(
      "Run `pulumi refresh`, then `pulumi up` to make it anew.",
    );
    expect(coder.mutations).toEqual([]);
  });
});

describe("workspace.read", () => {
  it("reports what people changed by hand", async () => {
    const { coder, workspace, templateId, versionId } = await setUp();
    const inputs = {
      templateVersionId: versionId,
      parameters: { cpus: 4 },
      autostartSchedule: "0 9 * * *",
      transition: "start",
    };
    await workspace.up(inputs);
    const v2 = coder.addVersion({ template_id: templateId, name: "v2", parameters }).id;
    coder.workspace(workspace.id).autostart_schedule = undefined;
    coder.build(workspace.id, {
      transition: "stop",
      template_version_id: v2,
      rich_parameter_values: values({ cpus: "3", debug: "true" }),
    });
    await workspace.refresh();
    expect(workspace.outputs).toMatchObject({
      autostartSchedule: "",
      parameters: { cpus: 3 },
      transition: "stop",
      templateVersionId: v2,
      status: "stopped",
    });
    expect(await workspace.up(inputs)).toEqual([
      "update autostartSchedule",
      "update transition",
      "update templateVersionId",
      "update parameters.cpus",
    ]);
    expect(coder.mutations).toEqual([
      ["setWorkspaceAutostart", "0 9 * * *"],
      [
        "createWorkspaceBuild",
        { transition: "start", template_version_id: versionId, rich_parameter_values: values({ cpus: "4" }) },
      ],
    ]);
  });

  it("does not take an autostop for drift, nor starts the workspace for a new value then; a new transition does", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, transition: "start", parameters: { cpus: 4 } });
    coder.build(workspace.id, { transition: "stop" }, { reason: "autostop" });
    await workspace.refresh();
    expect(workspace.outputs).toMatchObject({ transition: "start", status: "stopped" });
    expect(await workspace.up({ templateId, transition: "start", parameters: { cpus: 4 } })).toEqual([]);
    await workspace.up({ templateId, transition: "start", parameters: { cpus: 5 } });
    expect(workspace.outputs["status"]).toBe("stopped");
    await workspace.refresh();
    expect(await workspace.up({ templateId, transition: "start", parameters: { cpus: 5 } })).toEqual([]);
    coder.build(workspace.id, { transition: "start" }, { reason: "autostart" });
    await workspace.up({ templateId, transition: "stop", parameters: { cpus: 5 } });
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: values({ cpus: "5" }) }],
    ]);
  });

  it("does not take a stop by a person for drift when no transition is declared", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    coder.build(workspace.id, { transition: "stop" });
    await workspace.refresh();
    expect(await workspace.up({ templateId })).toEqual([]);
  });

  it("finds nothing when the workspace is deleted", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    coder.build(workspace.id, { transition: "delete" });
    expect(await workspace.refresh()).toBe(false);
  });

  it("fills everything on an import, and declares what a program would", async () => {
    const { coder, versionId, templateId } = await setUp();
    const made = coder.addWorkspace("bob", {
      name: "dev",
      template_version_id: versionId,
      rich_parameter_values: values({ cpus: "4" }),
    });
    const id = await workspaceHandler.find(coder.context(), "bob/dev");
    expect(id).toBe(made.id);
    expect(await workspaceHandler.find(coder.context(), "bob/other")).toBeUndefined();
    const read = await workspaceHandler.read(coder.context(), made.id, {});
    expect(read?.outputs).toMatchObject({
      owner: "bob",
      parameters: { cpus: "4", debug: "false", region: "eu" },
      waitForAgents: false,
    });
    expect(await workspaceHandler.importInputs(coder.context(), read?.outputs ?? {}, read?.id ?? "")).toEqual({
      name: "dev",
      owner: "bob",
      templateId,
      parameters: { cpus: "4", debug: "false", region: "eu" },
      ttlMilliseconds: 0,
      transition: "start",
    });
  });

  it("puts nothing into outputs that the engine can't carry", async () => {
    const { workspace, templateId } = await setUp();
    await workspace.up({ templateId });
    expect(JSON.parse(JSON.stringify(workspace.outputs))).toEqual(workspace.outputs);
  });
});

describe("workspace.delete", () => {
  it("deletes, and does not mind that it is gone", async () => {
    const { coder, workspace, templateId } = await setUp();
    await workspace.up({ templateId, orphanOnDelete: true });
    await workspace.destroy();
    expect(coder.mutations).toEqual([["createWorkspaceBuild", { transition: "delete", orphan: true }]]);
    await workspace.destroy();
    expect(coder.mutations).toEqual([]);
  });
});
