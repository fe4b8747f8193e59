// What a program names that is not there, is taken or is too new for the server: refused by the check, at the property,
// on both hosts. The live test of refusals asks a real server the same.
import { randomUUID } from "node:crypto";
import { failuresOf, useHostRuns } from "../../fakes/host-runs";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";

const runs = useHostRuns();

const source = { files: { "main.tf": "# nothing" } };

const UPDATE = "Update the server, or take this out of the program.";

/** A template with one workspace, and a version of it. */
interface Held {
  /** An id that nothing has. */
  nowhere: string;
  templateId: string;
  versionId: string;
  workspaceId: string;
}

function hold(): Held {
  const { server } = runs;
  const { id: versionId } = server.addVersion({ name: "v1", presets: [LARGE] });
  const { id: templateId } = server.addTemplate({ name: "docker", active_version_id: versionId });
  const { id: workspaceId } = server.addWorkspace("me", { name: "dev", template_id: templateId });
  return { nowhere: randomUUID(), templateId, versionId, workspaceId };
}

/** A version of the template, called "made", whose files the server has. */
async function makeVersion(): Promise<void> {
  const made = await runs.resource("plugin", "TemplateVersion", { name: "holder" });
  await made.up({ templateName: "docker", name: "made", source });
}

const LARGE = { id: randomUUID(), name: "Large", parameters: [], default: false };

interface Case {
  type: ResourceType;
  declared: (held: Held) => Properties;
  /** At the beginning of the one failure, behind its property. */
  refusal: (held: Held) => string;
  /** What a server has to have besides. */
  prepare?: () => unknown;
}

