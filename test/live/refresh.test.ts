// Refreshes of many resources on the real engine and server: how many requests they take, and that a list answers as a
// request for the one does.
import { createClient, type CoderClient } from "../../provider/client/client";
import { readsOf } from "../../provider/client/reads";
import { ApiError } from "../../provider/errors";
import { importInto, pluginStack } from "./host-programs";
import { useLive } from "./live";
import { failureOf } from "./server-api";
import { useObjects } from "./server-objects";
import type { Stack } from "./stack";
import { agentTemplate, moodyTemplate, plainTemplate, templateThatRuns } from "./templates";

const objects = useObjects(() => live);
const live = useLive("refr");

const clients: CoderClient[] = [];

afterAll(() => Promise.all(clients.map((client) => client.close())));

function clientWith(token: string): CoderClient {
  const client = createClient({ url: live.proxy.url, token });
  clients.push(client);
  return client;
}

/** The requests that a refresh sends, without those that ask who runs it. */
function requests(): string[] {
  return live.proxy.requests.splice(0).map(({ path }) => decodeURIComponent(path));
}

describe("a list", () => {
  it("answers as a request for the one does, whatever the state of a workspace, and tells of no other", async () => {
    const withAgent = await objects.template(`${live.prefix}agent`, agentTemplate());
    const failing = await objects.template(`${live.prefix}fails`, templateThatRuns("false"));
    const user = await live.user();
    const [running, stopped, dormant, owned] = await Promise.all([
      objects.workspace(withAgent, `${live.prefix}running`),
      objects.workspace(withAgent, `${live.prefix}stopped`),
      objects.workspace(withAgent, `${live.prefix}dormant`),
      objects.workspace(withAgent, `${live.prefix}owned`, {}, user.username),
    ]);
    const failed = await live.api.createWorkspace("me", { name: `${live.prefix}failed`, template_id: failing.id });
    expect(failed.latest_build.status).toBe("failed");
    await live.api.build(stopped.id, { transition: "stop" });
    await live.api.build(dormant.id, { transition: "stop" });
    await live.api.request("PUT", `/workspaces/${dormant.id}/dormant`, { dormant: true });
    const ids = [running, stopped, dormant, owned, failed].map(({ id }) => id);
    requests();

    const client = clientWith(live.api.token);
    const listed = await Promise.all(ids.map((id) => readsOf(client).workspace(id)));
    expect(requests()).toEqual([expect.stringMatching(/^\/workspaces\?q=id:/)]);
    expect(listed[0]?.latest_build.resources.flatMap(({ agents }) => agents[0]?.apps ?? [])).toHaveLength(1);
    expect(listed).toEqual(await Promise.all(ids.map((id) => client.getWorkspace(id))));
    const templates = await Promise.all([withAgent.id, failing.id].map((id) => readsOf(client).template(id)));
    expect(templates).toEqual(await Promise.all([withAgent.id, failing.id].map((id) => client.getTemplate(id))));

    // One after the other, they come from what they have in common.
    const another = clientWith(live.api.token);
    requests();
    for (const { id } of [owned, running, stopped, dormant]) expect((await readsOf(another).workspace(id)).id).toBe(id);
    expect(requests().at(-1)).toMatch(
      new RegExp(`^/workspaces\\?q=template:"${live.prefix}agent"\\+organization:"[0-9a-f-]{36}"&limit=100&offset=0$`),
    );

    const member = clientWith(user.api.token);
    const [own, foreign] = await Promise.allSettled([owned.id, running.id].map((id) => readsOf(member).workspace(id)));
    expect(own).toMatchObject({ status: "fulfilled", value: { id: owned.id } });
    expect(foreign).toMatchObject({ status: "rejected", reason: { isGone: true } });
    const nobody = readsOf(member).template("00000000-0000-4000-8000-000000000000");
    expect((await failureOf(nobody, ApiError)).isGone).toBe(true);
    await live.api.build(failed.id, { transition: "delete" });
  });
});

