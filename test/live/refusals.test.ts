// What a program names that is not there or is taken, and log-ins that the owner lacks: refused at preview on both
// hosts, at the property, with what to do; nothing is changed.
import { randomUUID } from "node:crypto";
import { HOSTS, programOn, stackOn } from "./host-programs";
import { isOwnServer, useLive } from "./live";
import type { FoundTemplate, FoundWorkspace } from "./server-api";
import { messagesAt, type Stack } from "./stack";
import { archiveOf, CODER_PROVIDER, plainTemplate, templateWithParameters, type TemplateFiles } from "./templates";

// This is registered before `useLive`, so it runs before the check for leftovers.
afterAll(async () => {
  for (const { id } of await live.api.workspaces(live.prefix)) await live.api.build(id, { transition: "delete" });
  for (const { id } of await live.api.templates(live.prefix)) await live.api.request("DELETE", `/templates/${id}`);
});

const live = useLive("refuse");

const NOWHERE = randomUUID();
const THERE = "is not there";

let template: FoundTemplate;
/** Its version needs a log-in; on a server that was given, there is none. */
let hub: FoundTemplate | undefined;
let workspace: FoundWorkspace;

async function makeTemplate(name: string, files: TemplateFiles): Promise<FoundTemplate> {
  const { hash } = await live.api.request<{ hash: string }>("POST", "/files", await archiveOf(files));
  const version = { name: "v1", storage_method: "file", provisioner: "terraform", file_id: hash };
  const { id } = await live.api.request<{ id: string }>("POST", "/organizations/default/templateversions", version);
  expect((await live.api.endedVersion(id)).job.status).toBe("succeeded");
  return live.api.request("POST", "/organizations/default/templates", { name, template_version_id: id });
}

beforeAll(async () => {
  template = await makeTemplate(`${live.prefix}t`, templateWithParameters("refusals"));
  workspace = await live.api.createWorkspace("me", { name: `${live.prefix}w`, template_id: template.id });
  if (!isOwnServer) return;
  const data = 'data "coder_external_auth" "hub" {\n  id = "nobodys-hub"\n}\n';
  hub = await makeTemplate(`${live.prefix}hub`, { "main.tf": CODER_PROVIDER + data });
});

const source = { files: plainTemplate("refusals") };
const fresh = (): string => `${live.prefix}fresh`;
const there = (what: string): string =>
  `There is no ${what} ${NOWHERE}, or the token's user may not see it. Give the id of a ${what} of this server.`;
const ORGANIZATION =
  `There is no organization "${THERE}", or the token's user is not a member of it. Give the name or the id of one ` +
  "where the user is.";

/** What is declared, the property that is refused, and what is said. */
type Refused = readonly [type: string, declared: Record<string, unknown>, property: string, says: string];

