// Workspaces of a version that the same program makes: judged by the version's code while the server does not have it,
// on both hosts.
import { UNKNOWN_MARKER } from "../../../provider/hosts/wire";
import type { ResourceType } from "../../../provider/registry";
import type { Properties } from "../../../provider/values";
import type { Lifecycle } from "../../fakes/driver";
import { parameter as coderParameter } from "../../fakes/coder/template-versions";
import { useHostRuns } from "../../fakes/host-runs";
import type { HostName } from "../../fakes/hosts";

const runs = useHostRuns();

const CODER = 'terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n';
const PARAMETERS =
  parameter("cpus", 'type = "number"\n  default = 2\n  mutable = true\n  validation {\n    min = 1\n    max = 4\n  }') +
  parameter("region", 'mutable = false\n  option {\n    name = "EU"\n    value = "eu"\n  }') +
  parameter("team", 'default = "core"\n  validation {\n    regex = "^[a-z]+$"\n    error = "Small letters."\n  }') +
  'data "coder_workspace_preset" "small" {\n  name = "Small"\n  parameters = { cpus = 1, region = "eu" }\n}\n';
const NEXT = sourceOf(CODER + PARAMETERS);

function parameter(name: string, body: string): string {
  return `data "coder_parameter" "${name}" {\n  name = "${name}"\n  ${body}\n}\n`;
}

function sourceOf(main: string): Properties {
  return { files: { "main.tf": main } };
}

function urnOf(host: HostName, type: ResourceType, name: string): string {
  const token = host === "plugin" ? `coderd:index:${type}` : `pulumi-nodejs:dynamic/coderd:${type}`;
  return `urn:pulumi:test::project::${token}::${name}`;
}

function from(sources: Record<string, string>): Properties {
  return { __sources: sources };
}

/** What is refused, by a check or by a difference. */
async function refusals(run: () => Promise<unknown>): Promise<string> {
  return run().then(
    (found) =>
      ((found ?? []) as { property: string; reason: string }[])
        .map(({ property, reason }) => `${property}: ${reason}`)
        .join("\n"),
    (thrown: Error) => thrown.message,
  );
}