const CASES: Readonly<Record<string, Case>> = {
  "a workspace's name that is taken": {
    type: "Workspace",
    declared: ({ templateId }) => ({ name: "dev", templateId }),
    refusal: ({ workspaceId }) => `name: The name "dev" is taken by workspace ${workspaceId} of "admin"`,
  },
  "a template's name that is taken": {
    type: "Template",
    declared: () => ({ name: "Docker", source }),
    refusal: ({ templateId }) => `name: The name "Docker" is taken by template ${templateId} of organization "coder"`,
  },
  "a group's name that is taken": {
    type: "Group",
    declared: () => ({ name: "research" }),
    refusal: () => 'name: The name "research" is taken by group ',
    prepare: () => runs.server.addGroup({ name: "research" }),
  },
  "a version's name that is taken": {
    type: "TemplateVersion",
    declared: () => ({ templateName: "docker", name: "made", source: { files: { "main.tf": "# other" } } }),
    refusal: () => 'name: Template "docker" has a version "made" already, ',
    prepare: makeVersion,
  },
  "a version's name that is taken, of a template that makes it": {
    type: "Template",
    declared: ({ templateId }) => ({
      ...{ name: "docker", adopt: templateId, versionName: "made" },
      source: { files: { "main.tf": "# other" } },
    }),
    refusal: () => 'versionName: Template "docker" has a version "made" already, ',
    prepare: makeVersion,
  },
  "an owner who is not there": {
    type: "Workspace",
    declared: ({ templateId }) => ({ name: "fresh", templateId, owner: "bobby" }),
    refusal: () =>
      "owner: There is no user \"bobby\", or the token's user may not see it. Give a user name or a user's id.",
  },
  "a template that is not there": {
    type: "Workspace",
    declared: ({ nowhere }) => ({ name: "fresh", templateId: nowhere }),
    refusal: ({ nowhere }) => `templateId: There is no template ${nowhere}, or the token's user may not see it.`,
  },
  "a workspace's version that is not there": {
    type: "Workspace",
    declared: ({ nowhere }) => ({ name: "fresh", templateVersionId: nowhere }),
    refusal: ({ nowhere }) =>
      `templateVersionId: There is no template version ${nowhere}, or the token's user may not see it.`,
  },
  "a preset that is not there": {
    type: "Workspace",
    declared: ({ templateId }) => ({ name: "fresh", templateId, preset: "Lage" }),
    refusal: () => 'preset: Template version "v1" has no preset "Lage". Did you mean "Large"?',
  },
  "a log-in that the owner lacks": {
    type: "Workspace",
    declared: ({ templateId }) => ({ name: "fresh", templateId }),
    refusal: () =>
      'templateId: Template version "v1" needs the owner to be logged in to "GitHub". Open ' +
      "https://coder.example/external-auth/github, log in, then run again.",
    prepare: () => runs.server.logins.push(GITHUB),
  },
  "an organization of a template that is not there": {
    type: "Template",
    declared: () => ({ name: "fresh", organization: "reserch", source }),
    refusal: () =>
      'organization: There is no organization "reserch", or the token\'s user is not a member of it. Give the ',
  },
  "an organization of a version that is not there": {
    type: "TemplateVersion",
    declared: () => ({ templateName: "fresh", organization: "reserch", source }),
    refusal: () =>
      'organization: There is no organization "reserch", or the token\'s user is not a member of it. Give the ',
  },
  "an organization of a group that is not there": {
    type: "Group",
    declared: () => ({ name: "fresh", organization: "reserch" }),
    refusal: () =>
      'organization: There is no organization "reserch", or the token\'s user is not a member of it. Give the ',
  },
  "a member of a group who is not there": {
    type: "Group",
    declared: () => ({ name: "fresh", members: ["bobby"] }),
    refusal: () => 'members: There is no user "bobby", or the token\'s user may not see it. Give user names, or ',
  },
  "a user and a group of an access list who are not there": {
    type: "Template",
    declared: () => ({
      ...{ name: "fresh", source },
      accessControl: { users: [{ user: "bobby", role: "use" }], groups: [] },
    }),
    refusal: () => 'accessControl: There is no user "bobby", or the token\'s user may not see it. ',
  },
  "a starter template that is not there": {
    type: "TemplateVersion",
    declared: () => ({ templateName: "fresh", source: { exampleId: "dockr" } }),
    refusal: () => 'source: At `source.exampleId`: The server has no starter template "dockr". Did you mean "docker"?',
    prepare: () => runs.server.http.on("GET /templates/examples", { json: [{ id: "docker" }] }),
  },
  "a template's version that is not there": {
    type: "Template",
    declared: ({ nowhere }) => ({ name: "fresh", activeVersionId: nowhere }),
    refusal: ({ nowhere }) =>
      `activeVersionId: There is no template version ${nowhere} (\`activeVersionId\`), or the token's user may not see it.`,
  },
  "a template to promote for that is not there": {
    type: "TemplatePromotion",
    declared: ({ nowhere, versionId }) => ({ templateId: nowhere, templateVersionId: versionId }),
    refusal: ({ nowhere }) => `templateId: There is no template ${nowhere}, or the token's user may not see it.`,
  },
  "a version to promote that is not there": {
    type: "TemplatePromotion",
    declared: ({ nowhere, templateId }) => ({ templateId, templateVersionId: nowhere }),
    refusal: ({ nowhere }) =>
      `templateVersionId: There is no template version ${nowhere} (\`templateVersionId\`), or the token's user`,
  },
  "a workspace to build that is not there": {
    type: "WorkspaceBuild",
    declared: ({ nowhere }) => ({ workspaceId: nowhere, transition: "start" }),
    refusal: ({ nowhere }) => `workspaceId: There is no workspace ${nowhere}, or the token's user may not see it.`,
  },
  "a version to build that is not there": {
    type: "WorkspaceBuild",
    declared: ({ nowhere, workspaceId }) => ({ workspaceId, transition: "start", templateVersionId: nowhere }),
    refusal: ({ nowhere }) => `templateVersionId: There is no template version ${nowhere}`,
  },
  "a preset to build with that is not there": {
    type: "WorkspaceBuild",
    declared: ({ workspaceId }) => ({ workspaceId, transition: "start", preset: "Small" }),
    refusal: () => 'preset: Template version "v1" has no preset "Small". It has "Large".',
  },
  "a workspace to set parameters of that is not there": {
    type: "BuildParameters",
    declared: ({ nowhere }) => ({ workspaceId: nowhere, parameters: { cpus: 2 } }),
    refusal: ({ nowhere }) => `workspaceId: There is no workspace ${nowhere}, or the token's user may not see it.`,
  },
  "a flow that the server is too old for": {
    type: "Template",
    declared: () => ({ name: "fresh", source, useClassicParameterFlow: false }),
    refusal: () =>
      "useClassicParameterFlow: Another flow than the classic one needs Coder 2.23 or newer, and this server is " +
      `v2.22.1. ${UPDATE}`,
    prepare: () => (runs.server.http.version = "v2.22.1"),
  },
  "a level of sharing that the server is too old for": {
    type: "Template",
    declared: () => ({ name: "fresh", source, maxPortShareLevel: "organization", useClassicParameterFlow: false }),
    refusal: () =>
      'maxPortShareLevel: Sharing ports with an "organization" needs Coder 2.24 or newer, and this server is ' +
      `v2.23.4. ${UPDATE}`,
    prepare: () => (runs.server.http.version = "v2.23.4"),
  },
};

