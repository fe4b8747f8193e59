// What a version means for the workspaces of its template, on a real server: each cause in both flows, with two owners,
// a stopped and a dormant workspace. Also that the server refuses what is told, and finds what it is searched for.
import { callFunction } from "./call-function";
import { HOSTS, programOn, stackOn } from "./host-programs";
import { isServerBefore, useLive } from "./live";
import type { FoundVersion, FoundWorkspace } from "./server-api";
import { useObjects, type MadeTemplate } from "./server-objects";
import { messagesAt } from "./stack";
import { CODER_PROVIDER, type TemplateFiles } from "./templates";
import { valuesOf } from "./workspaces";

const objects = useObjects(() => live);
const live = useLive("impact");

const FLOWS = isServerBefore(2, 24) ? ["classic"] : ["classic", "dynamic"];

function option(value: string): string {
  return `  option {\n    name  = "${value}"\n    value = "${value}"\n  }\n`;
}

function parameter(name: string, body: string): string {
  return `data "coder_parameter" "${name}" {\n  name = "${name}"\n${body}}\n`;
}

/** What the next version changes, and what it leaves as it is. */
function source(changes: { region: string; most: number; pattern: string; zone: string; more: string }): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
${parameter("region", `  default = "eu"\n  mutable = true\n${option("eu")}${option(changes.region)}`)}
${parameter("size", `  type = "number"\n  default = 2\n  mutable = true\n  validation {\n    min = 1\n    max = ${changes.most}\n    error = "Too much."\n  }\n`)}
${parameter("team", `  default = "core"\n  mutable = true\n  validation {\n    regex = "${changes.pattern}"\n    error = "Small letters."\n  }\n`)}
${parameter("zone", `  default = "a"\n  mutable = false\n${option("a")}${option(changes.zone)}`)}
${changes.more}
resource "terraform_data" "main" {}
`,
  };
}

function preset(name: string): string {
  return `data "coder_workspace_preset" "main" {\n  name = "${name}"\n  parameters = { size = "4" }\n}\n`;
}

const NEXT = { region: "ap", most: 4, pattern: "^[a-z]+$", zone: "c" };
const FIRST = source({
  ...{ region: "us", most: 8, pattern: ".*", zone: "b" },
  more: parameter("legacy_name", '  default = "x"\n  mutable = true\n') + preset("Large"),
});

const NEXT_FILES = source({
  ...NEXT,
  more: parameter("token", '  type = "string"\n  mutable = true\n') + preset("Small"),
});

let template: MadeTemplate;
let next: FoundVersion;
/** The same without the required parameter. */
let milder: FoundVersion;
const workspaces = new Map<string, FoundWorkspace>();

beforeAll(async () => {
  template = await objects.template(`${live.prefix}a`, FIRST);
  next = await objects.version(template, "next", NEXT_FILES);
  milder = await objects.version(template, "milder", source({ ...NEXT, more: preset("Small") }));
  expect([next.job.status, milder.job.status]).toEqual(["succeeded", "succeeded"]);
  const user = await live.user();
  const values = (name: string, value: string): object => ({ rich_parameter_values: [{ name, value }] });
  const presets = await live.api.request<{ ID: string }[]>("GET", `/templateversions/${template.version.id}/presets`);
  const wanted: [name: string, settings: object, owner: string][] = [
    ["good", { automatic_updates: "always" }, "me"],
    ["option", values("region", "us"), "me"],
    ["range", values("size", "8"), user.id],
    ["pattern", values("team", "Team7"), user.id],
    ["fixed", values("zone", "b"), user.id],
    ["preset", { template_version_preset_id: presets[0]?.ID }, "me"],
  ];
  await Promise.all(
    wanted.map(async ([name, settings, owner]) => {
      workspaces.set(name, await objects.workspace(template, `${live.prefix}${name}`, { ...settings }, owner));
    }),
  );
  await live.api.build(idOf("good"), { transition: "stop" });
  await live.api.request("PUT", `/workspaces/${idOf("pattern")}/dormant`, { dormant: true });
});

function idOf(name: string): string {
  return workspaces.get(name)?.id ?? "";
}

function addressOf(name: string): string {
  return `${workspaces.get(name)?.owner_name}/${live.prefix}${name}`;
}

/** The causes as "kind name: workspaces". */
function expected(): string[] {
  const all = ["good", "option", "range", "pattern", "fixed", "preset"].map(addressOf).sort().join(" ");
  return [
    `missingParameter token: ${all}`,
    `invalidOption region: ${addressOf("option")}`,
    `invalidValue size: ${addressOf("range")}`,
    `invalidValue team: ${addressOf("pattern")}`,
    `immutableParameter zone: ${addressOf("fixed")}`,
    `missingPreset Large: ${addressOf("preset")}`,
    `removedParameter legacy_name: ${all}`,
  ];
}

describe.each(FLOWS)("in the %s flow", (flow) => {
  beforeAll(() => live.api.editTemplate(template.id, { use_classic_parameter_flow: flow === "classic" }));

  it("each of the six causes is found, of whosever workspace, stopped and dormant", async () => {
    live.proxy.clear();
    const impact = await callFunction(live, "getTemplateImpact", {
      templateId: template.id,
      templateVersionId: next.id,
    });
    const told = impact.causes.map(
      ({ kind, name, workspaces: found }) =>
        `${kind} ${name}: ${found.map((each) => `${each.ownerName}/${each.name}`).join(" ")}`,
    );
    expect(told).toEqual(expected());
    expect(impact).toMatchObject({ workspaceCount: 6, followingCount: 1, blockedCount: 6, uncheckedCount: 0 });
    const reads = live.proxy.matching({ method: "GET", path: /^\/workspacebuilds\/[^/]+\/parameters$/ });
    expect(reads.length).toBeLessThanOrEqual(6);
    expect(live.proxy.mutations().filter((each) => !each.endsWith("/evaluate"))).toEqual([]);
  });

  it("the server refuses each update that is told to fail", async () => {
    const update = (name: string, versionId: string): Promise<string> =>
      live.api
        .request("POST", `/workspaces/${idOf(name)}/builds`, { transition: "start", template_version_id: versionId })
        .then(
          () => "built",
          (thrown: unknown) => String(thrown),
        );
    expect(await update("good", next.id)).toMatch(/: 400 .*token/i);
    expect(await update("option", milder.id)).toMatch(/: 400 .*region/i);
    expect(await update("range", milder.id)).toMatch(/: 400 .*size/i);
    expect(await update("fixed", milder.id)).toMatch(/: 400 .*zone/i);
    await live.api.request("PUT", `/workspaces/${idOf("pattern")}/dormant`, { dormant: false });
    expect(await update("pattern", milder.id)).toMatch(/: 400 .*team/i);
    await live.api.request("PUT", `/workspaces/${idOf("pattern")}/dormant`, { dormant: true });
  });

  it.each(HOSTS)("a preview that promotes the version tells it on the %s host", async (host) => {
    const declared = { templateId: template.id, templateVersionId: next.id };
    const stack = await stackOn(host, live, `new coderd.TemplatePromotion("promotion", ${JSON.stringify(declared)});`);
    const text = messagesAt(await stack.preview(), "promotion").join("\n");
    expect(text).toContain(
      `Template "${template.name}": 6 workspaces use it, of which 1 follows by itself; to version "next" 6 could not ` +
        "be updated as they are:",
    );
    expect(text).toContain(`- 1: their value of parameter "region" is no option: ${addressOf("option")}`);
    expect(text).toContain(
      `- 1: parameter "zone" is immutable, and does not take the value that they have: ${addressOf("fixed")}`,
    );
  });
});

it("the server finds parameters regardless of case, names as patterns, and values as they are", async () => {
  const count = async (term: string): Promise<number> => {
    const q = encodeURIComponent(`template:${template.name} param:"${term}"`);
    return (await live.api.request<{ count: number }>("GET", `/workspaces?q=${q}&limit=1`)).count;
  };
  expect(await count("REGION")).toBe(6);
  expect(await count("region=US")).toBe(1);
  expect(await count("region=u_")).toBe(0);
  expect(await count("legacy_name")).toBe(6);
  expect(await count("l_gacy_name")).toBe(6);
  expect(await count("l%name")).toBe(6);
  expect(await count("l\\_gacy\\_name")).toBe(0);
  expect(await count("legacy\\_name")).toBe(6);
});

it("a template says it, too, when it promotes a version", async () => {
  const program = (activeVersionId: string): string => {
    const declared = { name: template.name, adopt: template.id, activeVersionId };
    // Its workspaces stay when the stack is destroyed, and so does the template.
    return `new coderd.Template("template", ${JSON.stringify(declared)}, { retainOnDelete: true });`;
  };
  const stack = await stackOn("dynamic", live, program(template.version.id));
  await stack.up();
  stack.writeProgram(programOn("dynamic", program(next.id)));
  expect(messagesAt(await stack.preview(), "template").join("\n")).toContain(
    `Template "${template.name}": 6 workspaces use it, of which 1 follows by itself; to version "next" 6 could not be ` +
      "updated as they are:",
  );
  const { name, id: adopt } = template;
  const declared = JSON.stringify({ name, adopt, source: { files: NEXT_FILES } });
  stack.writeProgram(programOn("dynamic", `new coderd.Template("template", ${declared}, { retainOnDelete: true });`));
  const text = messagesAt(await stack.preview(), "template").join("\n");
  expect(text).toContain(
    "6 workspaces use it, of which 1 follows by itself; to its new version, as far as its code tells, 6 could not be " +
      "updated as they are:",
  );
  for (const cause of expected().map((each) => each.split(" ")[1]?.replace(":", "")))
    expect(text).toContain(`"${cause}"`);
});

it("the value of a parameter that went is dropped without a word", async () => {
  expect(Object.keys(await valuesOf(live.api, idOf("good")))).toContain("legacy_name");
  const built = await live.api.build(idOf("good"), { transition: "start", template_version_id: milder.id });
  expect(built?.latest_build.status).toBe("running");
  expect(Object.keys(await valuesOf(live.api, idOf("good"))).sort()).toEqual(["region", "size", "team", "zone"]);
});
