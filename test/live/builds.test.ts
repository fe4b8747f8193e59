// Builds on demand, parameters of workspaces that others own, and what a workspace's replacement does to both. Secret
// values stay secret.
import { useLive } from "./live";
import { templateProgram } from "./programs";
import { messagesAt, type Stack } from "./stack";
import { moodyTemplate, plainTemplate } from "./templates";
import { buildsOf, historyOf, valuesOf } from "./workspaces";

const live = useLive("build");

/** It has the templates that the other stacks use. */
let base: Stack;
let templateId: string;
let plainTemplateId: string;

beforeAll(async () => {
  const pairs = [
    {
      suffix: "moody",
      version: { source: { files: moodyTemplate() }, name: "one" },
      template: { name: `${live.prefix}moody` },
    },
    {
      suffix: "plain",
      version: { source: { files: plainTemplate("builds") } },
      template: { name: `${live.prefix}plain` },
    },
  ];
  base = await live.stack(templateProgram(pairs));
  await base.up();
  [templateId, plainTemplateId] = [base.stateOf("template-moody").id ?? "", base.stateOf("template-plain").id ?? ""];
});

const idOf = (stack: Stack, name: string): string => stack.stateOf(name).id ?? "";

function program(resources: string): string {
  return `
const coderd = require("pulumi-coderd");
const pulumi = require("@pulumi/pulumi");
const workspace = (name, inputs) => new coderd.Workspace(name, { name: "${live.prefix}" + name, templateId: "${templateId}", ...inputs });
${resources}
`;
}

describe("Workspace", () => {
  it("is replaced for another immutable parameter, owner or template, deleted first where the name is taken; what depends on it follows", async () => {
    const member = await live.user();
    const resources = (region: string, owner: string, template: string): string =>
      program(`
        const fixed = workspace("fixed", { parameters: { region: "${region}", cpus: 3 } });
        new coderd.BuildParameters("values", { workspaceId: fixed.id, parameters: { mood: "set" } });
        workspace("given", { owner: "${owner}" });
        workspace("other", { templateId: "${template}" });
      `);
    const stack = await live.stack(resources("eu", "me", templateId));
    await stack.up();
    const before = ["fixed", "given", "other"].map((name) => idOf(stack, name));

    stack.writeProgram(resources("us", member.username, plainTemplateId));
    const preview = await stack.preview();
    expect(Object.keys(preview.operations).sort()).toEqual(["fixed", "given", "other", "values"]);
    const result = await stack.up();
    const deletedFirst = ["delete-replaced", "replace", "create-replacement"];
    expect(result.operations["fixed"]).toEqual(deletedFirst);
    expect(result.operations["other"]).toEqual(deletedFirst);
    expect(result.operations["given"]).toEqual(["create-replacement", "replace", "delete-replaced"]);
    expect(result.operations["values"]).toContain("create-replacement");
    for (const id of before) await expect(live.api.workspace(id)).rejects.toThrow(/410/);
    expect(await valuesOf(live.api, idOf(stack, "fixed"))).toMatchObject({ region: "us", cpus: "3", mood: "set" });
    expect((await live.api.workspace(idOf(stack, "given"))).owner_name).toBe(member.username);
    expect(await live.api.workspace(idOf(stack, "other"))).toMatchObject({ template_id: plainTemplateId });
    expect(stack.stateOf("values").outputs["workspaceId"]).toBe(idOf(stack, "fixed"));
    await stack.expectNoChanges();
    await stack.destroy();
    expect(await live.api.workspaces(live.prefix)).toEqual([]);
  });
});

