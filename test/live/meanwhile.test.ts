// What a person does to a workspace while an update of it runs, on the real engine and server: a request is held, the
// person acts, and the request goes on.
import { HOSTS, pair, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import { eventually, hasEnded } from "./server-api";
import { messagesAt, type RunningCommand, type Stack } from "./stack";
import { moodyTemplate } from "./templates";
import { historyOf, valuesOf, workspaceNamed } from "./workspaces";

const live = useLive("mean");

const BUILDS = { method: "POST", path: /^\/workspaces\/[^/]+\/builds$/ };

function program(host: Host, cpus: number): string {
  const name = `${live.prefix}${host}`;
  return `${pair(name, moodyTemplate("base"))}
new coderd.Workspace("dev", { name: "${name}", templateId: template.id, parameters: { cpus: ${cpus} } });
`;
}

/** Begins an update whose n-th build is held until `act` is done. */
async function upWhile(stack: Stack, nth: number, act: () => Promise<unknown>): Promise<RunningCommand> {
  let release = (): void => {};
  const until = new Promise<void>((resolve) => (release = resolve));
  const held = live.proxy.inject(BUILDS, { kind: "hold-until", until }, { skip: nth - 1 });
  const running = stack.begin("up", ["--skip-preview"]);
  await eventually(
    () => held.hits,
    (hits) => hits === 1,
  );
  await act();
  release();
  return running;
}

async function build(workspaceId: string, transition: string): Promise<void> {
  const { id } = await live.api.request<{ id: string }>("POST", `/workspaces/${workspaceId}/builds`, { transition });
  await expect(live.api.request("POST", `/workspaces/${workspaceId}/builds`, { transition: "stop" })).rejects.toThrow(
    "409",
  );
  await eventually(() => live.api.request<{ job: { status: string } }>("GET", `/workspacebuilds/${id}`), hasEnded);
}

it.each(HOSTS)("on the %s host, a person's start and deletion in the middle of an update are seen", async (host) => {
  const stack = await stackOn(host, live, program(host, 2));
  await stack.up();
  const { id } = await workspaceNamed(live.api, `${live.prefix}${host}`);

  stack.writeProgram(programOn(host, program(host, 4)));
  const started = await upWhile(stack, 2, () => build(id, "start"));
  expect((await started.ended).exitCode).toBe(0);
  const name = (await historyOf(live.api, id))[0]?.split(" ")[2] ?? "";
  // Ours, the person's, ours on top of it; and once more, so that the agents can connect.
  expect(await historyOf(live.api, id)).toEqual(
    ["start running", "stop stopped", "start running", "start running", "stop stopped", "start running"].map(
      (each) => `${each} ${name}`,
    ),
  );
  expect(await valuesOf(live.api, id)).toMatchObject({ cpus: "4" });
  expect(started.text()).toContain("came right after a start by somebody else");

  stack.writeProgram(programOn(host, program(host, 8)));
  const deleted = await upWhile(stack, 1, () => build(id, "delete"));
  const result = await deleted.ended;
  expect(result.exitCode).not.toBe(0);
  expect(messagesAt(result, "dev", "error").join("\n")).toContain(`Workspace ${id} does not exist any more`);
  expect((await historyOf(live.api, id)).slice(6).map((each) => each.split(" ")[0])).toEqual([
    "delete",
    "stop",
    "delete",
  ]);
  await stack.refresh();
  await stack.up();
  expect((await workspaceNamed(live.api, `${live.prefix}${host}`)).latest_build.status).toBe("running");
});
