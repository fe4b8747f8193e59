import { PartialError } from "../../../../provider/errors";
import { templateHandler } from "../../../../provider/resources/template/template";
import { UNKNOWN } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import { newId, refuse } from "../../../fakes/coder/common";
import { ORGANIZATIONS } from "../../../fakes/coder/users";
import { Driver } from "../../../fakes/driver";

let server: FakeCoder;

beforeEach(async () => {
  server = await FakeCoder.start({ isLicensed: true });
});

afterEach(async () => {
  await server.close();
});

function driver(): Driver {
  return new Driver(templateHandler, server);
}

/** A template that the program has made; its requests are forgotten. */
async function created(more: Record<string, unknown> = {}): Promise<{ driven: Driver; news: Record<string, unknown> }> {
  const driven = driver();
  const news = { name: "docker", activeVersionId: server.addVersion().id, ...more };
  await driven.up(news);
  server.takeLog();
  server.told.length = 0;
  return { driven, news };
}

const CREATED_WITH = {
  display_name: "",
  description: "",
  icon: "",
  default_ttl_ms: 0,
  activity_bump_ms: 3_600_000,
  allow_user_cancel_workspace_jobs: true,
  allow_user_autostart: true,
  allow_user_autostop: true,
  failure_ttl_ms: 0,
  require_active_version: false,
};

