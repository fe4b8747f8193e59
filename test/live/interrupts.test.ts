// Runs that end in the middle of an import: the provider is killed, the job takes too long, or somebody presses Ctrl-C.
// The next update converges, and there is never a second version of the same content.
import { heldImport, itWithGate, useImportGate } from "./import-gate";
import { useLive } from "./live";
import { recordProcesses } from "./processes";
import { templateProgram } from "./programs";
import { eventually, type FoundImport, type FoundVersion } from "./server-api";
import { messagesAt } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("cut");
const gate = useImportGate();

function program(name: string, files: Record<string, string>): string {
  return templateProgram([{ version: { source: { files } }, template: { name } }]);
}

/** Imports of the same files as this one; no other test has them, since the gate's address is in them. */
async function importsLike(version: FoundVersion): Promise<FoundImport[]> {
  return (await live.api.imports()).filter(({ file_id }) => file_id === version.job.file_id);
}

itWithGate(
  "continues the import of a provider that was killed, for a new template and for an existing one",
  async () => {
    const name = `${live.prefix}killed`;
    const stack = await live.stack(program(name, gate.template(`${name} one`)));
    const processes = recordProcesses(stack);
    for (const marker of [`${name} one`, `${name} two`]) {
      gate.shut();
      stack.writeProgram(program(name, gate.template(marker)));
      live.proxy.clear();
      const running = stack.begin("up");
      const version = await heldImport(live, gate);
      // The newest is the one of this update; others have ended.
      const newest = processes.ids("dynamic-provider").at(-1);
      expect(newest).toBeDefined();
      process.kill(newest ?? 0, "SIGKILL");
      processes.clear();
      expect((await running.ended).exitCode).not.toBe(0);
      gate.open();
      await stack.up();
      expect(stack.stateOf("version").id).toBe(version.id);
      expect(await importsLike(version)).toHaveLength(1);
      expect((await live.api.template(name)).active_version_id).toBe(version.id);
      expect(stack.pendingOperations()).toEqual([]);
    }
    await stack.expectNoChanges();
  },
);

itWithGate(
  "cancels an import that takes longer than coderd:jobTimeoutSeconds, keeps its id, and makes a new one next time",
  async () => {
    const name = `${live.prefix}slow`;
    const stack = await live.stack(program(name, gate.template(name)), {
      configuration: { "coderd:jobTimeoutSeconds": "2" },
    });
    const failed = await stack.upFailing();
    const message = messagesAt(failed, "version", "error").join("\n");
    expect(message).toContain("2 s");
    expect(message).toContain("coderd:jobTimeoutSeconds");
    const dead = await live.api.version(stack.stateOf("version").id ?? "");
    expect(["canceled", "failed"]).toContain(dead.job.status);

    gate.open();
    await stack.configure({ "coderd:jobTimeoutSeconds": "60" });
    await stack.up();
    expect(stack.stateOf("version").id).not.toBe(dead.id);
    expect((await live.api.template(name)).active_version_id).toBe(stack.stateOf("version").id);
    await stack.expectNoChanges();
  },
);

itWithGate("lets a running import end after Ctrl-C, keeps it, and goes on from there", async () => {
  const name = `${live.prefix}once`;
  const stack = await live.stack(program(name, gate.template(name)));
  const running = stack.begin("up");
  await eventually(
    () => gate.held,
    (held) => held === 1,
  );
  running.interrupt();
  await eventually(
    () => running.text(),
    (text) => /cancel/i.test(text),
  );
  gate.open();
  expect((await running.ended).exitCode).not.toBe(0);
  const version = await live.api.version(stack.stateOf("version").id ?? "");
  expect(version.job.status).toBe("succeeded");
  await stack.up();
  expect((await live.api.template(name)).active_version_id).toBe(version.id);
  expect(await importsLike(version)).toHaveLength(1);
});

itWithGate("cancels a running import after Ctrl-C twice, and the next update makes it anew", async () => {
  const name = `${live.prefix}twice`;
  const stack = await live.stack(program(name, gate.template(name)));
  const running = stack.begin("up");
  const version = await heldImport(live, gate);
  running.interrupt();
  await eventually(
    () => running.text(),
    (text) => /cancel/i.test(text),
  );
  running.interrupt();
  expect((await running.ended).exitCode).not.toBe(0);
  const ended = await live.api.endedVersion(version.id);
  expect(["canceled", "failed"]).toContain(ended.job.status);

  stack.writeProgram(program(name, plainTemplate(name)));
  await stack.up();
  expect((await live.api.template(name)).active_version_id).toBe(stack.stateOf("version").id);
  await stack.expectNoChanges();
});
