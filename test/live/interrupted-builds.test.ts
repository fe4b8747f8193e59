// Ctrl-C once and twice while a workspace is made, rolled out and deleted, on both hosts. The command ends soon, and
// the next one goes on with the same workspace: none is left stopped, and there is never a second.
import fs from "node:fs";
import { HOSTS, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import { eventually, type FoundWorkspace } from "./server-api";
import type { Stack } from "./stack";
import { CODER_PROVIDER, GO_FILE, WAITING, type TemplateFiles } from "./templates";
import { historyOf } from "./workspaces";

const live = useLive("ctrlc");

/** Much less than a build that is held takes, even on a busy machine. */
const BOUND_MILLISECONDS = 45_000;
/** Whether Terraform fails when it is cancelled is a matter of the moment. */
const CUT_OFF = /^(canceled|failed)$/;
const PRESSES = ["once", "twice"] as const;
type Presses = (typeof PRESSES)[number];

afterAll(() => fs.rmSync(GO_FILE, { force: true }));

/** Each of its builds waits for the file: a start as it makes its resource, a stop or a deletion as it destroys it. */
function heldTemplate(marker: string): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_workspace" "me" {}
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = "${marker}"
  provisioner "local-exec" {
    command = ${JSON.stringify(WAITING)}
  }
  provisioner "local-exec" {
    when    = destroy
    command = ${JSON.stringify(WAITING)}
  }
}
`,
  };
}

function program(host: Host, name: string, version: "one" | "two"): string {
  const declared = (marker: string): string =>
    JSON.stringify({ templateName: name, name: marker, source: { files: heldTemplate(`${name} ${marker}`) } });
  return programOn(
    host,
    `
const one = new coderd.TemplateVersion("one", ${declared("one")});
const template = new coderd.Template("template", { name: "${name}", activeVersionId: one.id });
const two = new coderd.TemplateVersion("two", ${declared("two")}, { dependsOn: template });
new coderd.Workspace("dev", { name: "${name}", templateVersionId: ${version}.id }, { dependsOn: two });
`,
  );
}

class Interrupted {
  constructor(
    private readonly stack: Stack,
    private readonly host: Host,
    private readonly presses: Presses,
    private readonly name: string,
  ) {}

  /** Only this host waits for the build after the first. */
  get isWaitedFor(): boolean {
    return this.host === "dynamic" && this.presses === "once";
  }

  /** Holds the build of this status, and presses Ctrl-C. Gives the workspace as it was when it was held. */
  async during(operation: "up" | "destroy", status: string): Promise<FoundWorkspace> {
    fs.rmSync(GO_FILE, { force: true });
    const running = this.stack.begin(operation);
    const [held] = await eventually(
      () => live.api.workspaces(this.name),
      ([found]) => found?.latest_build.status === status,
    );
    running.interrupt();
    await eventually(
      () => running.text(),
      (text) => /cancel/i.test(text),
    );
    const began = performance.now();
    if (this.presses === "twice") running.interrupt();
    else if (this.isWaitedFor) fs.writeFileSync(GO_FILE, "");
    const { exitCode } = await running.ended;
    // To the engine a destroy is done that was interrupted in a deletion which then ended well, whatever it left out.
    if (operation === "up" || !this.isWaitedFor) expect(exitCode).not.toBe(0);
    expect(performance.now() - began).toBeLessThan(BOUND_MILLISECONDS);
    if (held === undefined) throw new Error(`There is no workspace "${this.name}".`);
    return held;
  }

  /** How the build ended that was held. */
  async endOf({ latest_build: { id } }: FoundWorkspace): Promise<string> {
    const { status } = await eventually(
      () => live.api.request<{ status: string }>("GET", `/workspacebuilds/${id}`),
      ({ status: found }) => !["starting", "stopping", "deleting", "canceling"].includes(found),
    );
    fs.writeFileSync(GO_FILE, "");
    return status;
  }
}

describe.each(HOSTS)("on the %s host", (host) => {
  it.each(PRESSES)("Ctrl-C %s in a build is no end: the next command goes on with the workspace", async (presses) => {
    const name = `${live.prefix}${host}-${presses}`;
    const stack = await stackOn(host, live, "");
    const interrupted = new Interrupted(stack, host, presses, name);
    const { isWaitedFor } = interrupted;
    const ups = async (id: string, version: string): Promise<void> => {
      await stack.up();
      const found = await live.api.workspaces(name);
      expect(found.map((each) => [each.id, each.latest_build.status])).toEqual([[id, "running"]]);
      expect((await historyOf(live.api, id)).at(-1)).toBe(`start running ${version}`);
      expect(stack.stateOf("dev")).toMatchObject({
        id,
        outputs: { status: "running", templateVersionName: version },
      });
      // The engine keeps one that it had no answer to, until `refresh --clear-pending-creates`.
      expect(stack.pendingOperations()).toHaveLength(presses === "once" ? 0 : 1);
    };

    stack.writeProgram(program(host, name, "one"));
    const made = await interrupted.during("up", "starting");
    expect(await interrupted.endOf(made)).toMatch(isWaitedFor ? /^running$/ : CUT_OFF);
    // After the second the engine waits for no answer: the next update finds the workspace by the provider's note.
    if (presses === "once") expect(stack.stateOf("dev").id).toBe(made.id);
    else expect(stack.pendingOperations()).toHaveLength(1);
    await ups(made.id, "one");

    stack.writeProgram(program(host, name, "two"));
    const stopped = await interrupted.during("up", "stopping");
    expect(await interrupted.endOf(stopped)).toMatch(isWaitedFor ? /^stopped$/ : CUT_OFF);
    await ups(made.id, "two");

    const deleted = await interrupted.during("destroy", "deleting");
    expect(await interrupted.endOf(deleted)).toMatch(isWaitedFor ? /^deleted$/ : CUT_OFF);
    await stack.destroy();
    expect(stack.isEmpty()).toBe(true);
    expect(await live.api.workspaces(name)).toEqual([]);
    expect(await live.api.templates(name)).toEqual([]);
  });
});
