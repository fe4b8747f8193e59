// Promotions: a canary between a version and its promotion, a promotion by hand, a provider that is killed after its
// request, going back at the end, and what is refused at preview.
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import { recordProcesses } from "./processes";
import { eventually, type FoundVersion } from "./server-api";
import { messagesAt, type Stack } from "./stack";
import { archiveOf, failingTemplate, plainTemplate, templateThatRuns, type TemplateFiles } from "./templates";

const live = useLive("promo");

const SENSITIVE = 'variable "password" {\n  type      = string\n  sensitive = true\n}\n';

/** Version → template and canary → promotion. The canary's build runs the command. */
function cycle(name: string, command: string): string {
  const files = templateThatRuns(`${command} # ${name}`);
  const source = { files: { ...files, "variables.tf": SENSITIVE } };
  return `
const version = new coderd.TemplateVersion("version", {
  templateName: "${name}", source: ${JSON.stringify(source)}, variables: { password: pulumi.secret("hush-hush") },
});
const template = new coderd.Template("template", { name: "${name}", firstVersionId: version.id });
const canary = new coderd.Workspace("canary", {
  name: "${name}", templateVersionId: version.id, transition: "start",
}, { dependsOn: template });
new coderd.TemplatePromotion("promotion", {
  templateId: template.id, templateVersionId: version.id,
}, { dependsOn: canary });
`;
}

async function versionsOf(name: string): Promise<FoundVersion[]> {
  return live.api.versions((await live.api.template(name)).id);
}

async function unarchived(name: string): Promise<string[]> {
  return (await versionsOf(name)).filter(({ archived }) => !archived).map(({ id }) => id);
}

async function activeVersion(name: string): Promise<string> {
  return (await live.api.template(name)).active_version_id;
}

const imports = (): number => live.proxy.mutations().filter((each) => each.endsWith("/templateversions")).length;
const promotions = (): number =>
  live.proxy.matching({ method: "PATCH", path: /^\/templates\/[^/]+\/versions$/ }).length;

describe.each(HOSTS)("on the %s host", (host) => {
  it("a canary that fails stops the promotion, the revert needs no import, and a good version replaces the old one", async () => {
    const name = `${live.prefix}${host}`;
    const stack = await stackOn(host, live, cycle(name, "true"));
    await stack.up();
    expect(promotions()).toBe(0);
    const first = stack.stateOf("version").id ?? "";
    expect(stack.stateOf("promotion").outputs).toMatchObject({ templateVersionId: first, previousVersionId: first });

    live.proxy.clear();
    stack.writeProgram(programOn(host, cycle(name, "exit 1")));
    const failed = await stack.upFailing();
    expect(messagesAt(failed, "canary", "error").join("\n")).toContain("did not succeed");
    const failing = stack.stateOf("version").id ?? "";
    expect([imports(), promotions(), await activeVersion(name)]).toEqual([1, 0, first]);
    expect(await unarchived(name)).toEqual([first, failing]);

    live.proxy.clear();
    stack.writeProgram(programOn(host, cycle(name, "true")));
    await stack.up();
    expect([imports(), promotions(), await activeVersion(name)]).toEqual([0, 0, first]);
    expect(stack.stateOf("version").id).toBe(first);
    expect(await unarchived(name)).toEqual([first]);
    expect((await stack.preview()).operations).toEqual({});

    live.proxy.clear();
    stack.writeProgram(programOn(host, cycle(name, "echo good")));
    await stack.up();
    const second = stack.stateOf("version").id ?? "";
    expect([imports(), promotions(), await activeVersion(name)]).toEqual([1, 1, second]);
    expect(await unarchived(name)).toEqual([second]);
    await stack.destroy();
  });

  it("survives a kill after its request, sees a promotion by hand, and goes back at the end", async () => {
    const name = `${live.prefix}${host}-kill`;
    const { template, versions } = await templateByHand(name, ["one", "two", "three"]);
    const [one = "", two = "", three = ""] = versions;
    const program = (versionId: string): string =>
      `new coderd.TemplatePromotion("promotion", { templateId: "${template}", templateVersionId: "${versionId}", onDelete: "restore" });`;
    const stack = await stackOn(host, live, program(two));

    await killAfterPromotion(host, stack, async () => (await activeVersion(name)) === two);
    expect(stack.state().filter(({ urn }) => urn.endsWith("::promotion"))).toEqual([]);
    live.proxy.clear();
    await stack.up();
    expect([promotions(), await activeVersion(name)]).toEqual([0, two]);
    expect(stack.stateOf("promotion").outputs["previousVersionId"]).toBe(one);

    stack.writeProgram(programOn(host, program(three)));
    const text = '"three" takes the place of the active version "two".';
    expect(messagesAt(await stack.preview(), "promotion").join("\n")).toContain(text);
    await stack.up();
    expect(stack.stateOf("promotion").outputs).toMatchObject({ templateVersionId: three, previousVersionId: one });

    await live.api.request("PATCH", `/templates/${template}/versions`, { id: two });
    expect((await stack.refresh()).operations).toEqual({ promotion: ["update"] });
    expect((await stack.up()).operations).toEqual({ promotion: ["update"] });
    expect(await activeVersion(name)).toBe(three);

    await live.api.request("POST", `/templateversions/${one}/archive`);
    await stack.destroy();
    expect(await activeVersion(name)).toBe(one);
    await live.api.request("DELETE", `/templates/${template}`);
  });
});