describe("WorkspaceBuild", () => {
  it("makes one build when it is created and whenever a trigger changes; deleting it keeps the workspace as it is", async () => {
    const resources = (build: string): string =>
      program(`const main = workspace("main", { parameters: { cpus: 2 } });\n${build}`);
    const build = (given: string): string =>
      resources(`new coderd.WorkspaceBuild("build", { workspaceId: main.id, ${given} });`);
    const stack = await live.stack(build('transition: "stop", triggers: { day: 1 }'));
    await stack.up();
    const history = ["start running one", "stop stopped one"];
    expect(await historyOf(live.api, idOf(stack, "main"))).toEqual(history);
    expect(stack.stateOf("build").outputs).toMatchObject({ buildNumber: 2, status: "stopped", transition: "stop" });
    await stack.expectNoChanges();

    stack.writeProgram(build('transition: "start", triggers: { day: 1 }, parameters: { once: "now", cpus: 4 }'));
    expect((await stack.up()).operations).toEqual({ build: ["create-replacement", "replace", "delete-replaced"] });
    history.push("start running one");
    expect(await historyOf(live.api, idOf(stack, "main"))).toEqual(history);
    expect(await valuesOf(live.api, idOf(stack, "main"))).toMatchObject({ once: "now", cpus: "4" });

    const lost = live.proxy.inject({ method: "POST", path: /\/builds$/ }, { kind: "drop-answer" }, { times: 2 });
    stack.writeProgram(build('transition: "start", triggers: { day: 2 }, parameters: { once: "now", cpus: 4 }'));
    const preview = await stack.preview();
    expect(preview.operations["build"]).toContain("replace");
    await stack.up();
    expect(lost.hits).toBe(2);
    history.push("stop stopped one", "start running one");
    expect(await historyOf(live.api, idOf(stack, "main"))).toEqual(history);
    expect((await buildsOf(live.api, idOf(stack, "main"))).at(-1)?.id).toBe(idOf(stack, "build"));
    await stack.expectNoChanges();

    // A build that fails is in the state, and the next update makes another.
    stack.writeProgram(build('transition: "start", triggers: { day: 2 }, parameters: { mood: "fail" }'));
    expect(messagesAt(await stack.upFailing(), "build", "error").join("\n")).toContain("exit status 3");
    stack.writeProgram(build('transition: "start", triggers: { day: 2 }, parameters: { mood: "good" }'));
    await stack.up();
    history.push("stop stopped one", "start failed one", "start running one");
    expect(await historyOf(live.api, idOf(stack, "main"))).toEqual(history);

    // Removing it from the program sends nothing: what was built stays.
    live.proxy.clear();
    stack.writeProgram(resources(""));
    expect((await stack.up()).operations).toEqual({ build: ["delete"] });
    expect(live.proxy.mutations()).toEqual([]);
    await stack.destroy();
  });
});

