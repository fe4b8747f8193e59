// Workspaces: creation, changes in place, builds for new versions and parameters, replacement, failed builds.
import { useLive } from "./live";
import { messagesAt, type Result, type Stack } from "./stack";
import { historyOf, valuesOf, workspaceNamed, workspaceProgram } from "./workspaces";

const live = useLive("work");

const idOf = (stack: Stack, name: string): string => stack.stateOf(name).id ?? "";

/** Of the server, by the resource's name. */
const found = (stack: Stack, name: string): Promise<Record<string, unknown>> => live.api.workspace(idOf(stack, name));

const changed = (result: Result, name: string): string[] | undefined =>
  result.steps.find((step) => step.name === name)?.changed;

/** What was sent about this workspace; of each path only the end. */
function sentTo(id: string): string[] {
  const marker = `/workspaces/${id}`;
  return live.proxy
    .mutations()
    .filter((line) => line.includes(marker))
    .map((line) => line.replace(marker, ""));
}

/** Property → before, after, the request that changes it, and what the server then holds. */
const SETTINGS: Record<string, { before?: unknown; after?: unknown; sent: string[]; field: string; held: unknown }> = {
  autostartSchedule: {
    before: "CRON_TZ=Europe/Berlin 30 8 * * 1-5",
    after: "0 9 * * mon",
    sent: ["PUT /autostart"],
    field: "autostart_schedule",
    held: "0 9 * * mon",
  },
  ttlMilliseconds: { before: 3_600_000, after: 0, sent: ["PUT /ttl"], field: "ttl_ms", held: undefined },
  automaticUpdates: {
    before: "never",
    after: "always",
    sent: ["PUT /autoupdates"],
    field: "automatic_updates",
    held: "always",
  },
  favorite: { before: true, after: false, sent: ["DELETE /favorite"], field: "favorite", held: false },
  dormant: { after: true, sent: ["PUT /dormant"], field: "dormant_at", held: expect.any(String) as unknown },
  // Only the provider knows it: nothing is sent.
  orphanOnDelete: { after: true, sent: [], field: "favorite", held: false },
};

/** A workspace for each setting. */
function settingsProgram(key: "before" | "after" | "none"): string {
  return Object.entries(SETTINGS)
    .map(([property, setting]) => {
      const value = key === "none" ? undefined : setting[key];
      const name = `${live.prefix}${property.slice(0, 8)}`;
      return (
        `workspace("${property}", { name: "${name}", templateId: template.id, ${property}: ` +
        `${JSON.stringify(value)} });`
      );
    })
    .join("\n");
}

function mainProgram(
  parameters: { running?: string; stopped?: string } = {},
  active: "one" | "two" = "one",
  last = "",
): string {
  return workspaceProgram(
    live.prefix,
    `
workspace("running", { templateVersionId: template.activeVersionId, parameters: ${parameters.running ?? '{ region: "eu", cpus: 2, gpu: true, tools: ["git", "vim"], mood: "good" }'}${last} });
workspace("stopped", { templateVersionId: template.activeVersionId, transition: "stop", parameters: ${parameters.stopped ?? "{ cpus: 3 }"} });
workspace("once", { templateId: template.id, preset: "Large" });
workspace("pinned", { templateVersionId: one.id, ttlMilliseconds: 0, autostartSchedule: "", transition: "start" }, { dependsOn: template });
`,
    active,
  );
}