describe("template.create", () => {
  it("sends every default, under the names that a creation has, and needs no second write", async () => {
    const version = server.addVersion();
    await driver().up({ name: "docker", activeVersionId: version.id });
    const requests = server.http.requests.filter(({ method }) => method !== "GET");
    expect(requests.map(({ json }) => json)).toEqual([
      {
        ...CREATED_WITH,
        name: "docker",
        template_version_id: version.id,
        dormant_ttl_ms: 0,
        delete_ttl_ms: 0,
        disable_everyone_group_access: false,
      },
    ]);
    expect(server.takeLog()).toEqual([
      "GET /organizations/default",
      "GET /templateversions/<v1>",
      "GET /users/me",
      "GET /organizations/default/templates/docker",
      "GET /templateversions/<v1>",
      "POST /organizations/default/templates",
    ]);
  });

  it("answers with what the server holds, what only the program knows, and which inputs were given", async () => {
    const { driven } = await created({
      displayName: "Docker",
      autostopRequirement: { daysOfWeek: ["sunday", "monday"], weeks: 0 },
    });
    const [template] = server.templates;
    expect(driven.id).toBe(template?.id);
    expect(driven.outputs).toEqual({
      name: "docker",
      activeVersionId: template?.active_version_id,
      displayName: "Docker",
      description: "",
      icon: "",
      defaultTtlMilliseconds: 0,
      activityBumpMilliseconds: 3_600_000,
      autostopRequirement: { daysOfWeek: ["monday", "sunday"], weeks: 1 },
      autostartRequirement: {
        daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
      },
      allowUserAutostart: true,
      allowUserAutostop: true,
      allowUserCancelWorkspaceJobs: true,
      failureTtlMilliseconds: 0,
      timeTilDormantMilliseconds: 0,
      timeTilDormantAutodeleteMilliseconds: 0,
      requireActiveVersion: false,
      deprecationMessage: "",
      maxPortShareLevel: "public",
      useClassicParameterFlow: true,
      disableEveryoneGroupAccess: false,
      forceDelete: false,
      organizationId: ORGANIZATIONS[0]?.id,
      organizationName: "coder",
      provisioner: "terraform",
      deprecated: false,
      createdByName: "admin",
      createdAt: "2026-01-01T00:00:00Z",
      url: `${server.http.url}/templates/coder/docker`,
      __declared: expect.arrayContaining([
        "name",
        "activeVersionId",
        "displayName",
        "forceDelete",
        "autostopRequirement",
      ]) as unknown,
    });
  });

  it("refuses another flow than the classic one where the server has no other, and says nothing of the classic one", async () => {
    server.http.version = "v2.20.0";
    const news = { name: "docker", activeVersionId: server.addVersion().id };
    expect(await driver().check({ ...news, useClassicParameterFlow: false })).toEqual([
      {
        property: "useClassicParameterFlow",
        reason:
          "Another flow than the classic one needs Coder 2.23 or newer, and this server is v2.20.0. Update the server, " +
          "or take this out of the program.",
      },
    ]);
    const driven = driver();
    server.http.on("POST /organizations/:organization/templates", () => {
      const created = server.addTemplate({ name: "docker", active_version_id: news.activeVersionId });
      delete created["use_classic_parameter_flow"];
      return { status: 201, json: created };
    });
    await driven.up({ ...news, useClassicParameterFlow: true });
    expect(server.http.requestsTo("PATCH /templates/:id")).toEqual([]);
    expect(server.told).toEqual([]);
  });

  it("writes what a creation does not take with one update", async () => {
    await driver().up({
      name: "docker",
      activeVersionId: server.addVersion().id,
      useClassicParameterFlow: false,
      deprecationMessage: "Use another.",
    });
    const [update] = server.http.requestsTo("PATCH /templates/:id");
    expect(update?.json).toEqual({
      ...CREATED_WITH,
      name: "docker",
      time_til_dormant_ms: 0,
      time_til_dormant_autodelete_ms: 0,
      deprecation_message: "Use another.",
      use_classic_parameter_flow: false,
    });
    expect(server.http.requestsTo("PATCH /templates/:id")).toHaveLength(1);
  });

  it("keeps the id, and what is reached, when the update after it fails", async () => {
    const driven = driver();
    const news = { name: "docker", activeVersionId: server.addVersion().id, maxPortShareLevel: "owner" };
    server.http.on(
      "PATCH /templates/:id",
      refuse(400, "Restricting port sharing level is an enterprise feature that is not enabled."),
    );
    await expect(driven.up(news)).rejects.toThrow(
      /^Restricting port sharing level is an enterprise feature that is not enabled\. \(PATCH \/api\/v2\/templates\/.+: status 400, request .+\)$/,
    );
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(driven.outputs).toMatchObject({ name: "docker", maxPortShareLevel: "public" });
    expect(await driven.changes(news)).toEqual([{ property: "maxPortShareLevel", kind: "update" }]);
  });

  it("refuses a version whose import did not succeed, one that is archived, and one that is not there", async () => {
    const failed = server.addVersion({ name: "broken" }, "failed");
    await expect(driver().up({ name: "docker", activeVersionId: failed.id })).rejects.toThrow(
      'activeVersionId: Template version "broken" can\'t be activated, as its import job is "failed", not "succeeded". Set `activeVersionId` to a version that was imported.',
    );
    const archived = server.addVersion({ name: "old", archived: true });
    await expect(driver().up({ name: "docker", activeVersionId: archived.id })).rejects.toThrow(
      'activeVersionId: Template version "old" can\'t be activated, as it is archived.',
    );
    const id = newId();
    await expect(driver().up({ name: "docker", activeVersionId: id })).rejects.toThrow(
      `activeVersionId: There is no template version ${id} (\`activeVersionId\`), or the token's ` +
        "user may not see it.",
    );
    // What goes wrong after the check is found at the creation.
    for (const version of [failed, archived]) {
      await expect(
        templateHandler.create(server.context(), { name: "docker", activeVersionId: version.id }),
      ).rejects.toThrow(`Template "docker" was not created: template version "${version.name}" can't be activated`);
    }
    expect(server.templates).toEqual([]);
  });

  it("continues a run that was broken off after the server had made the template, and whose note says so", async () => {
    const version = server.addVersion();
    const created_at = new Date().toISOString();
    server.http.on("POST /organizations/:organization/templates", () => {
      server.addTemplate({ active_version_id: version.id, created_at });
      return { drop: "before" };
    });
    // The run ends before it can look up the result of its request.
    server.http.on("GET /organizations/:organization/templates/:name", refuse(404, "Not found."), refuse(500, "Gone."));
    await expect(driver().up({ name: "docker", activeVersionId: version.id })).rejects.toThrow("Gone.");
    server.http.on("GET /organizations/:organization/templates/:name", { json: server.templates[0] });
    const driven = driver();
    await driven.up({ name: "Docker", activeVersionId: version.id, displayName: "D" });
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(server.templates[0]).toMatchObject({ name: "Docker", display_name: "D" });
    expect(server.told).toEqual([
      'info: Template "Docker" was made by an update that was broken off: this one goes on with it.',
    ]);
    expect(server.http.requestsTo("POST /organizations/:organization/templates")).toHaveLength(1);
  });

  it("refuses a template that has the version already, when no note says that this resource made it", async () => {
    const version = server.addVersion();
    const holder = server.addTemplate({ active_version_id: version.id });
    await expect(driver().up({ name: "Docker", activeVersionId: version.id })).rejects.toThrow(
      `The name "Docker" is taken by template ${holder.id} of organization "coder" ` +
        `(${server.http.url}/templates/coder/docker)`,
    );
    const { inputs } = await templateHandler.check(server.context(), { name: "other", activeVersionId: version.id });
    await expect(templateHandler.create(server.context(), { ...inputs, name: "Docker" })).rejects.toThrow(
      `Template "Docker" was not created. The name "Docker" is taken by template ${holder.id}`,
    );
  });

  it("takes the template that a lost answer left behind", async () => {
    const version = server.addVersion();
    server.http.on("POST /organizations/:organization/templates", () => {
      server.addTemplate({ active_version_id: version.id, created_at: new Date().toISOString() });
      return { drop: "before" };
    });
    const driven = driver();
    await driven.up({ name: "docker", activeVersionId: version.id });
    expect(driven.id).toBe(server.templates[0]?.id);
    expect(server.http.requestsTo("POST /organizations/:organization/templates")).toHaveLength(1);
  });

  it("says that the answer was lost when nothing was made", async () => {
    server.http.on("POST /organizations/:organization/templates", { drop: "before" });
    await expect(driver().up({ name: "docker", activeVersionId: server.addVersion().id })).rejects.toThrow(
      /The server did not answer/,
    );
  });

  it("names who has the name, when it is taken after the preview", async () => {
    const holder = server.addTemplate({ name: "docker" });
    server.http.on("GET /organizations/:organization/templates/:name", refuse(404, "Not found."), { json: holder });
    await expect(driver().up({ name: "docker", activeVersionId: server.addVersion().id })).rejects.toThrow(
      `Template "docker" was not created. The name "docker" is taken by template ${holder.id} of organization ` +
        `"coder" ` +
        `(${server.http.url}/templates/coder/docker), made by "admin" `,
    );
  });

  it.each(["activeVersionId", "firstVersionId"])("refuses a version of another template as `%s`", async (property) => {
    const { active_version_id } = server.addTemplate({ name: "other" });
    const news = { name: "docker", [property]: active_version_id };
    const reason =
      'emplate version "v1" belongs to template "coder/other" already, and a version belongs to one template only. ' +
      `Give \`${property}\` a \`TemplateVersion\` of its own, whose \`templateName\` is "docker" from the start.`;
    expect(await driver().check(news)).toEqual([{ property, reason: expect.stringContaining(`T${reason}`) as string }]);
    await expect(templateHandler.create(server.context(), news)).rejects.toThrow(
      `Template "docker" was not created: t${reason}`,
    );
  });

  it("refuses a version of another template as the next active one", async () => {
    const { driven, news } = await created();
    const { active_version_id } = server.addTemplate({ name: "other" });
    expect(await driven.check({ ...news, activeVersionId: active_version_id })).toMatchObject([
      { property: "activeVersionId", reason: expect.stringContaining('belongs to template "coder/other"') as string },
    ]);
    const own = server.addVersion({ template_id: driven.id });
    expect(await driven.check({ ...news, activeVersionId: own.id, name: "podman" })).toEqual([]);
  });

  it("does not take over a namesake of another organization", async () => {
    const version = server.addVersion();
    server.addTemplate({ active_version_id: version.id, organization_id: ORGANIZATIONS[1]?.id ?? "" });
    await expect(driver().up({ name: "docker", activeVersionId: version.id })).rejects.toThrow(
      'belongs to template "research/docker" already',
    );
  });

  it("sends to make the version anew when its template is deleted", async () => {
    const version = server.addVersion({ template_id: newId() });
    await expect(driver().up({ name: "docker", activeVersionId: version.id })).rejects.toThrow(
      'template version "v1" belonged to a template that is deleted, and can\'t be used for another. If it is a `TemplateVersion` of this program, run `pulumi refresh`, then `pulumi up`: it is then made anew.',
    );
  });

  it("takes the group of everyone off in the creation, and by an update that the server heeds when it takes over", async () => {
    await driver().up({ name: "docker", activeVersionId: server.addVersion().id, disableEveryoneGroupAccess: true });
    expect(server.http.requestsTo("POST /organizations/:organization/templates")[0]?.json).toMatchObject({
      disable_everyone_group_access: true,
    });
    expect(server.http.requestsTo("PATCH /templates/:id")).toHaveLength(0);

    const other = server.addTemplate({ name: "other" });
    await driver().up({
      name: "other",
      activeVersionId: other.active_version_id,
      disableEveryoneGroupAccess: true,
      adopt: other.id,
    });
    expect(other["everyone_removed"]).toBe(true);
  });
});

