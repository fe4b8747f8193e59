// Agents that are waited for: what fails goes on failing until they are ready.
import { setTimeout } from "node:timers/promises";
import type { WorkspaceAgent } from "../../../../provider/client/workspace-resources";
import { workspaceHandler } from "../../../../provider/resources/workspace/workspace";
import { PartialError } from "../../../../provider/errors";
import { agent } from "../../../fakes/agents";
import type { FakeCoder } from "../../../fakes/coder";
import { Driver } from "../../../fakes/driver";
import { UNKNOWN, type Properties } from "../../../../provider/values";
import { addTemplate, parameters, resource, startCoder } from "../../../fakes/workspace-runs";

const BROKEN = 'agent "main" is connected, its state is "start_error": its startup script failed';
const WAIT = ["update waitForAgents"];

interface Setup {
  coder: FakeCoder;
  canary: Driver;
  versionId: string;
  /** Another version of the template. */
  otherId: string;
  main: WorkspaceAgent;
  inputs: Properties;
}

async function setUp(lifecycle = "start_error"): Promise<Setup> {
  const coder = await startCoder();
  const main = agent("main", "connected", lifecycle);
  coder.agents.push(main);
  const { templateId, versionId } = addTemplate(coder, parameters);
  const { id: otherId } = coder.addVersion({ template_id: templateId, parameters });
  const canary = resource(coder);
  const inputs = { templateVersionId: versionId, waitForAgents: true };
  return { coder, canary, versionId, otherId, main, inputs };
}

/** A failed `up`, of which the engine keeps what the error brings. */
async function upFailing({ coder, canary }: Setup, news: Properties): Promise<void> {
  coder.mutations.length = 0;
  const failure: unknown = await canary.up(news).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(PartialError);
  expect(failure).toMatchObject({ message: expect.stringContaining(BROKEN) as unknown });
}

it.each([false, true])("a creation fails until the agents are ready; refreshed before: %s", async (isRefreshed) => {
  const setup = await setUp();
  const { coder, canary, main, inputs } = setup;
  await upFailing(setup, inputs);
  for (let time = 0; time < 2; time++) {
    // A refresh takes from the engine what it knew of the failure.
    if (isRefreshed) await canary.refresh();
    await upFailing(setup, inputs);
    expect(coder.mutations).toEqual([]);
  }
  expect(await canary.changes(inputs)).toEqual([{ property: "waitForAgents", kind: "update" }]);
  main.lifecycle_state = "ready";
  expect(await canary.up(inputs)).toEqual(WAIT);
  expect(coder.mutations).toEqual([]);
  expect(canary.outputs).not.toHaveProperty("__wait");
  expect(await canary.up(inputs)).toEqual([]);
});

it.each([false, true])("an update fails until the agents are ready; refreshed before: %s", async (isRefreshed) => {
  const setup = await setUp("ready");
  const { coder, canary, otherId, main, inputs } = setup;
  await canary.up(inputs);
  main.lifecycle_state = "start_error";
  const broken = { ...inputs, templateVersionId: otherId };
  await upFailing(setup, broken);
  expect(coder.mutations.map(([name]) => name)).toEqual(["createWorkspaceBuild", "createWorkspaceBuild"]);
  for (let time = 0; time < 2; time++) {
    if (isRefreshed) await canary.refresh();
    await upFailing(setup, broken);
    expect(coder.mutations).toEqual([]);
  }
  main.lifecycle_state = "ready";
  expect(await canary.up(inputs)).toEqual(["update templateVersionId", ...WAIT]);
  expect(await canary.up(inputs)).toEqual([]);
});

it("a change of how long or for what is waited waits again, and builds nothing", async () => {
  const setup = await setUp("ready");
  const { coder, canary, main, inputs } = setup;
  await canary.up(inputs);
  main.lifecycle_state = "start_error";
  const changed = { ...inputs, waitForApps: true, agentTimeoutSeconds: 5 };
  expect(await canary.changes(changed)).toEqual([
    { property: "waitForApps", kind: "update" },
    { property: "agentTimeoutSeconds", kind: "update" },
  ]);
  await upFailing(setup, changed);
  main.lifecycle_state = "ready";
  expect(await canary.up(changed)).toEqual(WAIT);
  expect(canary.outputs).toMatchObject({ waitForApps: true, agentTimeoutSeconds: 5 });
  expect(await canary.up(inputs)).toEqual(["update waitForApps", "update agentTimeoutSeconds"]);
  expect(canary.outputs).not.toHaveProperty("waitForApps");
  expect(canary.outputs).not.toHaveProperty("agentTimeoutSeconds");
  expect(coder.mutations).toEqual([]);
});

it("the time limit of the program is the one that counts", async () => {
  const { canary, inputs } = await setUp("starting");
  await expect(canary.up({ ...inputs, agentTimeoutSeconds: 1 })).rejects.toThrow(
    "after 1 second (`agentTimeoutSeconds`)",
  );
});

it("an interrupt ends the wait at once, and the next update waits again", async () => {
  const { coder, inputs } = await setUp("starting");
  const interrupt = new AbortController();
  const canary = new Driver(workspaceHandler, coder, { signal: interrupt.signal });
  const ended = expect(canary.up(inputs)).rejects.toThrow("interrupted");
  while (coder.shown.every((line) => !line.startsWith("Waiting for agents"))) await setTimeout(1);
  const interrupted = Date.now();
  interrupt.abort(new Error("interrupted"));
  await ended;
  // The agents never become ready.
  expect(Date.now() - interrupted).toBeLessThan(10_000);
  await canary.refresh();
  expect(await canary.changes(inputs)).toEqual([{ property: "waitForAgents", kind: "update" }]);
});