it("refuses bad promotions at preview, each with one error at its resource, and changes nothing", async () => {
  const name = `${live.prefix}bad`;
  const one = await templateByHand(`${name}1`, ["one", "archived"]);
  const other = await templateByHand(`${name}2`, ["one"]);
  const failed = await failedVersion(one.template);
  const [active = "", archived = ""] = one.versions;
  await live.api.request("POST", `/templateversions/${archived}/archive`);
  const bad = (templateId: string, templateVersionId = ""): string =>
    `new coderd.TemplatePromotion("bad", ${JSON.stringify({ templateId, templateVersionId })});\n`;
  const nobody = "6f6c0e6b-3b46-4a3c-8c5e-1d4b43b4a001";
  const twice = "which version of the template is the active one";
  // Each kind on one of the hosts: the unit tests have all of them.
  const programs: [Host, string, string][] = [
    ["dynamic", bad(one.template, other.versions[0]), "belongs to another template"],
    ["plugin", bad(nobody, active), `There is no template ${nobody}`],
    ["dynamic", bad(one.template, nobody), `There is no template version ${nobody}`],
    ["plugin", bad(one.template, archived), "as it is archived"],
    ["dynamic", bad(one.template, failed), 'its import job is "failed"'],
    ["plugin", bad(one.template, active) + bad(one.template, active).replace('"bad"', '"second"'), twice],
    [
      "dynamic",
      bad(one.template, active) +
        `new coderd.Template("second", { name: "${name}1", adopt: "${one.template}", activeVersionId: "${active}" });`,
      twice,
    ],
  ];
  const stacks = { dynamic: await stackOn("dynamic", live, ""), plugin: await stackOn("plugin", live, "") };
  live.proxy.clear();
  for (const [host, program, text] of programs) {
    const stack = stacks[host];
    stack.writeProgram(programOn(host, program));
    const { diagnostics } = await stack.previewFailing();
    const errors = diagnostics.filter(({ severity, name: at }) => severity === "error" && /^(bad|second)$/.test(at));
    expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(text)]);
  }
  expect(live.proxy.mutations()).toEqual([]);
  for (const { template } of [one, other]) await live.api.request("DELETE", `/templates/${template}`);
});

/** A template that nobody manages, with versions of these names; the first is the active one. */
async function templateByHand(
  name: string,
  [first = "", ...others]: readonly string[],
): Promise<{ template: string; versions: string[] }> {
  const fileId = await upload(plainTemplate("by-hand"));
  const made = await live.api.request<FoundVersion>("POST", "/organizations/default/templateversions", {
    ...{ name: first, storage_method: "file", provisioner: "terraform", file_id: fileId },
  });
  await live.api.endedVersion(made.id);
  const template = await live.api.request<{ id: string }>("POST", "/organizations/default/templates", {
    name,
    template_version_id: made.id,
  });
  const pushed = await Promise.all(others.map((each) => live.api.pushVersion(template.id, { name: each, fileId })));
  return { template: template.id, versions: [made.id, ...pushed.map(({ id }) => id)] };
}

async function failedVersion(templateId: string): Promise<string> {
  const fileId = await upload(failingTemplate());
  const { id, job } = await live.api.pushVersion(templateId, { name: "failed", fileId });
  expect(job.status).toBe("failed");
  return id;
}

async function upload(files: TemplateFiles): Promise<string> {
  return (await live.api.request<{ hash: string }>("POST", "/files", await archiveOf(files))).hash;
}

/** The server has promoted, and the provider is killed before it knows. */
async function killAfterPromotion(host: Host, stack: Stack, isPromoted: () => Promise<boolean>): Promise<void> {
  const processes = recordProcesses(stack);
  live.proxy.inject({ method: "PATCH", path: /^\/templates\/[^/]+\/versions$/ }, { kind: "hold-answer" });
  const running = stack.begin("up");
  await eventually(isPromoted, (done) => done);
  const provider = processes.ids(host === "plugin" ? "pulumi-resource-coderd" : "dynamic-provider").at(-1);
  process.kill(provider ?? 0, "SIGKILL");
  expect((await running.ended).exitCode).not.toBe(0);
  processes.clear();
  for (const key of ["NODE_OPTIONS", "LIVE_PROCESSES"]) delete stack.environment[key];
  live.proxy.clearFaults();
}
