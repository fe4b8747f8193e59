// Whatever an operation waits for, it ends in bounded time and says what it waited for, on both hosts.
import { agent } from "../../fakes/agents";
import { rejection } from "../../fakes/client";
import { quicken } from "../../fakes/clocks";
import type { Lifecycle } from "../../fakes/driver";
import { useHostRuns } from "../../fakes/host-runs";
import { Wire, type WireError } from "../../fakes/wire";
import { secretOnWire } from "../../../provider/hosts/wire";
import type { Properties } from "../../../provider/values";
import { TOKEN } from "../../fakes/http-server";

/** More than the limit of two seconds, and much less than anything else that waits. */
const BOUND_MILLISECONDS = 30_000;
const LIMIT = { jobTimeoutSeconds: "2" };
const A_DAY = { status: 429, json: { message: "Not now." }, headers: { "retry-after": "86400" } };
const REFUSED_DAY =
  "Not now. The server asks to wait 24 hours, and this may take 60 minutes (`coderd:jobTimeoutSeconds`) at most. Run " +
  "it again later, or allow more time.";

const runs = useHostRuns();

afterEach(() => jest.restoreAllMocks());

async function bounded<Result>(run: Promise<Result>): Promise<Result> {
  const began = performance.now();
  try {
    return await run;
  } finally {
    expect(performance.now() - began).toBeLessThan(BOUND_MILLISECONDS);
  }
}

function addTemplate(): Properties {
  const { id } = runs.server.addVersion();
  return { name: "dev", templateId: runs.server.addTemplate({ active_version_id: id }).id };
}