describe("template.check", () => {
  it("refuses a name that is taken, whatever its case, with who has it", async () => {
    const holder = server.addTemplate({ name: "Docker" });
    expect(await driver().check({ name: "docker", activeVersionId: UNKNOWN })).toEqual([
      {
        property: "name",
        reason: expect.stringContaining(
          `The name "docker" is taken by template ${holder.id} of organization "coder" ` +
            `(${server.http.url}/templates/coder/Docker), made by "admin" `,
        ) as string,
      },
    ]);
  });

  it("asks for the name only when the template is new", async () => {
    const { driven, news } = await created();
    server.addTemplate({ name: "other" });
    expect(await driven.check({ ...news, name: "other" })).toEqual([]);
    expect(server.takeLog()).toEqual([]);
  });

  it("takes previous inputs without a key as none", async () => {
    server.addTemplate();
    const { failures } = await templateHandler.check(
      server.context(),
      { name: "docker", activeVersionId: UNKNOWN },
      {},
    );
    expect(failures).toHaveLength(1);
  });

  it("refuses an organization that is not there, and says so of one that the provider's configuration names", async () => {
    const news = { name: "docker", activeVersionId: UNKNOWN };
    expect(await driver().check({ ...news, organization: "nowhere" })).toEqual([
      {
        property: "organization",
        reason:
          'There is no organization "nowhere", or the token\'s user is not a member of it. Give the name or the id of one where the user is.',
      },
    ]);
    expect(await new Driver(templateHandler, server, { defaultOrganization: "lost" }).check(news)).toEqual([
      {
        property: "organization",
        reason:
          'There is no organization "lost", or the token\'s user is not a member of it. Give the name or the id of one where the user is. It comes from `coderd:organization` or `CODER_ORGANIZATION`.',
      },
    ]);
  });

  it("asks nothing while the organization or the name is unknown", async () => {
    expect(await driver().check({ name: "docker", activeVersionId: UNKNOWN, organization: UNKNOWN })).toEqual([]);
    expect(await driver().check({ name: UNKNOWN, activeVersionId: UNKNOWN, organization: "coder" })).toEqual([]);
    expect(server.takeLog()).toEqual(["GET /organizations/coder", "GET /users/me"]);
  });

  it("reports everything that can be wrong offline, and asks the server nothing then", async () => {
    const failures = await driver().check({
      name: "a--b",
      activeVersionId: "v1",
      displayName: " x",
      description: "d".repeat(128),
      icon: "i".repeat(257),
      failureTtlMilliseconds: 1000,
      defaultTtlMilliseconds: -1,
      autostopRequirement: { daysOfWeek: ["sundey"], weeks: 17 },
      maxPortShareLevel: "privat",
      requireActiveVersions: true,
    });
    expect(failures).toEqual([
      {
        property: "requireActiveVersions",
        reason: 'Unknown property "requireActiveVersions". Did you mean "requireActiveVersion"?',
      },
      {
        property: "name",
        reason: 'Must be letters (a to z, A to Z) and digits with single hyphens between them; it contains "--".',
      },
      { property: "activeVersionId", reason: "Must be the id of a template version (a UUID)." },
      { property: "displayName", reason: "Must not begin or end with a space. Remove it." },
      { property: "description", reason: "Must be 127 characters or fewer; it has 128. Shorten it." },
      { property: "icon", reason: "Must be 256 characters or fewer; it has 257. Shorten it." },
      { property: "defaultTtlMilliseconds", reason: "Must be at least 0; it is -1." },
      {
        property: "autostopRequirement",
        reason:
          'At `autostopRequirement.daysOfWeek[0]`: Must be one of "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday". Did you mean "sunday"?',
      },
      { property: "autostopRequirement", reason: "At `autostopRequirement.weeks`: Must be at most 16; it is 17." },
      { property: "failureTtlMilliseconds", reason: "Must be 0 (off) or at least 60000 (a minute)." },
      { property: "maxPortShareLevel", reason: 'Must be one of "owner", "authenticated", "organization", "public".' },
    ]);
    expect(server.takeLog()).toEqual([]);
  });
});

