// The simulation in small: its server and its calls of the plugin, without time.
import { ScaleHost, type Member } from "./host";
import { ScaleServer } from "./server";

const LATENCIES = { version: "2.24.0", routes: { "GET /workspaces/:id": 1 }, jobs: { workspace_build: 20 } };
const COUNT = 3;

describe("the simulation", () => {
  let server: ScaleServer;
  let host: ScaleHost;
  beforeEach(async () => {
    server = await ScaleServer.start(LATENCIES);
    host = new ScaleHost();
  });
  afterEach(async () => {
    host.remove();
    await server.close();
  });

  it("previews nothing, refreshes, and rolls a new version out over all workspaces", async () => {
    const { url } = server.coder;
    const objects = server.fill(COUNT);
    const before = { templateVersionId: server.firstVersionId, parameters: { cpus: 2 } };
    const after = { ...before, templateVersionId: server.newVersionId };
    let members: Member[] = [];
    await host.run(url, 1, async (running) => {
      members = await running.states(objects, before);
    });
    expect(members.map(({ id }) => id)).toEqual(objects.map(({ id }) => id));

    server.takeCounts();
    server.isInstant = false;
    const changed: string[] = [];
    const noteChange = ({ name }: Member): unknown => changed.push(name);
    const megabytes = await host.run(url, 1, (running) => running.compare(members, before, noteChange));
    expect(changed).toEqual([]);
    expect(server.takeCounts().total).toBeLessThan(COUNT);
    if (process.platform === "linux") expect(megabytes).toBeGreaterThan(10);

    await host.run(url, 1, (running) => running.refresh(members));
    expect(server.takeCounts().total).toBeGreaterThan(0);

    server.promote();
    await host.run(url, 1, (running) => running.compare(members, after, noteChange));
    expect(changed).toEqual(objects.map(({ name }) => name));

    server.takeCounts();
    await host.run(url, 10, (running) => running.rollOut(members, after));
    expect(server.rolledOut()).toBe(COUNT);
    // Each is stopped and started.
    expect(server.takeCounts().routes["POST /workspaces/:id/builds"]).toBe(2 * COUNT);
  });

  it("fails when the provider asks for a route that the fake lacks", async () => {
    const answer = await fetch(`${server.coder.url}/api/v2/workspaces/none/moons`);
    expect(answer.status).toBe(404);
    expect(() => server.takeCounts()).toThrow(
      "The fake Coder lacks routes that the provider asks for: GET /api/v2/workspaces/none/moons.",
    );
  });
});
