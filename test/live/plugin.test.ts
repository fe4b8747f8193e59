// The plugin host on the real engine and server: what the dynamic host can't do, and the way from one to the other.
import path from "node:path";
import { importInto, pair, pluginProgram, pluginStack, usePlugin } from "./host-programs";
import { heldImport, itWithGate, useImportGate } from "./import-gate";
import { useLive } from "./live";
import { isRunning, recordProcesses } from "./processes";
import { templateProgram } from "./programs";
import { eventually } from "./server-api";
import { messagesAt, type Stack } from "./stack";
import { moodyTemplate, plainTemplate } from "./templates";

const live = useLive("plug");
const gate = useImportGate();

/**
 * A program that declares the plugin's resources with the inputs that they have in the state, without the engine's own
 * and the derived ones. `options` is code, from the resource's name.
 */
function programOf(stack: Stack, options: (name: string) => string = () => "{}"): string {
  const resources = stack.state().filter(({ type }) => type.startsWith("coderd:"));
  const lines = resources.map(({ urn, type, inputs }) => {
    const name = urn.split("::").at(-1) ?? "";
    const visible = Object.entries(inputs).filter(
      ([key]) => !key.startsWith("__") && !["digest", "files"].includes(key),
    );
    const declared = JSON.stringify(Object.fromEntries(visible));
    return `new coderd.${type.split(":").at(-1) ?? ""}(${JSON.stringify(name)}, ${declared}, ${options(name)});`;
  });
  return pluginProgram(lines.join("\n"));
}