describe("BuildParameters", () => {
  it("keeps the named parameters of other people's workspaces, with builds only where a value differs; stopped is not started", async () => {
    const member = await live.user();
    const made = await Promise.all(
      ["runs", "stops", "holds"].map((name) =>
        live.api.createWorkspace(member.username, {
          name: `${live.prefix}${name}`,
          template_id: templateId,
          rich_parameter_values: [{ name: "cpus", value: name === "holds" ? "6" : "1" }],
        }),
      ),
    );
    const [runs = "", stops = "", holds = ""] = made.map(({ id }) => id);
    await member.api.build(stops, { transition: "stop" });
    const resources = (parameters: string): string =>
      program(
        Object.entries({ runs, stops, holds })
          .map(
            ([name, id]) =>
              `new coderd.BuildParameters("${name}", { workspaceId: "${id}", parameters: ${parameters} });`,
          )
          .join("\n"),
      );
    const stack = await live.stack(resources("{ cpus: 6 }"));
    await stack.up();
    expect(await historyOf(live.api, runs)).toEqual(["start running one", "stop stopped one", "start running one"]);
    expect(await historyOf(live.api, stops)).toEqual(["start running one", "stop stopped one", "stop stopped one"]);
    expect(await historyOf(live.api, holds)).toEqual(["start running one"]);
    for (const id of [runs, stops, holds]) expect((await valuesOf(live.api, id))["cpus"]).toBe("6");
    expect(stack.stateOf("runs").outputs).toMatchObject({
      ownerName: member.username,
      parameters: { cpus: 6 },
      buildStatus: "running",
    });
    await stack.expectNoChanges();

    // The owner changes one value that is declared and one that is not, and deletes one workspace.
    const values = [
      { name: "cpus", value: "2" },
      { name: "gpu", value: "true" },
    ];
    await Promise.all([
      member.api.build(stops, { transition: "start", rich_parameter_values: values }),
      member.api.build(holds, { transition: "delete" }),
    ]);
    expect((await stack.refresh()).operations).toEqual({ stops: ["update"], holds: ["delete"] });
    expect(stack.stateOf("stops").outputs["parameters"]).toEqual({ cpus: 2 });
    stack.writeProgram(resources("{ cpus: 6 }").replace(/^.*"holds".*$/m, ""));
    expect((await stack.up()).operations).toEqual({ stops: ["update"] });
    expect(await valuesOf(live.api, stops)).toMatchObject({ cpus: "6", gpu: "true" });
    expect((await live.api.workspace(stops)).latest_build.status).toBe("running");

    // After a build that failed, an update with a better value makes another.
    stack.writeProgram(resources('{ cpus: 6, mood: "fail" }').replace(/^.*"(holds|stops)".*$/gm, ""));
    expect(messagesAt(await stack.upFailing(), "runs", "error").join("\n")).toContain("exit status 3");
    stack.writeProgram(resources('{ cpus: 6, mood: "good" }').replace(/^.*"(holds|stops)".*$/gm, ""));
    expect((await stack.up()).operations["runs"]).toEqual(["update"]);
    expect((await historyOf(live.api, runs)).slice(3)).toEqual([
      "stop stopped one",
      "start failed one",
      "start running one",
    ]);
    await stack.expectNoChanges();

    // Removing it from the program leaves the workspaces and their values to the owner.
    live.proxy.clear();
    await stack.destroy();
    expect(live.proxy.mutations()).toEqual([]);
    expect((await valuesOf(live.api, runs))["mood"]).toBe("good");
    await Promise.all([runs, stops].map((id) => member.api.build(id, { transition: "delete" })));
  });
});

describe("secret parameters", () => {
  it("are nowhere in clear in what is written, though the build's log shows them", async () => {
    const secret = "hunter2-4be1d05c77";
    const stack = await live.stack(
      program(`
        const secret = new pulumi.Config("test").requireSecret("secret");
        const main = workspace("secret", { parameters: { mood: secret, tools: [secret] } });
        const values = new coderd.BuildParameters("values", { workspaceId: main.id, parameters: { tools: [secret] } });
        new coderd.WorkspaceBuild("build", { workspaceId: values.workspaceId, transition: "start", parameters: { once: secret } });
        exports.parameters = main.parameters;
      `),
      { configuration: { "test:secret": { secret } } },
    );
    const flags = ["--logflow", "-v=9", "--logtostderr=false"];
    const texts = [
      (await stack.up(flags)).text,
      (await stack.refresh(flags)).text,
      (await stack.preview(["--diff", ...flags])).text,
    ];
    expect((await valuesOf(live.api, idOf(stack, "secret")))["mood"]).toBe(secret);
    await stack.expectNoChanges();
    // Refused values are not shown either.
    stack.writeProgram(
      program(`
        const secret = new pulumi.Config("test").requireSecret("secret");
        workspace("secret", { parameters: { cpus: secret, gpu: secret, region: secret } });
      `),
    );
    texts.push((await stack.previewFailing(["--diff", ...flags])).text);
    for (const hidden of [secret, Buffer.from(secret).toString("base64")]) {
      const files = stack.allFiles().filter(({ text }) => text.includes(hidden));
      expect(files.map(({ file }) => file)).toEqual([]);
      expect(texts.filter((text) => text.includes(hidden))).toEqual([]);
    }
    const open = (await stack.openState()).find(({ urn }) => urn.endsWith("::secret"));
    expect(JSON.stringify(open?.outputs["parameters"])).toContain(secret);
    await stack.destroy();
  });
});