describe("template.diff", () => {
  it("finds nothing and asks nothing when nothing changed", async () => {
    const { driven, news } = await created();
    expect(await driven.up(news)).toEqual([]);
    expect(server.takeLog()).toEqual([]);
  });

  it.each(["name", "displayName", "activeVersionId", "autostartRequirement", "forceDelete"])(
    "takes an unknown `%s` for a change in place",
    async (property) => {
      const { driven, news } = await created();
      expect(await driven.changes({ ...news, [property]: UNKNOWN })).toEqual([{ property, kind: "update" }]);
    },
  );

  it("takes an unknown organization for a replacement", async () => {
    const { driven, news } = await created();
    expect(await driven.changes({ ...news, organization: UNKNOWN })).toEqual([
      { property: "organization", kind: "replace" },
    ]);
  });

  it("knows an organization again by its id and by another of its names", async () => {
    const { driven, news } = await created();
    expect(await driven.changes({ ...news, organization: ORGANIZATIONS[0]?.id })).toEqual([]);
    expect(await driven.changes({ ...news, organization: "coder" })).toEqual([]);
    expect(await driven.changes({ ...news, organization: "research" })).toEqual([
      { property: "organization", kind: "replace" },
    ]);
  });

  it("moves a template that names no organization with the provider's", async () => {
    const { driven, news } = await created();
    const moved = new Driver(templateHandler, server, { defaultOrganization: "research" });
    Object.assign(moved, { id: driven.id, inputs: driven.inputs, outputs: driven.outputs });
    expect(await moved.changes(news)).toEqual([{ property: "organization", kind: "replace" }]);
    expect(server.told).toEqual([
      'info: The provider\'s organization is "research" now, which is not where this resource is. Set `organization` to leave it there.',
    ]);
  });

  it("leaves what the program does not declare as the server has it", async () => {
    const { driven, news } = await created();
    Object.assign(server.templates[0] ?? {}, {
      use_classic_parameter_flow: false,
      autostop_requirement: { days_of_week: ["friday"], weeks: 2 },
    });
    await driven.refresh();
    expect(await driven.changes(news)).toEqual([]);
  });
});