describe("the plugin", () => {
  it("creates, tells at preview what is known and which property changes, updates, and sees drift", async () => {
    const name = `${live.prefix}basic`;
    const files = plainTemplate("basic");
    const exportsDigest = "\nexports.digest = version.digest; exports.organization = template.organizationId;";
    const stack = await pluginStack(live, pair(name, files, { displayName: "One" }) + exportsDigest);
    const first = await stack.preview();
    expect(first.operations).toEqual({ version: ["create"], template: ["create"] });
    expect(first.text).toMatch(/digest +: "[0-9a-f]{64}"/);
    expect(live.proxy.mutations()).toEqual([]);
    await stack.up();
    await stack.expectNoChanges();

    stack.writeProgram(pluginProgram(pair(name, files, { displayName: "Two" }) + exportsDigest));
    const changed = await stack.preview(["--diff"]);
    expect(changed.operations).toEqual({ template: ["update"] });
    expect(changed.text).toMatch(/~ displayName: "One" => "Two"/);
    expect(changed.text).not.toMatch(/~ organization/);
    expect((await stack.up()).operations).toEqual({ template: ["update"] });
    await stack.expectNoChanges();

    await live.api.editTemplate(stack.stateOf("template").id ?? "", { description: "By hand." });
    expect((await stack.refresh()).operations).toEqual({ template: ["update"] });
    const drifted = await stack.preview();
    expect(drifted.operations).toEqual({ template: ["update"] });
    await stack.up();
    expect((await live.api.template(name))["description"]).toBe("");
  });

  it("takes url and token from an explicit provider, keeps the token secret, and takes another one without replacing anything", async () => {
    const name = `${live.prefix}explicit`;
    const program = (url: string, token: string): string =>
      pluginProgram(`
const provider = new coderd.Provider("server", { url: ${JSON.stringify(url)}, token: ${JSON.stringify(token)} });
const version = new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files: plainTemplate("explicit") } })}, { provider });
`);
    const stack = await pluginStack(live, "", { environment: { CODER_URL: "", CODER_SESSION_TOKEN: "" } });
    stack.writeProgram(program(live.proxy.url, live.api.token));
    await stack.up();
    const version = stack.stateOf("version").id;
    const states = (): string => JSON.stringify(stack.state());
    expect(states()).not.toContain(live.api.token);

    const { key } = await live.api.request<{ key: string }>("POST", "/users/me/keys/tokens", {
      token_name: `${live.prefix}rotated`,
    });
    stack.writeProgram(program(live.proxy.url, key));
    const rotated = await stack.up();
    expect(rotated.operations["version"]).toBeUndefined();
    expect(stack.stateOf("version").id).toBe(version);
    expect(states()).not.toContain(key);
    for (const secret of [key, live.api.token]) {
      const inStates = stack
        .allFiles()
        .filter(({ file }) => file.includes(`${path.sep}state${path.sep}`) && !file.includes("program"));
      expect(inStates.filter(({ text }) => text.includes(secret)).map(({ file }) => file)).toEqual([]);
    }

    stack.writeProgram(program(live.proxy.url.replace("127.0.0.1", "localhost"), key));
    // Another address of the same server: what is there stays what it is.
    const moved = await stack.up();
    expect(moved.operations["version"]).toBeUndefined();
    expect(stack.stateOf("version").id).toBe(version);
    stack.writeProgram(program(live.proxy.url, key));
    await stack.destroy();
    // It would outlive the test: it is the owner's.
    await live.api.request("DELETE", `/users/me/keys/${key.split("-")[0]}`);
  });

  it("imports a template, a version and a workspace, by id and by name, from the command and by option, without a difference", async () => {
    const name = `${live.prefix}import`;
    const files = {
      "main.tf": `variable "region" {\n  default = "eu"\n}\n${plainTemplate("import")["main.tf"] ?? ""}`,
    };
    const origin = await pluginStack(
      live,
      `
const version = new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files }, variables: { region: "us" }, message: "First." })});
const template = new coderd.Template("template", { name: ${JSON.stringify(name)}, activeVersionId: version.id, description: "Mine.", defaultTtlMilliseconds: 3600000 });
const workspace = new coderd.Workspace("workspace", { name: ${JSON.stringify(`${live.prefix}ws`)}, templateId: template.id, ttlMilliseconds: 3600000 });
`,
    );
    await origin.up();
    const version = await live.api.version(origin.stateOf("version").id ?? "");
    const workspace = await live.api.workspace(origin.stateOf("workspace").id ?? "");
    const idOf = (name: string): string => origin.stateOf(name).id ?? "";
    const ids = [
      ["Template", "template", idOf("template")],
      ["TemplateVersion", "version", idOf("version")],
      ["Workspace", "workspace", idOf("workspace")],
    ] as const;
    const names = [
      ["Template", "template", `coder/${name}`],
      ["TemplateVersion", "version", `coder/${name}/${version.name}`],
      ["Workspace", "workspace", `${workspace.owner_name}/${workspace.name}`],
    ] as const;

    for (const given of [ids, names]) {
      const stack = await pluginStack(live, "");
      expect(await importInto(stack, given)).not.toMatch(/warning|error/i);
      for (const [, resource, id] of ids) expect(stack.stateOf(resource).id).toBe(id);
      stack.writeProgram(programOf(stack));
      await stack.expectNoChanges();
      expect((await stack.refresh()).operations).toEqual({});
      await stack.expectNoChanges();

      const second = await pluginStack(live, "");
      const importOf = (name: string): string => given.find(([, resource]) => resource === name)?.[2] ?? "";
      second.writeProgram(programOf(stack, (resource) => JSON.stringify({ import: importOf(resource) })));
      expect((await second.up()).operations).toEqual({
        version: ["import"],
        template: ["import"],
        workspace: ["import"],
      });
      await second.expectNoChanges();
    }
    const empty = await pluginStack(
      live,
      `new coderd.Template("template", { name: "none", activeVersionId: "${version.id}" }, { import: "coder/none" });`,
    );
    const missing = await empty.upFailing();
    expect(missing.text).toContain('There is no Template "coder/none"');
    expect(live.proxy.mutations().filter((request) => request.startsWith("PATCH"))).toEqual([]);
  });

  it("imports a build and the parameters of a workspace, by id and by name, and looks a workspace up with get", async () => {
    const name = `${live.prefix}import-build`;
    const origin = await pluginStack(
      live,
      `
${pair(name, moodyTemplate())}
const workspace = new coderd.Workspace("workspace", { name: ${JSON.stringify(`${live.prefix}built`)}, templateId: template.id });
const values = new coderd.BuildParameters("values", { workspaceId: workspace.id, parameters: { cpus: 4 } });
new coderd.WorkspaceBuild("build", { workspaceId: values.workspaceId, transition: "stop", parameters: {} });
`,
    );
    await origin.up();
    const workspace = await live.api.workspace(origin.stateOf("workspace").id ?? "");
    const owned = `${workspace.owner_name}/${workspace.name}`;
    const ids = [
      ["WorkspaceBuild", "build", origin.stateOf("build").id ?? ""],
      ["BuildParameters", "values", workspace.id],
    ] as const;
    const names = [
      ["WorkspaceBuild", "build", `${owned}/${workspace.latest_build.build_number}`],
      ["BuildParameters", "values", owned],
    ] as const;
    live.proxy.clear();
    for (const given of [ids, names]) {
      const stack = await pluginStack(live, "");
      expect(await importInto(stack, given)).not.toMatch(/warning|error/i);
      for (const [, resource, id] of ids) expect(stack.stateOf(resource).id).toBe(id);
      expect(stack.stateOf("values").outputs["parameters"]).toMatchObject({ cpus: "4", region: "eu" });
      expect(stack.stateOf("build").outputs).toMatchObject({
        transition: "stop",
        status: "stopped",
        buildNumber: workspace.latest_build.build_number,
      });
      const program = programOf(stack);
      stack.writeProgram(`${program}\nexports.got = coderd.Workspace.get("got", ${JSON.stringify(workspace.id)}).url;`);
      const looked = await stack.up();
      expect(looked.operations).toEqual({ got: ["read"] });
      expect(looked.outputs["got"]).toContain(owned);
      stack.writeProgram(program);
      await stack.up();
      await stack.expectNoChanges();
      expect((await stack.refresh()).operations).toEqual({});
      await stack.expectNoChanges();
    }
    expect(live.proxy.mutations()).toEqual([]);
  });

  itWithGate(
    "cancels an import that takes longer than customTimeouts, keeps its id, and makes a new one next time",
    async () => {
      const name = `${live.prefix}slow`;
      const stack = await pluginStack(
        live,
        pair(name, gate.template("slow"), {}, '{ customTimeouts: { create: "2s" } }'),
      );
      const failed = await stack.upFailing();
      expect(messagesAt(failed, "version", "error").join("\n")).toContain(
        "was not done after 2 seconds (`customTimeouts`)",
      );
      const dead = await live.api.version(stack.stateOf("version").id ?? "");
      expect(["canceled", "failed"]).toContain(dead.job.status);
      expect(stack.pendingOperations()).toEqual([]);

      gate.open();
      stack.writeProgram(pluginProgram(pair(name, gate.template("slow"))));
      await stack.up();
      expect(stack.stateOf("version").id).not.toBe(dead.id);
      await stack.expectNoChanges();
    },
  );

  itWithGate("cancels a running import after one Ctrl-C, keeps its id, and the next update goes on", async () => {
    const name = `${live.prefix}cut`;
    const stack = await pluginStack(live, pair(name, gate.template(name)));
    const running = stack.begin("up");
    const version = await heldImport(live, gate);
    running.interrupt();
    expect((await running.ended).exitCode).not.toBe(0);
    expect(["canceled", "failed"]).toContain((await live.api.version(version.id)).job.status);
    expect(stack.stateOf("version").id).toBe(version.id);
    expect(stack.pendingOperations()).toEqual([]);

    gate.open();
    await stack.up();
    expect((await live.api.template(name)).active_version_id).toBe(stack.stateOf("version").id);
    await stack.expectNoChanges();
  });

  itWithGate("ends when the engine is killed, and the next update goes on with what it followed", async () => {
    const name = `${live.prefix}orphan`;
    const stack = await pluginStack(live, pair(name, gate.template(name)));
    const processes = recordProcesses(stack);
    const running = stack.begin("up");
    const version = await heldImport(live, gate);
    process.kill(running.pid, "SIGKILL");
    await running.ended.catch(() => undefined);
    const plugins = processes.ids("pulumi-resource-coderd");
    expect(plugins).toHaveLength(1);
    await eventually(
      () => plugins.filter(isRunning),
      (left) => left.length === 0,
      5_000,
    );
    // The program and its host are the engine's to end.
    for (const pid of processes.ids().filter(isRunning)) process.kill(pid, "SIGKILL");

    delete stack.environment["NODE_OPTIONS"];
    await stack.run(["cancel", "--yes"]);
    gate.open();
    await stack.up();
    expect(stack.stateOf("version").id).toBe(version.id);
    await stack.expectNoChanges();
  });
});

