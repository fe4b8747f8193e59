// Waiting for agents that really run: ready, failing, and never there. And what functions tell of them.
import { canRunAgents, runningAgentTemplate, type AgentOptions } from "./agent-template";
import { callFunction } from "./call-function";
import { HOSTS, stackOn, programOn, type Host } from "./host-programs";
import { useLive } from "./live";
import { eventually } from "./server-api";
import { messagesAt, statusLinesAt, type Stack } from "./stack";

const live = useLive("agent");

function program(agent: AgentOptions): string {
  return `
const coderd = require("pulumi-coderd");
const name = "${live.prefix}a";
const version = new coderd.TemplateVersion("version", { templateName: name, source: { files: ${JSON.stringify(runningAgentTemplate(agent))} } });
const template = new coderd.Template("template", { name, activeVersionId: version.id });
const workspace = new coderd.Workspace("workspace", { name, templateVersionId: template.activeVersionId, waitForAgents: true });
exports.agents = workspace.agents.apply((all) => all.map(({ name, status, lifecycleState }) => name + " " + status + " " + lifecycleState));
`;
}

async function workspaceAndAgent(name: string = "a") {
  const workspace = await callFunction(live, "getWorkspace", { owner: "me", name: live.prefix + name });
  return { workspace, agent: workspace.agents[0] };
}

(canRunAgents ? describe : describe.skip)("waitForAgents", () => {
  let stack: Stack;

  it("holds the workspace back until the startup script has ended, and says what it waits for", async () => {
    stack = await live.stack(program({ startupScript: "sleep 3" }));
    const result = await stack.up();
    expect(result.outputs["agents"]).toEqual(["main connected ready"]);
    expect(
      statusLinesAt(result, "workspace").some((line) => line.startsWith('Waiting for agents: agent "main" is ')),
    ).toBe(true);
    // The agent measures it after it has connected.
    const { workspace, agent } = await eventually(
      () => workspaceAndAgent(),
      (found) => Object.keys(found.agent?.latency ?? {}).length > 0,
    );
    expect(Object.values(agent?.latency ?? {})).toContainEqual({
      preferred: true,
      latencyMilliseconds: expect.any(Number) as unknown,
    });
    expect(workspace).toMatchObject({ healthy: true, failingAgents: [] });
    expect(agent).toMatchObject({
      status: "connected",
      lifecycleState: "ready",
      health: { healthy: true, reason: "" },
      connectionTimeoutSeconds: 120,
      displayApps: expect.arrayContaining(["vscode", "web_terminal"]) as unknown,
      scripts: [{ runOnStart: true, startBlocksLogin: true }],
      logsOverflowed: false,
    });
    const times = [agent?.createdAt, agent?.firstConnectedAt, agent?.startedAt, agent?.readyAt].map((time = "") =>
      Date.parse(time),
    );
    expect(times).toEqual([...times].sort((left, right) => left - right));
    const timings = await callFunction(live, "getWorkspaceTimings", { workspaceId: workspace.id });
    expect(timings).toMatchObject({
      agentScriptTimings: [{ workspaceAgentId: agent?.id, stage: "start", status: "ok", exitCode: 0 }],
      agentConnectionTimings: [{ workspaceAgentId: agent?.id, stage: "connect" }],
    });
    await stack.expectNoChanges();
  });

  it("gives up on an agent that does not connect in the template's time", async () => {
    stack.writeProgram(program({ connects: false, connectionTimeoutSeconds: 3 }));
    const result = await stack.upFailing();
    expect(messagesAt(result, "workspace", "error").join("\n")).toContain(
      'agent "main" has timed out, its state is "created": it did not connect within 3 seconds',
    );
    const { agent } = await workspaceAndAgent();
    expect(agent).toMatchObject({ status: "timeout", latency: {}, health: { healthy: false } });
    expect(agent?.firstConnectedAt).toBeUndefined();
    await stack.destroy();
  });
});

/** A version, a workspace that tries it, and what is only to be there once that has succeeded. */
function canaryProgram(host: Host, agent: AgentOptions, patience: Record<string, unknown> = {}): string {
  const name = `${live.prefix}${host}`;
  const files = runningAgentTemplate(agent);
  return `
const name = "${name}";
const version = new coderd.TemplateVersion("version", { templateName: name, source: { files: ${JSON.stringify(files)} } });
const template = new coderd.Template("template", { name, activeVersionId: version.id });
const workspace = { name, templateVersionId: version.id, waitForAgents: true, ...${JSON.stringify(patience)} };
const canary = new coderd.Workspace("canary", workspace, { dependsOn: template });
new pulumi.ComponentResource("acme:index:Promotion", "promotion", {}, { dependsOn: canary });
`;
}

