// Runs that end in the middle of an import: the provider is killed, the job takes too long, or somebody presses Ctrl-C.
// The next update converges, and there is never a second version of the same content.
import fs from "node:fs";
import path from "node:path";
import { heldImport } from "./imports";
import { isOwnServer, useLive } from "./live";
import { templateProgram } from "./programs";
import { eventually, type FoundVersion } from "./server-api";
import { messagesAt, type Stack } from "./stack";
import { ImportGate, plainTemplate } from "./templates";

const live = useLive("cut");

// The gate listens on this machine only: a server that was given may be elsewhere.
const itWithGate = isOwnServer ? it : it.skip;

let gate: ImportGate;

beforeAll(async () => {
  gate = await ImportGate.start();
});

beforeEach(() => gate.shut());

afterAll(async () => {
  await gate.close();
});

function program(name: string, files: Record<string, string>): string {
  return templateProgram([{ version: { source: { files } }, template: { name } }]);
}

interface ListedJob {
  id: string;
  file_id?: string;
}

/** Jobs that import the same files as this one; they hold the gate's address and the test's name. */
async function importsLike(version: FoundVersion): Promise<ListedJob[]> {
  const jobs = await live.api.request<ListedJob[]>("GET", "/organizations/default/provisionerjobs?limit=100");
  return jobs.filter(({ file_id }) => file_id === version.job.file_id);
}

function recordProcesses(stack: Stack): { kill: () => void } {
  const file = path.join(stack.root, "processes");
  Object.assign(stack.environment, {
    NODE_OPTIONS: `--require ${path.join(__dirname, "record-process.js")}`,
    LIVE_PROCESSES: file,
  });
  return {
    kill() {
      const lines = fs.readFileSync(file, "utf8").trim().split("\n");
      const pids = lines.filter((line) => line.includes("dynamic-provider")).map((line) => Number.parseInt(line, 10));
      expect(pids.length).toBeGreaterThan(0);
      // Only the newest runs still: it is the one that this update started.
      process.kill(pids.at(-1) ?? 0, "SIGKILL");
      fs.rmSync(file);
    },
  };
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
      processes.kill();
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
  const ended = await eventually(
    () => live.api.version(version.id),
    ({ job }) => !["pending", "running", "canceling"].includes(job.status),
  );
  expect(["canceled", "failed"]).toContain(ended.job.status);

  stack.writeProgram(program(name, plainTemplate(name)));
  await stack.up();
  expect((await live.api.template(name)).active_version_id).toBe(stack.stateOf("version").id);
  await stack.expectNoChanges();
});