describe("template.update", () => {
  it("changes one field with one read and one write of the full set", async () => {
    const { driven, news } = await created({ description: "About." });
    expect(await driven.up({ ...news, displayName: "New" })).toEqual(["update displayName"]);
    const requests = server.takeRequests();
    expect(requests.map(({ method }) => method)).toEqual(["GET", "PATCH"]);
    expect(requests[1]?.json).toEqual({
      ...CREATED_WITH,
      name: "docker",
      display_name: "New",
      description: "About.",
      time_til_dormant_ms: 0,
      time_til_dormant_autodelete_ms: 0,
      deprecation_message: "",
    });
  });

  it("promotes a version with one write, and confirms it", async () => {
    const { driven, news } = await created();
    const next = server.addVersion({ name: "v2", template_id: driven.id });
    await driven.up({ ...news, activeVersionId: next.id });
    expect(server.takeLog()).toEqual([
      "GET /templateversions/<v2>",
      "GET /templates/<docker>",
      // Who uses it: nobody.
      "GET /workspaces",
      "GET /templates/<docker>",
      "PATCH /templates/<docker>/versions",
      "GET /templates/<docker>",
    ]);
    expect(driven.outputs["activeVersionId"]).toBe(next.id);
  });

  it("fails when another version is active right after the promotion", async () => {
    const { driven, news } = await created();
    const next = server.addVersion({ name: "v2", template_id: driven.id });
    server.http.on("PATCH /templates/:id/versions", { json: { message: "ok" } });
    await expect(driven.up({ ...news, activeVersionId: next.id })).rejects.toThrow(
      /^Template "docker" has active version .+, not .+ as it was told: something else promotes versions of it at the same time\. Run `pulumi up` again\.$/,
    );
  });

  it("looks whether a promotion whose answer was lost was done", async () => {
    const { driven, news } = await created();
    const next = server.addVersion({ name: "v2", template_id: driven.id });
    server.http.on("PATCH /templates/:id/versions", () => {
      Object.assign(server.templates[0] ?? {}, { active_version_id: next.id });
      return { drop: "before" };
    });
    await driven.up({ ...news, activeVersionId: next.id });
    expect(driven.outputs["activeVersionId"]).toBe(next.id);
  });

  it.each([
    [
      "is not imported",
      () => server.addVersion({ name: "v2", template_id: server.templates[0]?.id ?? "" }, "running"),
      /its import job is "running"/,
    ],
    [
      "belongs to no template",
      () => server.addVersion({ name: "v2" }),
      /"v2" belongs to no template, and can't join one that exists\. Make one with `templateName: "docker"`/,
    ],
    [
      "belongs to another template",
      () => server.addVersion({ name: "v2", template_id: newId() }),
      /"v2" belongs to another template\./,
    ],
    [
      "is archived",
      () => server.addVersion({ name: "v2", template_id: server.templates[0]?.id ?? "", archived: true }),
      /as it is archived\. Unarchive it;/,
    ],
  ])("explains why a version can't be promoted that %s", async (_case, add, message) => {
    const { driven, news } = await created();
    await expect(driven.up({ ...news, activeVersionId: add().id })).rejects.toThrow(message);
    expect(driven.outputs["activeVersionId"]).toBe(news["activeVersionId"]);
  });

  it("warns once of what the server ignores, shows no difference for it, and does not send it again", async () => {
    server.ignoredKeys = ["require_active_version", "failure_ttl_ms"];
    const driven = driver();
    const news = {
      name: "docker",
      activeVersionId: server.addVersion().id,
      requireActiveVersion: true,
      failureTtlMilliseconds: 60_000,
    };
    await driven.up(news);
    expect(server.told).toEqual([
      'warning: The server ignored `failureTtlMilliseconds`, `requireActiveVersion` of template "docker": they need a licence, or another version of Coder ' +
        "(this is v2.24.0+0000000). The template keeps its own value; yours is sent again with the next change of " +
        "the template.",
    ]);
    expect(driven.outputs).toMatchObject({ requireActiveVersion: false, failureTtlMilliseconds: 0 });
    server.takeLog();
    expect(await driven.up(news)).toEqual([]);
    await driven.refresh();
    expect(await driven.up(news)).toEqual([]);
    const next = server.addVersion({ name: "v2", template_id: driven.id });
    server.takeLog();
    expect(await driven.up({ ...news, activeVersionId: next.id })).toEqual(["update activeVersionId"]);
    expect(server.takeLog().filter((line) => !line.startsWith("GET"))).toEqual(["PATCH /templates/<docker>/versions"]);
    expect(server.told).toHaveLength(1);
  });

  it("shows a difference again when either side moves on what was ignored", async () => {
    server.ignoredKeys = ["require_active_version"];
    const driven = driver();
    const news = { name: "docker", activeVersionId: server.addVersion().id, requireActiveVersion: true };
    await driven.up(news);
    expect(await driven.changes({ ...news, requireActiveVersion: false })).toEqual([]);
    server.ignoredKeys = [];
    await driven.up({ ...news, displayName: "New" });
    expect(server.templates[0]?.["require_active_version"]).toBe(true);
    Object.assign(server.templates[0] ?? {}, { require_active_version: false });
    await driven.refresh();
    expect(await driven.changes({ ...news, displayName: "New" })).toEqual([
      { property: "requireActiveVersion", kind: "update" },
    ]);
  });

  it("takes the group of everyone off although nothing else changes, and says that `false` gives nothing back", async () => {
    const { driven, news } = await created();
    await driven.up({ ...news, disableEveryoneGroupAccess: true });
    expect(server.templates[0]?.["everyone_removed"]).toBe(true);
    expect(server.templates[0]?.name).toBe("docker");
    await driven.up(news);
    expect(server.told).toEqual([
      "warning: `disableEveryoneGroupAccess: false` does not give the template back to everyone: `accessControl` " +
        "does, or the access list on the template's page.",
    ]);
  });

  it("renames, also when only the case changes", async () => {
    const { driven, news } = await created();
    expect(await driven.up({ ...news, name: "Docker" })).toEqual(["update name"]);
    expect(driven.outputs).toMatchObject({ name: "Docker", url: `${server.http.url}/templates/coder/Docker` });
  });

  it("names who has the name that it should get", async () => {
    const { driven, news } = await created();
    const holder = server.addTemplate({ name: "other" });
    await expect(driven.up({ ...news, name: "other" })).rejects.toThrow(
      `Template "docker" was not renamed. The name "other" is taken in organization "coder" by template ${holder.id}`,
    );
  });

  it("keeps what was reached when the promotion fails after the update", async () => {
    const { driven, news } = await created();
    server.http.on("PATCH /templates/:id/versions", refuse(500, "Internal error."));
    const next = server.addVersion({ name: "v2", template_id: driven.id });
    const wanted = { ...news, displayName: "New", activeVersionId: next.id, forceDelete: true };
    await expect(driven.up(wanted)).rejects.toBeInstanceOf(PartialError);
    expect(driven.outputs).toMatchObject({
      displayName: "New",
      activeVersionId: news["activeVersionId"],
      forceDelete: false,
    });
    expect(await driven.changes(wanted)).toEqual([
      { property: "activeVersionId", kind: "update" },
      { property: "forceDelete", kind: "update" },
    ]);
  });

  it("looks whether an update whose answer was lost was done", async () => {
    const { driven, news } = await created();
    server.http.on("PATCH /templates/:id", () => {
      Object.assign(server.templates[0] ?? {}, { display_name: "New" });
      return { drop: "before" };
    });
    await driven.up({ ...news, displayName: "New" });
    expect(driven.outputs["displayName"]).toBe("New");
  });

  it("takes an answer without content for done", async () => {
    const { driven, news } = await created();
    server.http.on("PATCH /templates/:id", { status: 304 });
    await driven.up({ ...news, displayName: "New" });
    expect(server.told).toEqual([expect.stringContaining("The server ignored `displayName`")]);
  });

  it("says that the template is gone, and how to make it anew", async () => {
    const { driven, news } = await created();
    server.removeTemplate(driven.id);
    await expect(driven.up({ ...news, displayName: "New" })).rejects.toThrow(
      'Template "docker" no longer exists on the server, or the token\'s user may not see it any more. Run `pulumi refresh`, then `pulumi up`: it is then made anew.',
    );
  });
});