it("a wait that is given up is forgotten", async () => {
  const setup = await setUp();
  const { canary, inputs } = setup;
  await upFailing(setup, inputs);
  const { waitForAgents, ...rest } = inputs;
  expect(waitForAgents).toBe(true);
  expect(await canary.up(rest)).toEqual(WAIT);
  expect(await canary.up(inputs).catch(String)).toContain(BROKEN);
  await canary.up({ ...inputs, waitForAgents: false });
  expect(canary.outputs).not.toHaveProperty("__wait");
});

it.each(["autostop", "initiator"])("a stop in between (%s) does not end the wait", async (reason) => {
  const setup = await setUp();
  const { coder, canary, inputs } = setup;
  await upFailing(setup, inputs);
  coder.build(canary.id, { transition: "stop" }, { reason });
  await canary.refresh();
  await upFailing(setup, inputs);
  expect(coder.mutations).toEqual([["createWorkspaceBuild", expect.objectContaining({ transition: "start" })]]);
});

it.each([{ transition: "stop" }, { dormant: true }])(
  "a workspace that is not to run is not started for it: %j",
  async (rest) => {
    const setup = await setUp();
    const { coder, canary, inputs } = setup;
    await upFailing(setup, inputs);
    coder.build(canary.id, { transition: "stop" });
    await canary.refresh();
    await canary.up({ ...inputs, ...rest });
    expect(coder.mutations.filter(([name]) => name === "createWorkspaceBuild")).toEqual([]);
    expect(canary.outputs).not.toHaveProperty("__wait");
  },
);

it("a version that a killed run has built is waited for after a refresh", async () => {
  const setup = await setUp("ready");
  const { coder, canary, otherId, main, inputs } = setup;
  await canary.up(inputs);
  coder.build(canary.id, { transition: "stop" });
  coder.build(canary.id, { transition: "start", template_version_id: otherId });
  main.lifecycle_state = "start_error";
  await canary.refresh();
  const broken = { ...inputs, templateVersionId: otherId };
  await upFailing(setup, broken);
  await canary.refresh();
  await upFailing(setup, broken);
});

it("parameters that a killed run has built are waited for after a refresh", async () => {
  const setup = await setUp("ready");
  const { coder, canary, main, inputs } = setup;
  await canary.up({ ...inputs, parameters: { cpus: 2 } });
  coder.build(canary.id, { transition: "start", rich_parameter_values: [{ name: "cpus", value: "4" }] });
  main.lifecycle_state = "start_error";
  await canary.refresh();
  await upFailing(setup, { ...inputs, parameters: { cpus: 4 } });
});

it("a restart by a person, or another version where the owner decides, is not waited for", async () => {
  const { coder, canary, otherId, inputs } = await setUp("ready");
  await canary.up(inputs);
  coder.build(canary.id, { transition: "start" });
  await canary.refresh();
  expect(await canary.changes(inputs)).toEqual([]);

  const free = resource(coder, "free");
  const news = { templateId: coder.workspace(canary.id).template_id, waitForAgents: true };
  await free.up(news);
  coder.build(free.id, { transition: "start", template_version_id: otherId });
  await free.refresh();
  expect(await free.changes(news)).toEqual([]);
});

it("a warning tells that a stopped workspace got its version without being tried", async () => {
  const { coder, canary, versionId, otherId, inputs } = await setUp("ready");
  const news = { ...inputs, transition: "start" };
  await canary.up(news);
  expect(coder.told).toEqual([]);
  coder.build(canary.id, { transition: "stop" }, { reason: "autostop" });
  await canary.refresh();
  await canary.up({ ...news, templateVersionId: otherId });
  expect(coder.told).toEqual([
    'warning: Workspace "dev" was built with what is declared, but is stopped: its agents were not waited for ' +
      '(`waitForAgents`). `transition: "start"` with `ttlMilliseconds: 0` keeps it running.',
  ]);
  await canary.up({ ...inputs, templateVersionId: versionId, transition: "stop" });
  expect(coder.told).toHaveLength(1);
});

describe("what needs `waitForAgents`", () => {
  const reason = "Has an effect only with `waitForAgents: true`. Set that as well, or remove it.";

  it("is refused without it", async () => {
    const { canary, versionId } = await setUp();
    for (const wait of [{}, { waitForAgents: false }])
      expect(
        await canary.check({ templateVersionId: versionId, ...wait, waitForApps: true, agentTimeoutSeconds: 1 }),
      ).toEqual([
        { property: "waitForApps", reason },
        { property: "agentTimeoutSeconds", reason },
      ]);
  });

  it("is let through while it is not known whether it has an effect", async () => {
    const { canary, inputs, versionId } = await setUp();
    for (const rest of [
      { waitForAgents: UNKNOWN, waitForApps: true, agentTimeoutSeconds: 1 },
      { waitForAgents: false, waitForApps: UNKNOWN, agentTimeoutSeconds: UNKNOWN },
      { waitForAgents: false, waitForApps: false },
    ])
      expect(await canary.check({ ...inputs, ...rest, templateVersionId: versionId })).toEqual([]);
  });

  it.each([0, -1, 1.5, "60"])("takes whole seconds only: %j", async (agentTimeoutSeconds) => {
    const { canary, inputs } = await setUp();
    const failures = await canary.check({ ...inputs, agentTimeoutSeconds });
    expect(failures.map(({ property }) => property)).toEqual(["agentTimeoutSeconds"]);
  });
});
