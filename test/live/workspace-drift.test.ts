// Workspaces that others change, delete, hold the name of, or are building; and answers of the server that are lost.
import fs from "node:fs";
import { useLive } from "./live";
import { eventually } from "./server-api";
import { messagesAt, type Stack } from "./stack";
import { GO_FILE } from "./templates";
import { buildsOf, historyOf, valuesOf, workspaceNamed, workspaceProgram } from "./workspaces";

const live = useLive("wdrift");

/** It has the template that the other stacks use. */
let base: Stack;
let templateId: string;

beforeAll(async () => {
  base = await live.stack(
    `${workspaceProgram(live.prefix, "").replace(/^const two = .*$/m, "")}\nexports.templateId = template.id;`,
  );
  templateId = String((await base.up()).outputs["templateId"]);
});

/** Resources of this name and these arguments, of the template. */
function program(workspaces: Record<string, string>): string {
  const lines = Object.entries(workspaces).map(
    ([name, given]) =>
      `new coderd.Workspace("${name}", { name: "${live.prefix}${name}", templateId: "${templateId}", ${given} });`,
  );
  return ['const coderd = require("pulumi-coderd");', ...lines].join("\n");
}

afterAll(() => fs.rmSync(GO_FILE, { force: true }));

const idOf = (stack: Stack, name: string): string => stack.stateOf(name).id ?? "";

describe("drift", () => {
  const DECLARED = {
    values: 'parameters: { cpus: 2, tools: ["git"] }',
    settings: 'autostartSchedule: "30 8 * * 1-5", ttlMilliseconds: 3600000',
    stopped: 'transition: "start"',
    free: "parameters: { cpus: 2 }",
    gone: "",
  };
  let stack: Stack;

  it("reports on refresh what people changed by hand, shows at preview what an update will put back, and puts it back", async () => {
    stack = await live.stack(program(DECLARED));
    await stack.up();
    const id = (name: keyof typeof DECLARED): string => idOf(stack, name);
    const gone = id("gone");
    await Promise.all([
      live.api.build(id("values"), {
        transition: "start",
        rich_parameter_values: [
          { name: "cpus", value: "7" },
          // A parameter that is not declared is no drift.
          { name: "mood", value: "other" },
        ],
      }),
      live.api.request("PUT", `/workspaces/${id("settings")}/autostart`, { schedule: "0 6 * * 1" }),
      live.api.request("PUT", `/workspaces/${id("settings")}/ttl`, { ttl_ms: 7_200_000 }),
      live.api.build(id("stopped"), { transition: "stop" }),
      live.api.build(id("free"), { transition: "stop" }),
      live.api.build(gone, { transition: "delete" }),
    ]);

    const refreshed = await stack.refresh();
    expect(refreshed.operations).toEqual({
      values: ["update"],
      settings: ["update"],
      stopped: ["update"],
      gone: ["delete"],
    });
    // The refresh notes it, but the program declares no transition.
    expect(stack.stateOf("free").outputs["status"]).toBe("stopped");
    expect(stack.stateOf("values").outputs["parameters"]).toEqual({ cpus: 7, tools: ["git"] });
    expect(stack.stateOf("settings").outputs).toMatchObject({
      autostartSchedule: "0 6 * * 1",
      ttlMilliseconds: 7_200_000,
    });
    expect(stack.stateOf("stopped").outputs).toMatchObject({ transition: "stop", status: "stopped" });

    const preview = await stack.preview();
    // The one whose transition is not declared is left stopped.
    expect(preview.operations).toEqual({
      values: ["update"],
      settings: ["update"],
      stopped: ["update"],
      gone: ["create"],
    });
    const shown = (name: string): string[] | undefined => preview.steps.find((step) => step.name === name)?.changed;
    expect([shown("values"), shown("settings"), shown("stopped")]).toEqual([
      ["parameters"],
      ["autostartSchedule", "ttlMilliseconds"],
      ["transition"],
    ]);

    live.proxy.clear();
    await stack.up();
    expect(await valuesOf(live.api, id("values"))).toMatchObject({ cpus: "2", tools: '["git"]', mood: "other" });
    expect(await live.api.workspace(id("settings"))).toMatchObject({
      autostart_schedule: "30 8 * * 1-5",
      ttl_ms: 3_600_000,
    });
    expect((await live.api.workspace(id("stopped"))).latest_build.status).toBe("running");
    expect((await live.api.workspace(id("free"))).latest_build.status).toBe("stopped");
    expect(id("gone")).not.toBe(gone);
    expect(live.proxy.mutations().filter((line) => line.includes(id("free")))).toEqual([]);
    await stack.expectNoChanges();
  });

  it("waits for a build by hand that is under way, then makes what is still needed, and no more", async () => {
    const build = { transition: "start", rich_parameter_values: [{ name: "mood", value: "wait" }] };
    await live.api.request("POST", `/workspaces/${idOf(stack, "values")}/builds`, build);
    stack.writeProgram(program({ ...DECLARED, values: 'parameters: { cpus: 3, mood: "good" }' }));
    const before = await buildsOf(live.api, idOf(stack, "values"));
    const running = stack.begin("up");
    await eventually(
      () => running.text(),
      (text) => /is under way, begun by ".*": it is waited for first/.test(text),
    );
    fs.writeFileSync(GO_FILE, "");
    expect((await running.ended).exitCode).toBe(0);
    fs.rmSync(GO_FILE);
    const made = (await historyOf(live.api, idOf(stack, "values"))).slice(before.length);
    expect(made).toEqual(["stop stopped one", "start running one"]);
    expect(await valuesOf(live.api, idOf(stack, "values"))).toMatchObject({ cpus: "3", mood: "good" });
  });

  it("destroys what is being built and what is gone already, without a word of complaint", async () => {
    await live.api.build(idOf(stack, "gone"), { transition: "delete" });
    const build = { transition: "start", rich_parameter_values: [{ name: "mood", value: "wait" }] };
    await live.api.request("POST", `/workspaces/${idOf(stack, "values")}/builds`, build);
    await eventually(
      () => live.api.workspace(idOf(stack, "values")),
      ({ latest_build: { status } }) => status === "starting",
    );
    live.proxy.clear();
    const gone = idOf(stack, "gone");
    const running = stack.begin("destroy");
    await eventually(
      () => running.text(),
      (text) => /is under way, begun by ".*": it is waited for first/.test(text),
    );
    fs.writeFileSync(GO_FILE, "");
    const result = await running.ended;
    expect(result.exitCode).toBe(0);
    expect(result.diagnostics.filter(({ severity }) => severity === "error" || severity === "warning")).toEqual([]);
    expect(live.proxy.mutations().filter((line) => line.includes(gone))).toEqual([]);
    expect(stack.isEmpty()).toBe(true);
    expect(await live.api.workspaces(live.prefix)).toEqual([]);
  });
});