describe.each(["plugin", "dynamic"] as const)("on the %s host, a program that changes a version", (host) => {
  /** A template and its workspace, which runs version "one" with a parameter "cpus". */
  async function setUp(): Promise<{ workspace: Lifecycle; templateId: string; versionId: string }> {
    const one = runs.server.addVersion({ name: "one" });
    const { id: templateId } = runs.server.addTemplate({ active_version_id: one.id, name: "docker" });
    const workspace = await runs.resource(host, "Workspace", { name: "held" });
    await workspace.up({ name: "held", templateVersionId: one.id, parameters: { cpus: 4 } });
    return { workspace, templateId, versionId: one.id };
  }

  async function declareVersion(more: Properties = {}, name = "version"): Promise<void> {
    const version = await runs.resource(host, "TemplateVersion", { name });
    expect(await version.check({ templateName: "docker", source: NEXT, ...more })).toEqual([]);
  }

  const versionSource = { templateVersionId: urnOf(host, "TemplateVersion", "version") };
  const unknownVersion = { templateVersionId: UNKNOWN_MARKER, ...from(versionSource) };

  it("has the parameters of new workspaces refused, each at its property", async () => {
    await setUp();
    await declareVersion({ name: "two" });
    const workspace = await runs.resource(host, "Workspace", { name: "fresh" });
    const check = (parameters: Properties, more: Properties = {}): Promise<string> =>
      refusals(() => workspace.check({ name: "fresh", ...unknownVersion, parameters, ...more }));
    expect(await check({ cpus: 8, gpu: true, region: "us", team: "Team7" })).toBe(
      [
        ': `parameters`: Parameter "cpus" must be at least 1 and at most 4.',
        ': `parameters`: Template version "two" has no parameter "gpu". Did you mean "cpus"?',
        ': `parameters`: Parameter "region" must be one of its options: "eu". Did you mean "eu"?',
        ': `parameters`: Parameter "team" must match ^[a-z]+$: Small letters.',
      ].join("\n"),
    );
    expect(await check({})).toBe(': `parameters`: Parameter "region" is missing: template version "two" requires it.');
    expect(await check({}, { preset: "Large" })).toBe(
      ': `preset`: Template version "two" has no preset "Large". It has "Small".',
    );
    expect(await check({ cpus: 2 }, { preset: "Small" })).toContain('Parameter "cpus" has another value in preset');
    for (const [parameters, more] of [
      [{ region: "eu" }, {}],
      [{}, { preset: "Small" }],
      [{ region: UNKNOWN_MARKER, cpus: 3 }, {}],
      [{}, { preset: UNKNOWN_MARKER }],
      [UNKNOWN_MARKER, {}],
    ] as [Properties, Properties][])
      expect(await check(parameters, more)).toBe("");
  });

  it("has those of workspaces that exist refused, and tells what replaces them", async () => {
    const { workspace } = await setUp();
    await declareVersion({ name: "two" });
    const declared = (parameters: Properties): Properties => ({ name: "held", ...unknownVersion, parameters });
    expect(await refusals(() => workspace.changes(declared({ cpus: 4 })))).toContain(
      'Parameter "region" is missing: template version "two" requires it.',
    );
    expect(await refusals(() => workspace.changes(declared({ cpus: 5, region: "eu" })))).toContain(
      'Parameter "cpus" must be at least 1 and at most 4.',
    );
    expect(await refusals(() => workspace.changes(declared({ cpus: 4, region: "eu", gpu: 1 })))).toContain(
      'Template version "two" has no parameter "gpu".',
    );
    const changes = await workspace.changes(declared({ cpus: 4, region: "eu" }));
    expect(changes.map(({ kind }) => kind)).not.toContain("replace");
    expect(changes.length).toBeGreaterThan(0);
  });

  it("leaves workspaces alone that keep their version, and says how they would get it", async () => {
    const { templateId } = await setUp();
    const workspace = await runs.resource(host, "Workspace", { name: "keeps" });
    const declared = { name: "keeps", templateId };
    await workspace.up({ ...declared, parameters: { cpus: 4 } });
    const advice = "declare `templateVersionId` (`activeVersionId` of the `Template`) in its place.";
    const alone = await refusals(() => workspace.changes({ ...declared, parameters: { region: "eu" } }));
    expect(alone).toContain('Template version "one" has no parameter "region"');
    expect(alone).not.toContain(advice);
    await declareVersion({ name: "two" });
    expect(await workspace.changes({ ...declared, parameters: { cpus: 4 } })).toEqual([]);
    expect(await refusals(() => workspace.changes({ ...declared, parameters: { region: "eu" } }))).toContain(
      `Template version "one" has no parameter "region". It has "cpus". With \`templateId\` the workspace keeps the ` +
        `version that it has. To build it with that of its template, ${advice}`,
    );
  });

  it("is followed through a template and a promotion, and by the template's name in other languages", async () => {
    const { workspace, templateId } = await setUp();
    await declareVersion();
    const template = await runs.resource(host, "Template", { name: "template" });
    await template.check({
      name: "docker",
      activeVersionId: UNKNOWN_MARKER,
      ...from({ activeVersionId: versionSource.templateVersionId }),
    });
    const promotion = await runs.resource(host, "TemplatePromotion", { name: "promotion" });
    await promotion.check({ templateId, templateVersionId: UNKNOWN_MARKER, ...from(versionSource) });
    const sources = [
      from({ templateVersionId: urnOf(host, "Template", "template") }),
      from({ templateVersionId: urnOf(host, "TemplatePromotion", "promotion") }),
      {},
    ];
    for (const source of sources) {
      const news = { name: "held", templateVersionId: UNKNOWN_MARKER, parameters: { cpus: 4 }, ...source };
      expect(await refusals(() => workspace.changes(news))).toContain('Parameter "region" is missing');
    }
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    const unnamed = { name: "fresh", templateVersionId: UNKNOWN_MARKER };
    expect(await fresh.check(unnamed)).toEqual([]);
    expect(await refusals(() => fresh.check({ ...unnamed, ...sources[0] }))).toContain('"region" is missing');
  });

  it("is not taken for the version by name where there are two", async () => {
    const { workspace } = await setUp();
    await declareVersion();
    await declareVersion({ source: sourceOf(CODER) }, "canary");
    const news = { name: "held", templateVersionId: UNKNOWN_MARKER, parameters: { cpus: 4 } };
    expect((await workspace.changes(news)).length).toBeGreaterThan(0);
  });

  it("as a template's source counts for workspaces of the template", async () => {
    const template = await runs.resource(host, "Template", { name: "template" });
    await template.up({ name: "docker", source: sourceOf(CODER) });
    expect(await template.check({ name: "docker", source: NEXT })).toEqual([]);
    const templateId = template.id;
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    const source = urnOf(host, "Template", "template");
    for (const ids of [
      { templateId, ...from({ templateId: source }) },
      { templateId: UNKNOWN_MARKER, ...from({ templateId: source }) },
      { templateVersionId: UNKNOWN_MARKER, ...from({ templateVersionId: source }) },
    ])
      expect(await refusals(() => fresh.check({ name: "fresh", ...ids }))).toBe(
        ': `parameters`: Parameter "region" is missing: the declared version of template "docker" requires it.',
      );
  });

  it("has builds of its workspaces judged by the version that they are about to get", async () => {
    const { workspace } = await setUp();
    await declareVersion();
    const sources = { name: "held", ...unknownVersion };
    await workspace.changes({ ...sources, parameters: { cpus: 4, region: "eu" } });
    const parameters = await runs.resource(host, "BuildParameters", { name: "parameters" });
    const build = await runs.resource(host, "WorkspaceBuild", { name: "build" });
    const check = (resource: Lifecycle, values: Properties, more: Properties = {}): Promise<string> =>
      refusals(() => resource.check({ workspaceId: workspace.id, parameters: values, ...more }));
    const start = { transition: "start" };
    expect(await check(parameters, { team: "dev" })).toBe("");
    expect(await check(parameters, { team: "Dev" })).toContain('"team" must match');
    expect(await check(build, { team: "dev" }, start)).toBe("");
    expect(await check(build, { cpus: 7 }, start)).toContain('"cpus" must be at least 1 and at most 4.');
    expect(await check(build, { cpus: 7, region: "eu" }, { ...start, ...unknownVersion })).toContain('"cpus" must be');
    const other = { workspaceId: UNKNOWN_MARKER, ...from({ workspaceId: urnOf(host, "Workspace", "held") }) };
    expect(await refusals(() => parameters.check({ ...other, parameters: { gpu: true } }))).toContain('"gpu"');
    expect(await parameters.check({ ...other, parameters: { cpus: 3 } })).toEqual([]);
  });

  it("that the server has: builds of workspaces that have no id yet are judged by it", async () => {
    const { versionId } = await setUp();
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    expect(await fresh.check({ name: "fresh", templateVersionId: versionId, parameters: { cpus: 3 } })).toEqual([]);
    const parameters = await runs.resource(host, "BuildParameters", { name: "parameters" });
    const build = await runs.resource(host, "WorkspaceBuild", { name: "build" });
    const of = (name: string): Properties => ({
      workspaceId: UNKNOWN_MARKER,
      ...from({ workspaceId: urnOf(host, "Workspace", name) }),
    });
    const start = { transition: "start" };
    const unknown = ': `parameters`: Template version "one" has no parameter "gpu". Did you mean "cpus"?';
    const gpu = { parameters: { gpu: true } };
    expect(await refusals(() => parameters.check({ ...of("fresh"), ...gpu }))).toBe(unknown);
    expect(await refusals(() => build.check({ ...of("fresh"), ...start, ...gpu }))).toBe(unknown);
    expect(await refusals(() => build.check({ ...of("fresh"), ...start, preset: "Large" }))).toBe(
      ': `preset`: Template version "one" has no preset "Large". It has none.',
    );
    expect(await parameters.check({ ...of("fresh"), parameters: { cpus: 4 } })).toEqual([]);
    expect(await build.check({ ...of("fresh"), ...start, parameters: { cpus: 4 } })).toEqual([]);
    expect(await parameters.check({ ...of("another"), ...gpu })).toEqual([]);
  });

  it("that the server has: a build finds the values that another resource has set before it", async () => {
    const versionId = runs.server.addVersion({
      name: "rising",
      parameters: [coderParameter("disk", "number", { default_value: "1", validation_monotonic: "increasing" })],
    }).id;
    runs.server.addTemplate({ active_version_id: versionId, name: "rising" });
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    await fresh.check({ name: "fresh", templateVersionId: versionId, parameters: { disk: 2 } });
    const workspace = { workspaceId: UNKNOWN_MARKER, ...from({ workspaceId: urnOf(host, "Workspace", "fresh") }) };
    const parameters = await runs.resource(host, "BuildParameters", { name: "parameters" });
    const build = await runs.resource(host, "WorkspaceBuild", { name: "build" });
    expect(await parameters.check({ ...workspace, parameters: { disk: 5 } })).toEqual([]);
    const lower = { ...workspace, transition: "start", parameters: { disk: 4 } };
    expect(await refusals(() => build.check(lower))).toContain('Parameter "disk"');
  });

  it("leaves what its code does not say for certain to the server", async () => {
    await setUp();
    const module = 'module "more" {\n  source = "registry.example.com/a/b/c"\n}\n';
    await declareVersion({ source: sourceOf(CODER + module + parameter("cpus", 'type = "number"\n  default = 1')) });
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    const news = { name: "fresh", ...unknownVersion };
    expect(await fresh.check({ ...news, parameters: { gpu: true, cpus: 2 }, preset: "Large" })).toEqual([]);
    expect(await refusals(() => fresh.check({ ...news, parameters: { cpus: "many" } }))).toContain("takes a number");
  });

  it("is judged by the server once it is made, and no state has the hidden input", async () => {
    const { templateId } = await setUp();
    const template = await runs.resource(host, "Template", { name: "docker" });
    await template.up({ name: "second", source: NEXT });
    const fresh = await runs.resource(host, "Workspace", { name: "fresh" });
    const sources = from({ templateId: urnOf(host, "Template", "docker") });
    // The fake server gives every version the parameter "cpus" alone.
    const news = { name: "fresh", templateId: template.id, parameters: { cpus: 3 }, ...sources };
    expect(await fresh.check(news)).toEqual([]);
    await fresh.up(news);
    expect([fresh.inputs, fresh.outputs].filter((each) => JSON.stringify(each).includes("__sources"))).toEqual([]);
    expect(await fresh.changes({ ...news, templateId: template.id })).toEqual([]);
    expect(templateId).not.toBe(template.id);
  });
});