describe("versions and parameters", () => {
  let stack: Stack;

  it("creates workspaces with parameters of every type, a preset, a pinned version, and stopped; and then sees no change", async () => {
    stack = await live.stack(mainProgram());
    await stack.up();
    expect(await valuesOf(live.api, idOf(stack, "running"))).toMatchObject({
      region: "eu",
      cpus: "2",
      gpu: "true",
      tools: '["git","vim"]',
      mood: "good",
    });
    expect(await valuesOf(live.api, idOf(stack, "once"))).toMatchObject({ region: "us", cpus: "8", gpu: "false" });
    expect(await historyOf(live.api, idOf(stack, "running"))).toEqual(["start running one"]);
    expect(await historyOf(live.api, idOf(stack, "stopped"))).toEqual(["start running one", "stop stopped one"]);
    const pinned = await found(stack, "pinned");
    expect([pinned["ttl_ms"], pinned["autostart_schedule"]]).toEqual([undefined, undefined]);
    const { outputs } = stack.stateOf("running");
    expect(outputs).toMatchObject({
      parameters: { region: "eu", cpus: 2, gpu: true, tools: ["git", "vim"], mood: "good" },
      status: "running",
      outdated: false,
      transition: "start",
      templateVersionName: "one",
      templateName: `${live.prefix}template`,
      agents: [],
      resources: [{ type: "terraform_data", name: "main" }],
      latestBuild: { number: 1, transition: "start", status: "running" },
      url: expect.stringMatching(new RegExp(`/@[^/]+/${live.prefix}running$`)) as unknown,
    });
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});
    await stack.expectNoChanges();
  });

  it("changes parameters of each type with one stop and start while it runs, and with one stop while it is stopped", async () => {
    stack.writeProgram(
      mainProgram({
        running: '{ region: "eu", cpus: 4, gpu: false, tools: [], mood: "better" }',
        stopped: "{ cpus: 5 }",
      }),
    );
    const preview = await stack.preview();
    expect(preview.operations).toEqual({ running: ["update"], stopped: ["update"] });
    expect([changed(preview, "running"), changed(preview, "stopped")]).toEqual([["parameters"], ["parameters"]]);
    await stack.up();
    expect(sentTo(idOf(stack, "running"))).toEqual(["POST /builds", "POST /builds"]);
    expect(sentTo(idOf(stack, "stopped"))).toEqual(["POST /builds"]);
    expect(await historyOf(live.api, idOf(stack, "running"))).toEqual([
      "start running one",
      "stop stopped one",
      "start running one",
    ]);
    expect((await historyOf(live.api, idOf(stack, "stopped"))).slice(2)).toEqual(["stop stopped one"]);
    expect(await valuesOf(live.api, idOf(stack, "running"))).toMatchObject({
      region: "eu",
      cpus: "4",
      gpu: "false",
      tools: "[]",
      mood: "better",
    });
    expect((await valuesOf(live.api, idOf(stack, "stopped")))["cpus"]).toBe("5");
    await stack.expectNoChanges();
  });

  it("takes another way of writing the same values for no change", async () => {
    stack.writeProgram(
      mainProgram({
        running: '{ region: "eu", cpus: "4", gpu: "false", tools: "[ ]", mood: "better" }',
        stopped: "{ cpus: 5.0 }",
      }),
    );
    await stack.expectNoChanges();
  });

  it("follows the template's new version, with new parameters in the same builds; stopped stays stopped, pinned and created once stay", async () => {
    stack.writeProgram(mainProgram({ running: '{ region: "eu", cpus: 6 }', stopped: "{ cpus: 6 }" }, "two"));
    const result = await stack.up();
    expect(result.operations).toEqual({ template: ["update"], running: ["update"], stopped: ["update"] });
    expect((await historyOf(live.api, idOf(stack, "running"))).slice(3)).toEqual([
      "stop stopped one",
      "start running two",
    ]);
    expect((await historyOf(live.api, idOf(stack, "stopped"))).slice(3)).toEqual(["stop stopped two"]);
    // What is no longer declared is left as it is.
    expect(await valuesOf(live.api, idOf(stack, "running"))).toMatchObject({ cpus: "6", mood: "better", tools: "[]" });
    expect(sentTo(idOf(stack, "pinned"))).toEqual([]);
    expect(sentTo(idOf(stack, "once"))).toEqual([]);
    await stack.expectNoChanges();
    // The refresh notes that they are outdated, which is no difference.
    await stack.refresh();
    expect(stack.stateOf("once").outputs["outdated"]).toBe(true);
    await stack.expectNoChanges();
  });

  it("starts and stops what is declared so", async () => {
    const both = mainProgram(
      { running: '{ region: "eu", cpus: 6 }', stopped: "{ cpus: 6 }" },
      "two",
      ', transition: "stop"',
    );
    stack.writeProgram(
      both.replace('transition: "stop", parameters: { cpus: 6 }', 'transition: "start", parameters: { cpus: 6 }'),
    );
    const result = await stack.up();
    expect([changed(result, "running"), changed(result, "stopped")]).toEqual([["transition"], ["transition"]]);
    expect((await historyOf(live.api, idOf(stack, "running"))).slice(5)).toEqual(["stop stopped two"]);
    expect((await historyOf(live.api, idOf(stack, "stopped"))).slice(4)).toEqual(["start running two"]);
    await stack.expectNoChanges();
  });

  it("keeps the id of a workspace whose build failed, says where, and builds it again when it is mended", async () => {
    const program = (mood: string): string =>
      workspaceProgram(
        live.prefix,
        `workspace("pinned", { templateVersionId: one.id, parameters: { mood: "${mood}" } });
         workspace("born", { templateVersionId: one.id, parameters: { mood: "${mood}" } });`,
        "two",
      );
    const pinned = idOf(stack, "pinned");
    stack.writeProgram(program("fail"));
    const failed = await stack.upFailing(["--continue-on-error"]);
    for (const name of ["pinned", "born"]) {
      const errors = messagesAt(failed, name, "error").join("\n");
      expect(errors).toContain("exit status 3");
      expect(errors).toMatch(new RegExp(`/@[^/]+/${live.prefix}${name}/builds/\\d+`));
    }
    const born = await workspaceNamed(live.api, `${live.prefix}born`);
    expect([idOf(stack, "pinned"), idOf(stack, "born")]).toEqual([pinned, born.id]);

    // Nothing has changed: it is tried again all the same.
    expect((await stack.preview()).operations).toMatchObject({ pinned: ["update"], born: ["update"] });
    stack.writeProgram(program("good"));
    const mended = await stack.up();
    expect(mended.operations).toMatchObject({ pinned: ["update"], born: ["update"] });
    expect([idOf(stack, "pinned"), idOf(stack, "born")]).toEqual([pinned, born.id]);
    expect(await historyOf(live.api, born.id)).toEqual(["start failed one", "start running one"]);
    expect((await historyOf(live.api, pinned)).slice(1)).toEqual([
      "stop stopped one",
      "start failed one",
      "start running one",
    ]);
    await stack.expectNoChanges();
  });

  it("deletes what is no longer declared, and nothing is left of it", async () => {
    const ids = [idOf(stack, "pinned"), idOf(stack, "born")];
    stack.writeProgram(workspaceProgram(live.prefix, settingsProgram("before"), "two"));
    await stack.up();
    for (const id of ids) await expect(live.api.workspace(id)).rejects.toThrow(/410/);
    await stack.expectNoChanges();
  });

  it("updates each setting in place with one request and without a build, and shows only that property as changed", async () => {
    expect(await found(stack, "autostartSchedule")).toMatchObject({
      autostart_schedule: SETTINGS["autostartSchedule"]?.before,
    });
    expect(await found(stack, "ttlMilliseconds")).toMatchObject({ ttl_ms: 3_600_000 });
    expect(await found(stack, "favorite")).toMatchObject({ favorite: true });
    stack.writeProgram(workspaceProgram(live.prefix, settingsProgram("after"), "two"));
    const result = await stack.up();
    for (const [property, { sent, field, held }] of Object.entries(SETTINGS)) {
      expect({ property, changed: changed(result, property), operations: result.operations[property] }).toEqual({
        property,
        changed: [property],
        operations: ["update"],
      });
      expect({ property, sent: sentTo(idOf(stack, property)) }).toEqual({ property, sent });
      expect({ property, held: (await found(stack, property))[field] }).toEqual({ property, held });
    }
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});
  });

  it("puts a setting that is no longer declared back to its default, once", async () => {
    stack.writeProgram(workspaceProgram(live.prefix, settingsProgram("none"), "two"));
    await stack.up();
    expect((await found(stack, "autostartSchedule"))["autostart_schedule"]).toBeUndefined();
    expect((await found(stack, "automaticUpdates"))["automatic_updates"]).toBe("never");
    expect((await found(stack, "dormant"))["dormant_at"]).toBeNull();
    await stack.expectNoChanges();
    await stack.destroy();
    expect(await live.api.workspaces(live.prefix)).toEqual([]);
  });
});
