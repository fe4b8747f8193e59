// That a plain script which closes nothing ends by itself soon after its last work, whatever the server still owes it.
import { spawn } from "node:child_process";
import path from "node:path";
import { LOG, WORKSPACE } from "../../fakes/client";
import { FakeServer, TOKEN } from "../../fakes/http-server";

const PROVIDER = path.join(__dirname, "..", "..", "..", "provider", "index.ts");
/** Less than the five seconds that a closing frame is awaited, and than an idle connection is kept. */
const LIMIT_MILLISECONDS = 4_000;

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(async () => {
  await server.close();
});

/** Milliseconds from the script's last line to its end. */
async function endOf(script: string): Promise<number> {
  const program = `const { createClient } = require(${JSON.stringify(PROVIDER)});
const client = createClient({ url: ${JSON.stringify(server.url)}, token: ${JSON.stringify(TOKEN)} });
(async () => { ${script} })().then(() => console.log("done"));`;
  const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let doneAt = Number.NaN;
  child.stdout.on("data", () => (doneAt = performance.now()));
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect(code).toBe(0);
  return performance.now() - doneAt;
}

describe("a script that does not close its client", () => {
  it("ends after its requests", async () => {
    server.on("GET /buildinfo", { json: { version: "v2.24.0" } });
    expect(await endOf(`await Promise.all([1, 2, 3].map(() => client.getBuildInfo()));`)).toBeLessThan(
      LIMIT_MILLISECONDS,
    );
  });

  it("ends after a stream that it has left, though the server answers no closing frame", async () => {
    server.onStream("GET /workspaces/:id/watch-ws", (stream) => {
      stream.send({ type: "data", data: WORKSPACE });
      stream.freeze();
    });
    expect(await endOf(`for await (const workspace of client.watchWorkspace("w1")) break;`)).toBeLessThan(
      LIMIT_MILLISECONDS,
    );
  });

  it("ends after a stream that it has aborted", async () => {
    server.onStream("GET /templateversions/:id/logs", (stream) => {
      stream.send(LOG(1));
      stream.freeze();
    });
    const script = `const controller = new AbortController();
try { for await (const line of client.streamTemplateVersionLogs("v1", {}, { signal: controller.signal })) controller.abort(); } catch {}`;
    expect(await endOf(script)).toBeLessThan(LIMIT_MILLISECONDS);
  });
});
