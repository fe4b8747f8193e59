// The example scripts, run as their README says, against the real server: what they change, and what they say of a
// user's mistakes.
// Runs alone: one of the scripts archives versions of every template.
import { execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { itOnOwnServer, useLive } from "./live";
import { eventually, type FoundVersion, type FoundWorkspace } from "./server-api";
import { useObjects, type MadeTemplate } from "./server-objects";
import { GO_FILE, plainTemplate, templateThatRuns, WAITING } from "./templates";

const FOLDER = path.join(__dirname, "..", "..", "examples", "scripts");

const objects = useObjects(() => live);
const live = useLive("script");

interface Ended {
  code: number | string | null;
  out: string;
  err: string;
}

let template: MadeTemplate;
let workspace: FoundWorkspace;
let target: string;
let lastUsed: number;

beforeAll(async () => {
  fs.writeFileSync(GO_FILE, "");
  template = await objects.template(`${live.prefix}a`, templateThatRuns(WAITING), { default_ttl_ms: 3_600_000 });
  workspace = await objects.workspace(template, `${live.prefix}a`);
  target = `${workspace.owner_name}/${workspace.name}`;
});

afterAll(() => fs.rmSync(GO_FILE, { force: true }));

function environment(changes: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, CODER_URL: live.proxy.url, CODER_SESSION_TOKEN: live.api.token, ...changes };
}

function run(script: string, values: string[], changes?: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      "npx",
      ["ts-node", `${script}.ts`, ...values],
      { cwd: FOLDER, env: environment(changes) },
      (error, out, err) => resolve({ code: error === null ? 0 : (error.code ?? null), out, err: withoutNotices(err) }),
    );
  });
}

/** Without npx's own messages, which are about npm's settings. */
function withoutNotices(text: string): string {
  return text.replace(/^npm (warn|notice) .*\n/gm, "");
}

async function latest(): Promise<FoundWorkspace["latest_build"]> {
  return (await live.api.workspace(workspace.id)).latest_build;
}

async function usedAt(): Promise<number> {
  return Date.parse((await live.api.workspace(workspace.id))["last_used_at"] as string);
}

it("extend-workspace moves the deadline", async () => {
  const before = Date.now();
  const { code, out, err } = await run("extend-workspace", [target, "5.5"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const deadline = (await latest())["deadline"] as string;
  expect(Date.parse(deadline) - before).toBeGreaterThan(5.5 * 3_600_000 - 1000);
  expect(Date.parse(deadline) - Date.now()).toBeLessThanOrEqual(5.5 * 3_600_000);
  expect(out).toBe(`${target} is stopped at ${new Date(deadline).toISOString()}.\n`);
});

it("report-workspace-usage says what it has done", async () => {
  lastUsed = await usedAt();
  expect(await run("report-workspace-usage", [target])).toEqual({
    code: 0,
    out: `${target} was used just now.\n`,
    err: "",
  });
});

it("watch-workspace shows a build from its beginning to its end, and ends when it is interrupted; cancel-workspace-build cancels one", async () => {
  const watch = spawn(process.execPath, ["-r", "ts-node/register", "watch-workspace.ts", target], {
    cwd: FOLDER,
    env: environment(),
  });
  let shown = "";
  for (const stream of [watch.stdout, watch.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (shown += text));
  const exit = new Promise<number | null>((resolve) => watch.once("exit", resolve));
  const showing = (text: string): Promise<string> =>
    eventually(
      () => shown,
      () => shown.includes(text),
    );
  await showing("1 running\n");
  await live.api.build(workspace.id, { transition: "stop" });
  await showing("2 stopping\n");
  await showing("2 stopped\n");

  // This build stays under way until the script has started.
  fs.rmSync(GO_FILE);
  await live.api.request("POST", `/workspaces/${workspace.id}/builds`, { transition: "start" });
  await showing("3 starting\n");
  const canceled = await run("cancel-workspace-build", [target]);
  expect(canceled).toEqual({ code: 0, out: `Build 3 of ${target} is being cancelled.\n`, err: "" });
  const { status } = await eventually(latest, (build) => !["pending", "starting", "canceling"].includes(build.status));
  // Terraform reports an interrupt as a failure.
  expect(["canceled", "failed"]).toContain(status);
  await showing(`3 ${status}\n`);
  watch.kill("SIGINT");
  expect(await exit).toBe(0);
  expect(
    shown
      .split("\n")
      .filter((line) => !/^(\d (pending|starting|running|stopping|stopped|canceling|canceled|failed))?$/.test(line)),
  ).toEqual([]);

  const { code, out } = await run("cancel-workspace-build", [target]);
  expect({ code, out }).toEqual({ code: 0, out: `Build 3 of ${target} has ended: ${status}.\n` });
});

it("pull-terraform-state writes a state that only the user may read, and push-terraform-state builds on it", async () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "state-")), "state.json");
  const before = await latest();
  const pulled = await run("pull-terraform-state", [target, file]);
  expect(pulled).toEqual({
    code: 0,
    out: `The state after build ${before["build_number"]} of ${target} is in ${file}.\n`,
    err: "",
  });
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const again = await run("pull-terraform-state", [target, file]);
  expect({ code: again.code, err: again.err }).toEqual({
    code: 1,
    err: expect.stringMatching(/^EEXIST: .*\n$/) as unknown,
  });

  const lineage = randomUUID();
  fs.writeFileSync(file, JSON.stringify({ ...(JSON.parse(fs.readFileSync(file, "utf8")) as object), lineage }));
  fs.writeFileSync(GO_FILE, "");
  const pushed = await run("push-terraform-state", [target, file]);
  const build = await eventually(latest, ({ status }) => !["pending", "starting", "stopping"].includes(status));
  expect(pushed).toEqual({
    code: 0,
    out: `Build ${build["build_number"]} of ${target} has begun, with the state in ${file}.\n`,
    err: "",
  });
  const transition = before["transition"];
  expect(build).toMatchObject({ build_number: Number(before["build_number"]) + 1, transition });
  expect(await live.api.request("GET", `/workspacebuilds/${build.id}/state`)).toMatchObject({ lineage });

  fs.writeFileSync(file, "no state");
  const wrong = await run("push-terraform-state", [target, file]);
  expect({ code: wrong.code, out: wrong.out }).toEqual({ code: 1, out: "" });
  expect(wrong.err).toMatch(
    /^`state`: Must be Terraform's state, which is a JSON object; it is something else\. .*\n$/,
  );
  const missing = await run("push-terraform-state", [target, path.join(path.dirname(file), "none.json")]);
  expect(missing.err).toMatch(/^ENOENT: .*none\.json'\n$/);
  fs.rmSync(path.dirname(file), { recursive: true });
});