describe("a stack of the dynamic host", () => {
  it("moves to the plugin by aliases, and nothing on the server is made, changed or deleted", async () => {
    const name = `${live.prefix}move`;
    const files = plainTemplate("move");
    const stack = await live.stack(
      templateProgram([{ version: { source: { files } }, template: { name, description: "Kept." } }]),
    );
    await stack.up();
    const before = idsOf(stack);
    live.proxy.clear();

    usePlugin(stack);
    const version = { templateName: name, source: { files } };
    const template = { name, description: "Kept." };
    const moved = pluginProgram(`
const from = (type) => ({ aliases: [{ type: "pulumi-nodejs:dynamic/coderd:" + type }] });
const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)}, from("TemplateVersion"));
const template = new coderd.Template("template", { activeVersionId: version.id, ...${JSON.stringify(template)} }, from("Template"));
`);
    stack.writeProgram(moved);
    expect((await stack.preview()).operations).toEqual({});
    const update = await stack.up();
    expect(update.operations).toEqual({});
    expect(live.proxy.mutations()).toEqual([]);
    expect(idsOf(stack)).toEqual(before);
    expect(stack.stateOf("template").type).toBe("coderd:index:Template");
    expect((await stack.refresh()).operations).toEqual({});

    // The aliases may go then, and the resources are the plugin's.
    stack.writeProgram(moved.replace(/aliases: .*? \}\]/, "").replace("Kept.", "Changed."));
    expect((await stack.up()).operations).toEqual({ template: ["update"] });
    await stack.expectNoChanges();
  });
});

function idsOf(stack: Stack): Record<string, string | undefined> {
  return { version: stack.stateOf("version").id, template: stack.stateOf("template").id };
}