describe("lost answers and names that are taken", () => {
  it("makes one workspace, and one stop and one start, although the answers are lost", async () => {
    const stack = await live.stack(program({ lost: "parameters: { cpus: 2 }" }));
    const create = live.proxy.inject({ method: "POST", path: /\/users\/[^/]+\/workspaces$/ }, { kind: "drop-answer" });
    await stack.up();
    expect(create.hits).toBe(1);
    expect(idOf(stack, "lost")).toBe((await workspaceNamed(live.api, `${live.prefix}lost`)).id);
    expect(live.proxy.mutations()).toEqual([expect.stringMatching(/^POST \/(users|organizations)\/.*\/workspaces$/)]);
    await stack.expectNoChanges();

    const builds = live.proxy.inject({ method: "POST", path: /\/builds$/ }, { kind: "drop-answer" }, { times: 2 });
    stack.writeProgram(program({ lost: "parameters: { cpus: 4 }" }));
    const result = await stack.up();
    expect(builds.hits).toBe(2);
    expect(messagesAt(result, "lost", "info").join("\n")).toContain("although the server's answer was lost");
    expect(await historyOf(live.api, idOf(stack, "lost"))).toEqual([
      "start running one",
      "stop stopped one",
      "start running one",
    ]);
    await stack.expectNoChanges();

    const deletion = live.proxy.inject({ method: "POST", path: /\/builds$/ }, { kind: "drop-answer" });
    await stack.destroy();
    expect(deletion.hits).toBe(1);
    expect(await live.api.workspaces(`${live.prefix}lost`)).toEqual([]);
  });

  it("names the workspace that holds the name, changes nothing about it, and goes on when it is gone", async () => {
    const holder = await live.api.createWorkspace("me", { name: `${live.prefix}TAKEN`, template_id: templateId });
    const stack = await live.stack(program({ taken: "parameters: { cpus: 5 }" }));
    const refused = await stack.upFailing();
    const errors = messagesAt(refused, "taken", "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(
      `is taken by workspace ${holder.id} of "${holder.owner_name}" and template "${live.prefix}template"`,
    );
    expect(errors[0]).toContain(`made by "${holder.owner_name}" `);
    expect(stack.isEmpty()).toBe(true);
    expect(await historyOf(live.api, holder.id)).toEqual(["start running one"]);
    await live.api.build(holder.id, { transition: "delete" });
    await stack.up();
    expect(idOf(stack, "taken")).not.toBe(holder.id);
    await stack.destroy();
  });
});