// It archives versions of every template on the server.
itOnOwnServer("archive-unused-template-versions archives all but what is active or in use", async () => {
  const unused: FoundVersion[] = [];
  for (const name of ["second", "third"]) unused.push(await objects.version(template, name, plainTemplate(name)));
  const { code, out, err } = await run("archive-unused-template-versions", []);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(`${template.name}: 2 archived.\n`);
  const archived = (await live.api.versions(template.id)).filter((version) => version.archived);
  expect(archived.map(({ id }) => id)).toEqual(unused.map(({ id }) => id));
  expect((await run("archive-unused-template-versions", ["default"])).out).toContain(`${template.name}: 0 archived.\n`);
});

it("create-token prints a token that works as long as it was to, and tells mistakes in words", async () => {
  const email = `${live.prefix}token@example.com`;
  const password = randomBytes(16).toString("base64url");
  const { organization_ids } = await live.api.request<{ organization_ids: string[] }>("GET", "/users/me");
  const account = { email, password, username: `${live.prefix}token`, login_type: "password", organization_ids };
  const { id } = await live.api.request<{ id: string }>("POST", "/users", account);
  const settings = { CODER_SESSION_TOKEN: "", CODER_PASSWORD: password };
  const { code, out, err } = await run("create-token", [email, "machine", "2"], settings);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const answer = await fetch(`${live.api.url}/api/v2/users/me`, { headers: { "coder-session-token": out.trim() } });
  expect(((await answer.json()) as { id: string }).id).toBe(id);
  // With `include_all` the list has everybody's.
  const tokens = await live.api.request<{ user_id: string }[]>("GET", `/users/${id}/keys/tokens?include_all=true`);
  expect(tokens.filter(({ user_id }) => user_id === id)).toMatchObject([
    { token_name: "machine", lifetime_seconds: 2 * 86_400 },
  ]);

  const mistakes = [
    [
      [],
      { CODER_URL: "", CODER_PASSWORD: "" },
      /^Usage: create-token\.ts EMAIL .*\nSet CODER_URL .*\nSet CODER_PASSWORD .*\n$/,
    ],
    [[email, "machine", "two"], settings, /^"two" is not a number of days\.\n$/],
    [[email], { ...settings, CODER_PASSWORD: "wrong" }, /^Incorrect email or password\. \(POST .*\)\n$/],
  ] as const;
  for (const [values, changes, message] of mistakes) {
    const ended = await run("create-token", [...values], changes);
    expect({ code: ended.code, out: ended.out }).toEqual({ code: 1, out: "" });
    expect(ended.err).toMatch(message);
  }
  await live.api.request("DELETE", `/users/${id}`);
});