describe("template.read", () => {
  it("reports what people changed by hand", async () => {
    const { driven, news } = await created({ description: "About." });
    const promoted = server.addVersion({ name: "v2", template_id: driven.id });
    Object.assign(server.templates[0] ?? {}, {
      description: "By hand.",
      name: "podman",
      active_version_id: promoted.id,
    });
    expect(await driven.refresh()).toBe(true);
    expect(await driven.changes({ ...news, description: "About." })).toEqual([
      { property: "name", kind: "update" },
      { property: "activeVersionId", kind: "update" },
      { property: "description", kind: "update" },
    ]);
  });

  it.each([404, 410])("takes status %d for gone", async (status) => {
    const { driven } = await created();
    server.http.on("GET /templates/:id", refuse(status, "Gone."));
    expect(await driven.refresh()).toBe(false);
  });

  it("does not take a refusal for gone", async () => {
    const { driven } = await created();
    server.http.on("GET /templates/:id", refuse(403, "Forbidden."));
    await expect(driven.refresh()).rejects.toThrow(/^Forbidden\. The user whose token is used may not do this/);
  });

  it("fills the outputs of one that is read by its id alone", async () => {
    const template = server.addTemplate({ display_name: "By hand" });
    const found = await templateHandler.read(server.context(), template.id, {});
    expect(found).toMatchObject({
      id: template.id,
      outputs: {
        displayName: "By hand",
        organizationName: "coder",
        disableEveryoneGroupAccess: false,
        forceDelete: false,
        __declared: [],
      },
    });
    expect(found?.outputs).not.toHaveProperty("organization");
  });

  it("finds a template by organization and name, for an import", async () => {
    const template = server.addTemplate();
    expect(await templateHandler.find(server.context(), "coder/docker")).toBe(template.id);
    expect(await templateHandler.find(server.context(), "coder/none")).toBeUndefined();
    expect(await templateHandler.find(server.context(), "docker")).toBeUndefined();
  });
});

