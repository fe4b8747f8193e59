// Bad networks: answers that are lost after the server has acted, gateways that fail, streams that break. Nothing is
// made twice or forgotten.
import { EngineMatrix } from "./fault-matrix";
import type { Host } from "./host-programs";
import { useLive } from "./live";
import { templateProgram } from "./programs";
import type { FoundImport } from "./server-api";
import { messagesAt, statusLinesAt } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("fault");

/** Imports of versions of this name, whether a template holds them or not. */
async function importsNamed(name: string): Promise<FoundImport[]> {
  return (await live.api.imports()).filter(({ metadata }) => metadata.template_version_name === name);
}

function program(name: string, marker: string, template: Record<string, unknown> = {}): string {
  return templateProgram([
    {
      version: { source: { files: plainTemplate(`${name} ${marker}`) }, name: `${name}-${marker}` },
      template: { name, ...template },
    },
  ]);
}

it("creates everything once although the answers to upload, version and template are lost", async () => {
  const name = `${live.prefix}create`;
  const faults = [/^\/files$/, /\/templateversions$/, /\/organizations\/[^/]+\/templates$/].map((path) =>
    live.proxy.inject({ method: "POST", path }, { kind: "drop-answer" }),
  );
  const stack = await live.stack(program(name, "one"));
  await stack.up();
  expect(faults.map(({ hits }) => hits)).toEqual([1, 1, 1]);
  expect(await importsNamed(`${name}-one`)).toHaveLength(1);
  expect(await live.api.templates(name)).toMatchObject([
    { id: stack.stateOf("template").id, active_version_id: stack.stateOf("version").id },
  ]);
  await stack.expectNoChanges();
});

it("makes one version for an existing template, and changes and promotes once, although those answers are lost", async () => {
  const name = `${live.prefix}update`;
  const stack = await live.stack(program(name, "one"));
  await stack.up();
  const { id = "" } = stack.stateOf("template");
  const lostVersion = live.proxy.inject({ method: "POST", path: /\/templateversions$/ }, { kind: "drop-answer" });
  const lostChange = live.proxy.inject({ method: "PATCH", path: /^\/templates\/[^/]+$/ }, { kind: "drop-answer" });
  const lostPromotion = live.proxy.inject(
    { method: "PATCH", path: /^\/templates\/[^/]+\/versions$/ },
    { kind: "drop-answer" },
  );
  stack.writeProgram(program(name, "two", { description: "Two." }));
  // An update may fail when the answer to its change is lost; the next one finds that the change was made.
  for (
    let run = 1;
    run <= 3 && stack.stateOf("template").outputs["activeVersionId"] !== stack.stateOf("version").id;
    run += 1
  ) {
    await stack.begin("up").ended;
  }
  await stack.up();
  expect([lostVersion, lostChange, lostPromotion].map(({ hits }) => hits)).toEqual([1, 1, 1]);
  expect(await live.api.template(name)).toMatchObject({
    id,
    active_version_id: stack.stateOf("version").id,
    description: "Two.",
  });
  expect((await live.api.versions(id)).map((version) => version.name)).toEqual([`${name}-one`, `${name}-two`]);
  await stack.expectNoChanges();
});

it("follows an import to its end through a broken log stream and a failing gateway", async () => {
  const name = `${live.prefix}stream`;
  const cut = live.proxy.inject({ path: /\/logs\?.*follow/ }, { kind: "cut-socket", afterBytes: 200 }, { times: 2 });
  const gateway = live.proxy.inject(
    { method: "GET", path: /^\/templateversions\/[^/]+$/ },
    { kind: "answer", status: 502, headers: { "Content-Type": "text/html" }, body: "<html>Bad Gateway</html>" },
    { times: 3 },
  );
  const stack = await live.stack(program(name, "one"));
  const result = await stack.up();
  expect(cut.hits).toBeGreaterThan(0);
  expect(gateway.hits).toBe(3);
  expect(messagesAt(result, "version", "error")).toEqual([]);
  expect(stack.stateOf("version").outputs["status"]).toBe("succeeded");
  const lines = statusLinesAt(result, "version");
  expect(lines.filter((line) => line.includes("Setting up")).length).toBeLessThanOrEqual(1);
});

it("waits when the server asks for it, says so at the resource, and goes on", async () => {
  const name = `${live.prefix}busy`;
  const busy = live.proxy.inject(
    { method: "POST", path: /\/templates$/ },
    {
      kind: "answer",
      status: 429,
      headers: { "Retry-After": "2", "Content-Type": "application/json" },
      body: '{"message":"Too many requests."}',
    },
  );
  const stack = await live.stack(program(name, "one"));
  const result = await stack.up();
  expect(busy.hits).toBe(1);
  expect(statusLinesAt(result, "template").join("\n")).toMatch(
    /The server limits requests: this one is next, at least \d+ s left/,
  );
  expect(await live.api.templates(name)).toHaveLength(1);
});

it("fails with the server's words on an error that is not for a moment, without trying again", async () => {
  const name = `${live.prefix}broken`;
  const broken = live.proxy.inject(
    { method: "POST", path: /\/organizations\/[^/]+\/templates$/ },
    {
      kind: "answer",
      status: 500,
      headers: { "Content-Type": "application/json" },
      body: '{"message":"The database is on fire.","detail":"For real."}',
    },
    { times: 9 },
  );
  const stack = await live.stack(program(name, "one"));
  const result = await stack.upFailing();
  expect(broken.hits).toBe(1);
  expect(messagesAt(result, "template", "error").join("\n")).toMatch(
    /The database is on fire\. For real\. \(POST .*: status 500/,
  );
  broken.remove();
  await stack.up();
  expect(await importsNamed(`${name}-one`)).toHaveLength(1);
});

// All of it is in `npm run test:faults`. A stalled answer takes minutes there.
it.each<[Host, "create" | "update", classes: string[]]>([
  ["plugin", "create", ["lost answer", "unreadable"]],
  ["dynamic", "update", ["limited", "gateway"]],
])(
  "on the %s host, %s meets one fault of a class at a change, and the next run has all",
  async (host, operation, names) => {
    const matrix = new EngineMatrix(host, live.prefix);
    const cells = await matrix.cells([operation]);
    const chosen = names.map((name, index) => cells.filter((cell) => cell.endsWith(`: ${name}`)).at(-1 - index) ?? "");
    const began = performance.now();
    for (const cell of chosen) await matrix.run(cell);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stderr.write(`engine-${host}: ${chosen.length} cells, ${chosen.length} passed, ${seconds} s.\n`);
  },
);