(canRunAgents ? describe : describe.skip)("a canary", () => {
  const FAILED = 'agent "main" is connected, its state is "start_error": its startup script failed';
  const NEVER = '- app "never" of agent "main" is initializing: its `healthcheck` of http';

  interface Canary {
    host: Host;
    stack: Stack;
  }
  const canaries: Canary[] = [];

  /** The hosts at the same time: most of it is waiting. */
  function onBoth(run: (canary: Canary) => Promise<void>): Promise<unknown> {
    return Promise.all(canaries.map(run));
  }

  async function expectFailing({ stack }: Canary, operation: string, message: string): Promise<void> {
    const { operations, diagnostics } = await stack.upFailing();
    expect(operations["canary"]).toEqual([operation]);
    expect(operations["promotion"]).toBeUndefined();
    const errors = diagnostics.filter(({ name, severity }) => name === "canary" && severity === "error");
    expect(errors.map((error) => error.message).join("\n")).toContain(message);
    expect(stack.stateOf("canary").initErrors).toHaveLength(1);
  }

  it("fails at every update while a startup script fails, also after a refresh, and builds nothing", async () => {
    // The server takes an app that its agent never asks.
    const broken = { startupScript: "exit 1", apps: { never: { url: `${live.api.url}/healthz`, threshold: 0 } } };
    for (const host of HOSTS)
      canaries.push({ host, stack: await stackOn(host, live, canaryProgram(host, broken, { waitForApps: true })) });
    await onBoth(async (canary) => {
      const { host, stack } = canary;
      await expectFailing(canary, "create", NEVER);
      await expectFailing(canary, "update", FAILED);
      // A refresh takes what the engine knows of the failure.
      await stack.refresh();
      expect(stack.stateOf("canary").initErrors).toBeUndefined();
      await expectFailing(canary, "update", FAILED);
      const { workspace, agent } = await workspaceAndAgent(host);
      expect(workspace).toMatchObject({ healthy: false, failingAgents: [agent?.id], latestBuild: { number: 1 } });
      expect(agent).toMatchObject({ status: "connected", lifecycleState: "start_error", health: { healthy: false } });
      expect(agent?.health?.reason).not.toBe("");
      expect(agent?.apps).toMatchObject([{ slug: "never", health: "initializing" }]);
    });
  });

  it("goes on once the template is mended, and its apps are healthy", async () => {
    await onBoth(async ({ host, stack }) => {
      const { id } = stack.stateOf("canary");
      const apps = { well: { url: `${live.api.url}/healthz` }, unchecked: {} };
      stack.writeProgram(programOn(host, canaryProgram(host, { apps }, { waitForApps: true })));
      expect((await stack.up()).operations).toMatchObject({ canary: ["update"], promotion: ["create"] });
      expect(stack.stateOf("canary")).toMatchObject({ id, outputs: { waitForApps: true } });
      const { agent } = await workspaceAndAgent(host);
      expect(Object.fromEntries(agent?.apps.map(({ slug, health }) => [slug, health]) ?? [])).toEqual({
        well: "healthy",
        unchecked: "disabled",
      });
      expect((await stack.preview()).operations).toEqual({});
    });
  });

  it("fails at every update while an app is not healthy, after its own time", async () => {
    await onBoth(async (canary) => {
      const { host, stack } = canary;
      const broken = { apps: { dead: { url: "http://127.0.0.1:9/" } } };
      const write = (agentTimeoutSeconds: number): void =>
        stack.writeProgram(programOn(host, canaryProgram(host, broken, { waitForApps: true, agentTimeoutSeconds })));
      write(5);
      await expectFailing(canary, "update", "did not have them ready after 5 seconds (`agentTimeoutSeconds`):\n- ");
      const { workspace: before } = await eventually(
        () => workspaceAndAgent(host),
        ({ agent }) => agent?.lifecycleState === "ready" && agent.apps[0]?.health === "unhealthy",
      );
      // The server itself does not count apps.
      expect(before.healthy).toBe(true);
      write(1);
      await expectFailing(
        canary,
        "update",
        "did not have them ready after 1 second (`agentTimeoutSeconds`):\n" +
          '- app "dead" of agent "main" is unhealthy: its `healthcheck` asks http://127.0.0.1:9/ every second',
      );
      const { workspace: after } = await workspaceAndAgent(host);
      expect(after.latestBuild.id).toBe(before.latestBuild.id);
      await stack.destroy();
    });
  });
});