const CASES: Readonly<Record<string, () => Refused>> = {
  "a workspace's name that is taken": () => [
    "Workspace",
    { name: workspace.name.toUpperCase(), templateId: template.id },
    "name",
    `The name "${workspace.name.toUpperCase()}" is taken by workspace ${workspace.id} of "`,
  ],
  "a template's name that is taken": () => [
    "Template",
    { name: template.name.toUpperCase(), source },
    "name",
    `The name "${template.name.toUpperCase()}" is taken by template ${template.id} of organization "`,
  ],
  "a version's name that is taken": () => [
    "TemplateVersion",
    { templateName: template.name, name: "v1", source },
    "name",
    `Template "${template.name}" has a version "v1" already, ${template.active_version_id}, with other content or`,
  ],
  "an owner who is not there": () => [
    "Workspace",
    { name: fresh(), templateId: template.id, owner: "nobody-here" },
    "owner",
    "There is no user \"nobody-here\", or the token's user may not see it. Give a user name or a user's id.",
  ],
  "a template that is not there": () => [
    "Workspace",
    { name: fresh(), templateId: NOWHERE },
    "templateId",
    there("template"),
  ],
  "a version that is not there": () => [
    "Workspace",
    { name: fresh(), templateVersionId: NOWHERE },
    "templateVersionId",
    there("template version"),
  ],
  "a preset that is not there": () => [
    "Workspace",
    { name: fresh(), templateId: template.id, preset: "Lage" },
    "preset",
    'Template version "v1" has no preset "Lage". Did you mean "Large"?',
  ],
  "a template's organization that is not there": () => [
    "Template",
    { name: fresh(), source, organization: THERE },
    "organization",
    ORGANIZATION,
  ],
  "a version's organization that is not there": () => [
    "TemplateVersion",
    { templateName: fresh(), source, organization: THERE },
    "organization",
    ORGANIZATION,
  ],
  "a starter template that is not there": () => [
    "TemplateVersion",
    { templateName: fresh(), source: { exampleId: "dockr" } },
    "source",
    'The server has no starter template "dockr". Did you mean "docker"?',
  ],
  "an active version that is not there": () => [
    "Template",
    { name: fresh(), activeVersionId: NOWHERE },
    "activeVersionId",
    `There is no template version ${NOWHERE} (\`activeVersionId\`), or the token's user may not see it. Give the id`,
  ],
  "a template to promote for that is not there": () => [
    "TemplatePromotion",
    { templateId: NOWHERE, templateVersionId: template.active_version_id },
    "templateId",
    there("template"),
  ],
  "a version to promote that is not there": () => [
    "TemplatePromotion",
    { templateId: template.id, templateVersionId: NOWHERE },
    "templateVersionId",
    `There is no template version ${NOWHERE} (\`templateVersionId\`), or the token's user may not see it. Give the id`,
  ],
  "a workspace to build that is not there": () => [
    "WorkspaceBuild",
    { workspaceId: NOWHERE, transition: "start" },
    "workspaceId",
    there("workspace"),
  ],
  "a preset to build with that is not there": () => [
    "WorkspaceBuild",
    { workspaceId: workspace.id, transition: "start", preset: "Small" },
    "preset",
    'Template version "v1" has no preset "Small". It has "Large".',
  ],
  "a workspace to set parameters of that is not there": () => [
    "BuildParameters",
    { workspaceId: NOWHERE, parameters: { cpus: 2 } },
    "workspaceId",
    there("workspace"),
  ],
};

describe.each(HOSTS)("on the %s host", (host) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await stackOn(host, live, "");
  });

  async function errorsOf([type, declared]: Refused): Promise<string[]> {
    stack.writeProgram(programOn(host, `new coderd.${type}("wrong", ${JSON.stringify(declared)});`));
    live.proxy.clear();
    return messagesAt(await stack.previewFailing(), "wrong", "error");
  }

  it.each(Object.entries(CASES))("a preview refuses %s, and changes nothing", async (_what, make) => {
    const refused = make();
    const [, , property, says] = refused;
    const errors = await errorsOf(refused);
    expect(errors).toEqual([expect.stringContaining(says)]);
    expect(errors[0]).toContain(property);
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("a preview refuses a log-in that the caller lacks, and asks for none of another owner", async () => {
    if (hub === undefined) return;
    const declared = { name: fresh(), templateId: hub.id };
    const errors = await errorsOf(["Workspace", declared, "templateId", ""]);
    expect(errors).toEqual([
      expect.stringMatching(
        /Template version "v1" needs the owner to be logged in to "Nobody's Hub". Open http\S+\/external-auth\/nobodys-hub, log in, then run again\./,
      ),
    ]);
    expect(live.proxy.mutations()).toEqual([]);
    const other = await live.user();
    const text = `new coderd.Workspace("others", ${JSON.stringify({ ...declared, owner: other.username })});`;
    stack.writeProgram(programOn(host, text));
    expect((await stack.preview()).operations).toEqual({ others: ["create"] });
  });

  it("a preview takes what this server is new enough for", async () => {
    const declared = { name: fresh(), source, useClassicParameterFlow: false };
    const large = { name: fresh(), templateId: template.id, preset: "Large" };
    stack.writeProgram(
      programOn(
        host,
        `new coderd.Template("flow", ${JSON.stringify(declared)});
new coderd.Workspace("preset", ${JSON.stringify(large)});`,
      ),
    );
    expect((await stack.preview()).operations).toEqual({ flow: ["create"], preset: ["create"] });
  });
});