/** The three operations that wait for a build. */
const OPERATIONS: [string, string, (workspace: Lifecycle, declared: Properties) => Promise<unknown>][] = [
  ["creation", "Build 1 (start)", (workspace, declared) => workspace.up(declared)],
  ["update", "Build 2 (stop)", (workspace, declared) => workspace.up({ ...declared, parameters: { cpus: 4 } })],
  ["deletion", "Build 2 (delete)", (workspace) => workspace.destroy()],
];

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  async function workspaceFor(
    operation: string,
    settings: Record<string, string> = LIMIT,
  ): Promise<[Lifecycle, Properties]> {
    const declared = addTemplate();
    const workspace = await runs.resource(host, "Workspace", settings);
    if (operation !== "creation") await workspace.up(declared);
    return [workspace, declared];
  }

  it.each(OPERATIONS)("the %s of a workspace gives up a queue that never moves", async (operation, title, act) => {
    const [workspace, declared] = await workspaceFor(operation);
    runs.server.startQueue();
    const error = await bounded(rejection(act(workspace, declared)));
    expect(error.message).toContain(
      `${title} of workspace "admin/dev" did not succeed: its job was not done after 2 seconds ` +
        '(`coderd:jobTimeoutSeconds`), so it was cancelled; it ended as "canceled".',
    );
    expect(runs.statusLines.join("\n")).toContain("Waiting for a provisioner");
    const [held] = runs.server.workspaces;
    expect(held?.latest_build.status).toBe("canceled");
    expect(workspace.id).toBe(held?.id);
  });

  it("an import gives up a queue that never moves, and keeps its version", async () => {
    runs.server.startQueue();
    const version = await runs.resource(host, "TemplateVersion", LIMIT);
    const declared = { templateName: "docker", source: { files: { "main.tf": "# One" } } };
    const error = await bounded(rejection(version.up(declared)));
    expect(error.message).toContain("its job was not done after 2 seconds (`coderd:jobTimeoutSeconds`)");
    expect(version.id).toBe(runs.server.versions[0]?.id);
    expect(runs.server.versions[0]?.job.status).toBe("canceled");
  });

  it("an update gives up a person's build that never ends, leaves it alone, and says whose it is", async () => {
    const [workspace, declared] = await workspaceFor("update");
    runs.server.endings.push("active");
    runs.server.build(workspace.id, { transition: "stop" }, { initiator_name: "bob", initiator_id: "bob" });
    const error = await bounded(rejection(workspace.up({ ...declared, parameters: { cpus: 4 } })));
    expect(error.message).toContain(
      'Build 2 (stop) of workspace "admin/dev", begun by "bob", was still stopping after 2 seconds ' +
        "(`coderd:jobTimeoutSeconds`). Wait for it to end, or cancel it, then run `pulumi up` again: " +
        `${runs.server.url}/@admin/dev/builds/2`,
    );
    expect(runs.server.workspace(workspace.id).latest_build.status).toBe("stopping");
    expect(runs.server.http.requestsTo("PATCH /workspacebuilds/:id/cancel")).toEqual([]);
  });

  it("agents that never connect are given up, and named", async () => {
    const declared = { ...addTemplate(), waitForAgents: true, agentTimeoutSeconds: 2 };
    runs.server.agents.push(agent("main", "connecting", "created"));
    const workspace = await runs.resource(host, "Workspace");
    const error = await bounded(rejection(workspace.up(declared)));
    expect(error.message).toContain("main");
    expect(error.message).toContain("2 seconds (`agentTimeoutSeconds`)");
    expect(workspace.id).toBe(runs.server.workspaces[0]?.id);
  });

  it("an answer that never ends is given up with the operation", async () => {
    const [workspace, declared] = await workspaceFor("creation");
    runs.server.http.on("GET /templates/:id", { text: "{", isEndless: true });
    quicken(20);
    const error = await bounded(rejection(workspace.up(declared)));
    expect(error.message).toContain("The server's answer was given up: it did not end within 10 seconds. (GET ");
    expect(runs.server.workspaces).toEqual([]);
  });

  it("an answer that is too long for the memory is given up", async () => {
    const [workspace, declared] = await workspaceFor("creation");
    runs.server.http.on("GET /templates/:id", { status: 500, isFlood: true });
    const error = await bounded(rejection(workspace.up(declared)));
    expect(error.message).toContain("The server's answer was given up: it is longer than 16 MiB. (GET ");
    expect(runs.server.workspaces).toEqual([]);
  });

  describe("a server that asks to wait a day", () => {
    it.each([
      ["creation", "POST /users/:user/workspaces", OPERATIONS[0]],
      ["update", "POST /workspaces/:id/builds", OPERATIONS[1]],
      ["deletion", "POST /workspaces/:id/builds", OPERATIONS[2]],
    ] as const)("is not waited for by a %s", async (operation, route, given) => {
      const act = given?.[2] ?? ((): Promise<unknown> => Promise.reject(new Error("Nothing to do.")));
      const [workspace, declared] = await workspaceFor(operation, {});
      runs.server.http.on(route, A_DAY);
      const error = await bounded(rejection(act(workspace, declared)));
      expect(error.message).toContain(REFUSED_DAY);
      expect(runs.server.http.requestsTo(route)).toHaveLength(1);
    });

    it("is not waited for by a refresh", async () => {
      const [workspace] = await workspaceFor("update", {});
      for (const route of ["GET /workspaces", "GET /workspaces/:id"]) runs.server.http.on(route, A_DAY);
      expect((await bounded(rejection(workspace.refresh()))).message).toContain(REFUSED_DAY);
    });
  });
});

describe("on the plugin host, `customTimeouts`", () => {
  let wire: Wire;

  beforeEach(async () => {
    wire = await Wire.start(runs.engine.address);
    await wire.configure({ url: runs.server.url, token: secretOnWire(TOKEN) });
  });

  afterEach(() => wire.close());

  it.each(OPERATIONS)("end the %s of a workspace in a queue that never moves", async (operation, title) => {
    const { inputs } = await wire.check("Workspace", addTemplate());
    const made = operation === "creation" ? undefined : await wire.create("Workspace", inputs);
    runs.server.startQueue();
    const news = { ...inputs, parameters: { cpus: 4 } };
    const begun: Promise<unknown> =
      made === undefined
        ? wire.create("Workspace", inputs, { timeout: 2 })
        : operation === "update"
          ? wire.update("Workspace", made, news, { timeout: 2 })
          : wire.delete("Workspace", made, 2);
    const error = await bounded(
      begun.then(
        () => undefined,
        (thrown: WireError) => thrown,
      ),
    );
    expect(error?.message).toContain(
      `${title} of workspace "admin/dev" did not succeed: its job was not done after 2 seconds (\`customTimeouts\`)`,
    );
    expect(runs.server.workspaces[0]?.latest_build.status).toBe("canceled");
    if (operation !== "deletion") expect(error?.partial?.id).toBe(runs.server.workspaces[0]?.id);
  });
});