describe("a mistake is told in words, without a stack, and ends with another code than 0", () => {
  const usages = {
    "extend-workspace": "extend-workspace.ts OWNER/NAME [HOURS]",
    "report-workspace-usage": "report-workspace-usage.ts OWNER/NAME",
    "watch-workspace": "watch-workspace.ts OWNER/NAME",
    "cancel-workspace-build": "cancel-workspace-build.ts OWNER/NAME",
    "pull-terraform-state": "pull-terraform-state.ts OWNER/NAME FILE",
    "push-terraform-state": "push-terraform-state.ts OWNER/NAME FILE",
    "archive-unused-template-versions": "archive-unused-template-versions.ts [ORGANIZATION]",
  };
  type Script = keyof typeof usages;
  const token = "abcdefghij-abcdefghijklmnopqrstuv";

  /** All at the same time: most of it is the start of Node. */
  async function expectMistakes(mistakes: [Script, string[], Record<string, string>, RegExp][]): Promise<void> {
    const ended = await Promise.all(mistakes.map(([script, values, changes]) => run(script, values, changes)));
    mistakes.forEach(([script, values, , message], index) => {
      const { code, out, err = "" } = ended[index] ?? { code: null, out: "", err: "" };
      expect([script, values, code, out]).toEqual([script, values, 1, ""]);
      expect(err).toMatch(message);
      expect(err).not.toMatch(/^\s+at /m);
      expect(err).not.toContain(token);
      expect(err).not.toContain(live.api.token);
    });
  }

  it("in every script: nothing set and too many words, all at once; another server; a wrong token", async () => {
    for (const script of Object.keys(usages) as Script[]) {
      const words = script.startsWith("archive") ? [] : script.endsWith("-state") ? [target, "state.json"] : [target];
      const usage = usages[script].replace(/[[\]./]/g, "\\$&");
      await expectMistakes([
        [
          script,
          ["a/b", "1", "2"],
          { CODER_URL: "", CODER_SESSION_TOKEN: "" },
          new RegExp(`^Usage: ${usage}\nSet CODER_URL .*\nSet CODER_SESSION_TOKEN .*\n$`),
        ],
        [
          script,
          words,
          { CODER_URL: "http://127.0.0.1:9" },
          /^The Coder server at "http:\/\/127\.0\.0\.1:9" is unreachable: .*`CODER_URL`.*\n$/,
        ],
        [
          script,
          words,
          { CODER_SESSION_TOKEN: token },
          /^The token was refused by the Coder server .* came from the environment variable `CODER_SESSION_TOKEN`\..*\n$/,
        ],
      ]);
    }
  });

  it("in a name, a number or an address", async () => {
    await expectMistakes([
      ["extend-workspace", [], {}, /^Usage: extend-workspace\.ts OWNER\/NAME \[HOURS\]\n$/],
      [
        "extend-workspace",
        [workspace.name],
        {},
        new RegExp(`^"${workspace.name}" is not a workspace\\. Name it as OWNER/NAME\\.\n$`),
      ],
      ["extend-workspace", [target, "two"], {}, /^"two" is not a number of hours\.\n$/],
      [
        "extend-workspace",
        [target, "-1"],
        {},
        /^Cannot extend workspace: new deadline must be at least 30 minutes in the future\. \(PUT .*\/extend: status 400, request .*\)\n$/,
      ],
      [
        "watch-workspace",
        [`${workspace.owner_name}/none`],
        {},
        /^Resource not found.*\(GET \/api\/v2\/users\/.*\/workspace\/none: status 404, .*\)\n$/,
      ],
    ]);
    await expectMistakes([
      [
        "cancel-workspace-build",
        ["nobody/none"],
        {},
        /\(GET \/api\/v2\/users\/nobody\/workspace\/none: status 4\d\d, .*\)\n$/,
      ],
      ["archive-unused-template-versions", ["none"], {}, /^Resource not found.*\/organizations\/none\/templates.*\n$/],
      [
        "report-workspace-usage",
        [target],
        { CODER_URL: "coder.example.com" },
        /^The address of the Coder server, "coder\.example\.com", is not a URL\. .*`CODER_URL`.*\n$/,
      ],
      [
        "report-workspace-usage",
        [target],
        { CODER_SESSION_TOKEN: "ü" },
        /^The token is empty or holds characters that no token has\..*\n$/,
      ],
    ]);
  });
});

it("report-workspace-usage has moved the time of the last use, which the server writes once a minute", async () => {
  await eventually(usedAt, (time) => time > lastUsed);
});
