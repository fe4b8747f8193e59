// Adopting a workspace that exists: what of the declaration it has to fit already, and what is changed.
import { randomUUID } from "node:crypto";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { addTemplate, beginRun, parameters, resource, setUp } from "../../../fakes/workspace-runs";

describe("adopting a workspace", () => {
  it("refuses at preview one that is gone, of another template or owner, with another name, or with other values that stay", async () => {
    const { coder, templateId, versionId } = await setUp();
    const other = addTemplate(coder, parameters, { name: "other" });
    const strange = coder.addWorkspace("me", { name: "strange", template_version_id: other.versionId }).id;
    const bobs = coder.addWorkspace("bob", { name: "bobs", template_version_id: versionId }).id;
    const mine = coder.addWorkspace("me", {
      name: "mine",
      template_version_id: versionId,
      rich_parameter_values: [{ name: "zone", value: "a" }],
    }).id;
    const reasonOf = async (name: string, news: Properties): Promise<string> => {
      beginRun(coder);
      const [failure] = await resource(coder, name).check({ templateId, ...news });
      return `${failure?.property}: ${failure?.reason}`;
    };
    const none = randomUUID();
    expect(await reasonOf("none", { adopt: none })).toBe(
      `adopt: There is no workspace ${none}, or the token's user may not see it. Give the id of a workspace of this server.`,
    );
    expect(await reasonOf("strange", { adopt: strange })).toContain(
      'adopt: Workspace "strange" is of template "other", which no update',
    );
    expect(await reasonOf("bobs", { adopt: bobs })).toBe(
      'adopt: Workspace "bobs" belongs to "bob", which no update changes. Set `owner: "bob"`.',
    );
    expect(await reasonOf("other", { adopt: mine })).toBe(
      'adopt: The workspace is called "mine", and the server does not rename any. Set `name: "mine"`.',
    );
    expect(await reasonOf("mine", { adopt: mine, parameters: { zone: "b" } })).toContain(
      'parameters: Parameter "zone" is immutable',
    );
    expect(await reasonOf("mine", { adopt: "dev" })).toBe("adopt: Must be the id of a workspace (a UUID).");
  });

  it("changes it to what is declared, renames it where the server does, and leaves alone what is not declared", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.allowsRenames = true;
    const { id } = coder.addWorkspace("me", {
      name: "mine",
      template_version_id: versionId,
      automatic_updates: "always",
    });
    coder.build(id, { transition: "stop" });
    const workspace = resource(coder);
    await workspace.up({ templateId, adopt: id, parameters: { cpus: 4 } });
    expect(coder.mutations).toEqual([
      ["updateWorkspace", { name: "dev" }],
      ["createWorkspaceBuild", { transition: "stop", rich_parameter_values: [{ name: "cpus", value: "4" }] }],
    ]);
    expect(workspace.outputs).toMatchObject({
      name: "dev",
      automaticUpdates: "always",
      status: "stopped",
      parameters: { cpus: 4 },
    });
  });

  it("builds it with the preset that is declared", async () => {
    const { coder } = await setUp();
    const big = { id: "preset-1", name: "Big", default: false, parameters: [{ name: "cpus", value: "8" }] };
    const version = coder.addVersion({ parameters, presets: [big] });
    const template = coder.addTemplate({ active_version_id: version.id, name: "presets" });
    const { id } = coder.addWorkspace("me", { name: "dev", template_version_id: version.id });
    const workspace = resource(coder);
    const news = { templateId: template.id, adopt: id, preset: "Big" };
    await workspace.up(news);
    expect(coder.mutations).toEqual([
      ["createWorkspaceBuild", { transition: "stop" }],
      ["createWorkspaceBuild", { transition: "start", template_version_preset_id: "preset-1" }],
    ]);
    expect(workspace.outputs).toMatchObject({ preset: "Big", status: "running" });
    expect(await workspace.up(news)).toEqual([]);
  });

  it("says nothing at preview of one that is not known yet, though its name is taken", async () => {
    const { coder, templateId, versionId } = await setUp();
    coder.addWorkspace("me", { name: "dev", template_version_id: versionId });
    expect(await resource(coder).check({ templateId, adopt: UNKNOWN })).toEqual([]);
  });
});