const GITHUB = {
  ...{ id: "github", type: "github", display_name: "GitHub", display_icon: "" },
  ...{ authenticate_url: "https://coder.example/external-auth/github", authenticated: false, optional: false },
};

/** Questions of checks that are answered to some users only, or by some servers. */
const UNTOLD = [
  "POST /authcheck",
  "GET /organizations/:organization/provisionerdaemons",
  "GET /templateversions/:id/external-auth",
  "POST /templateversions/:id/dynamic-parameters/evaluate",
  "GET /templates/examples",
  "GET /entitlements",
];

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  it.each(Object.entries(CASES))("%s is refused once, and nothing is changed", async (_what, each) => {
    const held = hold();
    await each.prepare?.();
    runs.server.takeRequests();
    const failures = await failuresOf(await runs.resource(host, each.type, { name: "refused" }), each.declared(held));
    const refusal = each.refusal(held);
    const [, property, reason = ""] = /^(\w+): (.*)$/s.exec(refusal) ?? [];
    // A host adds no property to a text that has it.
    const isNamed = new RegExp(`\`${property}[.\`]`).test(failures[0] ?? "");
    expect(failures).toEqual([expect.stringContaining(isNamed ? reason : refusal)]);
    expect(failures[0]?.indexOf(isNamed ? reason : refusal)).toBe(0);
    expect(runs.mutations()).toEqual([]);
  });

  it("a version's name is free for the same files, and where the other's can't be read or are of no use", async () => {
    hold();
    await makeVersion();
    const version = await runs.resource(host, "TemplateVersion", { name: "refused" });
    const declared = { templateName: "docker", name: "made", source };
    expect(await failuresOf(version, declared)).toEqual([]);
    const other = { ...declared, source: { files: { "main.tf": "# other" } } };
    expect(await failuresOf(version, other)).toHaveLength(1);
    runs.server.http.on("GET /files/:id", { status: 404, json: { message: "Resource not found." } });
    expect(await failuresOf(version, other)).toEqual([]);
    const [made] = runs.server.versions.filter(({ name }) => name === "made");
    if (made !== undefined) made.job.status = "failed";
    runs.server.http.requests.length = 0;
    expect(await failuresOf(version, other)).toEqual([]);
    expect(runs.server.http.requestsTo("GET /files/:id")).toEqual([]);
  });

  it.each([403, 404])("what a server does not tell (status %s) is refused for nothing", async (status) => {
    const { server } = runs;
    const { templateId } = hold();
    server.template(templateId)["use_classic_parameter_flow"] = false;
    const [user] = server.users;
    if (user !== undefined) user.roles = [];
    for (const route of UNTOLD) server.http.on(route, { status, json: { message: "Route not found." } });
    const declared: readonly (readonly [ResourceType, Properties])[] = [
      ["Workspace", { name: "fresh", templateId }],
      ["TemplateVersion", { templateName: "fresh", source: { exampleId: "docker" } }],
      ["Template", { name: "fresh", source, ...(status === 403 && { requireActiveVersion: true }) }],
    ];
    for (const [type, properties] of declared) {
      const resource = await runs.resource(host, type, {
        name: "untold",
        token: `zbcdefghij-01234567890123456789-${status}`,
      });
      expect([type, await failuresOf(resource, properties)]).toEqual([type, []]);
    }
    // Where the build has no licence, it does not have the path: what needs one is refused then.
    const asked = UNTOLD.filter((route) => server.http.requestsTo(route).length > 0);
    expect(asked).toEqual(UNTOLD.filter((route) => status === 403 || route !== "GET /entitlements"));
  });

  it("a server that is new enough is asked for nothing that it has", async () => {
    runs.server.http.version = "v2.24.0";
    const declared = { name: "fresh", source, maxPortShareLevel: "organization", useClassicParameterFlow: false };
    expect(await failuresOf(await runs.resource(host, "Template"), declared)).toEqual([]);
  });
});