describe("a refresh", () => {
  const TEMPLATES = 10;
  const WORKSPACES = 12;
  let dynamic: Stack;
  let plugin: Stack;

  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const workspaceNames = numbers(WORKSPACES).map((number) => `w${number}`);
  const templateNames = numbers(TEMPLATES).map((number) => `t${number}`);

  /** Those that a list lacks, and those that come while no other does. */
  const askedAlone = (sent: readonly string[]): string[] => sent.filter((path) => path.startsWith("/workspaces/"));

  function program(): string {
    return `
const coderd = require("pulumi-coderd");
const make = (name, files) => new coderd.Template(name, { name: "${live.prefix}" + name, source: { files } });
const base = make("base", ${JSON.stringify(moodyTemplate())});
for (const name of ${JSON.stringify(templateNames)}) make(name, ${JSON.stringify(plainTemplate())});
for (const name of ${JSON.stringify(workspaceNames)})
  new coderd.Workspace(name, { name: "${live.prefix}" + name, templateId: base.id, transition: "start", dormant: false, parameters: { cpus: 2 } });
`;
  }

  /** One for the version of each template, two for the user and the organization, and the lists. */
  const MOST_REQUESTS = TEMPLATES + 1 + 2 + 12;

  it("takes few requests on the dynamic host, and finds nothing where nothing changed", async () => {
    dynamic = await live.stack(program());
    await dynamic.up();
    requests();
    expect((await dynamic.refresh()).operations).toEqual({});
    const sent = requests();
    expect(askedAlone(sent).length).toBeLessThan(WORKSPACES / 2);
    expect(sent.filter((path) => path.endsWith("/parameters"))).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  it("takes as few on the plugin, and finds all drift at once", async () => {
    plugin = await pluginStack(live, "");
    const idOf = (name: string): string => dynamic.stateOf(name).id ?? "";
    await importInto(plugin, [
      ...templateNames.map((name) => ["Template", name, idOf(name)] as const),
      // Its values will be others, and an import takes ephemeral ones, which can't be kept at a value.
      ...workspaceNames.slice(1).map((name) => ["Workspace", name, idOf(name)] as const),
    ]);
    requests();
    expect((await plugin.refresh()).operations).toEqual({});
    expect(requests().length).toBeLessThanOrEqual(MOST_REQUESTS);

    const [values, deleted, dormant, stopped] = workspaceNames.map(idOf);
    const [described, removed] = templateNames.map(idOf);
    await Promise.all([
      live.api.build(values ?? "", {
        transition: "start",
        rich_parameter_values: [{ name: "cpus", value: "3" }],
      }),
      live.api.build(deleted ?? "", { transition: "delete" }),
      live.api.request("PUT", `/workspaces/${dormant}/dormant`, { dormant: true }),
      live.api.build(stopped ?? "", { transition: "stop" }),
      live.api.editTemplate(described ?? "", { description: "By hand." }),
      live.api.request("DELETE", `/templates/${removed}`),
    ]);
    const onBoth = { w1: ["delete"], w3: ["update"], t0: ["update"], t1: ["delete"] };
    for (const { stack, more, builds } of [
      // An import declares no dormancy.
      { stack: plugin, more: {}, builds: 1 },
      { stack: dynamic, more: { w0: ["update"], w2: ["update"] }, builds: 2 },
    ]) {
      requests();
      expect((await stack.refresh()).operations).toEqual({ ...onBoth, ...more });
      const sent = requests();
      // Only builds that are others are asked for their values.
      expect(askedAlone(sent)).toContain(`/workspaces/${deleted}`);
      expect(askedAlone(sent).length).toBeLessThan(WORKSPACES / 2);
      expect(sent.filter((path) => path.endsWith("/parameters"))).toHaveLength(builds);
      expect(sent.length).toBeLessThanOrEqual(MOST_REQUESTS + 5);
      expect(stack.stateOf("w2").outputs["dormantAt"]).toEqual(expect.any(String));
    }
    expect(dynamic.stateOf("w0").outputs["parameters"]).toEqual({ cpus: 3 });
  });
});