describe("template.delete", () => {
  it("takes one request", async () => {
    const { driven } = await created();
    await driven.destroy();
    expect(server.takeRequests().map(({ method }) => method)).toEqual(["DELETE"]);
    expect(server.templates).toEqual([]);
  });

  it.each([404, 410])("is done when the template is gone already (status %d)", async (status) => {
    const { driven } = await created();
    server.http.on("DELETE /templates/:id", refuse(status, "Gone."));
    await driven.destroy();
    expect(server.http.requestsTo("DELETE /templates/:id")).toHaveLength(1);
  });

  it("names the workspaces that keep it, and what to do", async () => {
    const { driven } = await created();
    for (let number = 1; number <= 12; number += 1)
      server.addWorkspace("bob", { name: `w${number}`, template_id: driven.id });
    server.addWorkspace("bob", { name: "foreign", template_id: server.addTemplate({ name: "other" }).id });
    await expect(driven.destroy()).rejects.toThrow(
      'Template "docker" was not deleted: it still has workspaces (12: bob/w1, bob/w2, bob/w3, bob/w4, bob/w5, bob/w6, bob/w7, bob/w8, bob/w9, bob/w10, and 2 more). ' +
        "Delete them first, or set `forceDelete: true`, run `pulumi up`, and delete it then: that deletes them " +
        "with it.",
    );
    expect(server.http.requestsTo("GET /workspaces")[0]?.query.get("q")).toBe(
      `template:docker organization:${ORGANIZATIONS[0]?.id}`,
    );
  });

  it("tells the refusal when the workspaces can't be listed", async () => {
    const { driven } = await created();
    server.addWorkspace("bob", { name: "w1", template_id: driven.id });
    server.http.on("GET /workspaces", refuse(403, "Forbidden."));
    await expect(driven.destroy()).rejects.toThrow(
      'Template "docker" was not deleted: it still has workspaces. Delete them first',
    );
  });

  it("throws other refusals as they are", async () => {
    const { driven } = await created();
    server.http.on("DELETE /templates/:id", refuse(403, "Forbidden."));
    await expect(driven.destroy()).rejects.toThrow(/^Forbidden\./);
  });

  it("deletes the workspaces first where that was asked for", async () => {
    const { driven } = await created({ forceDelete: true });
    server.addWorkspace("bob", { name: "w1", template_id: driven.id });
    await driven.destroy();
    expect(server.takeLog().filter((line) => !line.startsWith("GET"))).toEqual([
      expect.stringMatching(/^POST \/workspaces\/.+\/builds$/),
      expect.stringMatching(/^DELETE \/templates\//),
    ]);
    expect(server.templates).toEqual([]);
  });

  it("is done at once when `forceDelete` meets a template that is gone", async () => {
    const { driven } = await created({ forceDelete: true });
    server.removeTemplate(driven.id);
    await driven.destroy();
    expect(server.takeRequests().map(({ method }) => method)).toEqual(["GET"]);
  });

  it("keeps the template, and names each workspace that could not be deleted", async () => {
    const { driven } = await created({ forceDelete: true });
    server.addWorkspace("bob", { name: "w1", template_id: driven.id });
    server.http.on("POST /workspaces/:id/builds", refuse(403, "No."));
    await expect(driven.destroy()).rejects.toThrow(
      /^Template "docker" was not deleted: 1 of its 1 workspaces could not be deleted\. Mend what is wrong with them and run the same command again\.\n"bob\/w1": No\./,
    );
    expect(server.templates).toHaveLength(1);
  });
});
