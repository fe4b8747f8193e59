// @ts-check
// The quickstart as a process, with a fake engine on PATH and a fake Coder: its order, its files and its messages. Run
// with `node --test`.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { areModulesStale, isBuildStale } from "./quickstart-package.mjs";
import { readYamlKey } from "./quickstart-stack.mjs";
import { requestedCoder, requireSameTarget } from "./quickstart-target.mjs";
import { fakeCoder, fakeProgram, filesIn, runScript, temporaryFolder } from "./test-support.mjs";

const TOKEN = "secret-token";

// Writes down how it was called, and what a real engine would leave.
const FAKE_ENGINE = `
echo "$@" >> "$FAKE_LOG"
case "$1" in
version) echo v3.230.0 ;;
stack) echo "encryptionsalt: v1:x" > Pulumi.quickstart.yaml ;;
up | destroy) echo left > "$TMPDIR/left"; echo "url=$CODER_URL token=$CODER_SESSION_TOKEN plugins=$PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION" >> "$FAKE_LOG"; exit "\${FAKE_CODE:-0}" ;;
esac`;

/**
 * A project folder, and a way to run the quickstart on it.
 * @param {import("node:test").TestContext} test
 */
async function makeProject(test) {
  const folder = temporaryFolder(test);
  const project = path.join(folder, "project");
  const programs = path.join(folder, "bin");
  const log = path.join(folder, "log");
  fs.mkdirSync(path.join(project, "provider"), { recursive: true });
  fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: stub\nruntime: nodejs\nmain: program.ts\n");
  fs.writeFileSync(path.join(project, "program.ts"), "");
  const scripts = { build: "mkdir -p dist && echo > dist/index.js && echo compiled" };
  fs.writeFileSync(path.join(project, "package.json"), JSON.stringify({ main: "dist/index.js", scripts }));
  fakeProgram(programs, "pulumi", FAKE_ENGINE);
  for (const part of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) fakeProgram(programs, part, "exit 1");
  for (const name of ["home", "tmp"]) fs.mkdirSync(path.join(folder, name));
  const url = await fakeCoder(test, TOKEN);
  const environment = {
    ...process.env,
    PATH: `${programs}:${process.env["PATH"]}`,
    XDG_CACHE_HOME: path.join(folder, "cache"),
    HOME: path.join(folder, "home"),
    TMPDIR: path.join(folder, "tmp"),
    npm_config_update_notifier: "false",
    npm_config_logs_max: "0",
    FAKE_LOG: log,
    CODER_URL: url,
    CODER_SESSION_TOKEN: TOKEN,
  };
  return {
    project,
    url,
    leftOutside: () => ["home", "tmp"].flatMap((name) => filesIn(path.join(folder, name))),
    engineCalls: () => {
      const lines = fs.existsSync(log) ? fs.readFileSync(log, "utf8").trim().split("\n") : [];
      fs.rmSync(log, { force: true });
      return lines.filter((line) => line !== "version");
    },
    /** @type {(parameters: string[], changes?: NodeJS.ProcessEnv) => ReturnType<typeof runScript>} */
    run: (parameters, changes = {}) =>
      runScript("quickstart.mjs", [...parameters, "--project", project], { ...environment, ...changes }),
  };
}

describe("quickstart", () => {
  it("compiles, makes a stack, runs the engine with the token in its environment only, and says what to try next", async (test) => {
    const { project, url, run, engineCalls } = await makeProject(test);
    const { code, stdout, stderr } = await run([]);
    assert.equal(code, 0, stderr);
    const settings = path.join(project, ".quickstart", "Pulumi.quickstart.yaml");
    assert.deepEqual(engineCalls(), [
      "stack init quickstart --no-select --non-interactive",
      `up --yes --stack quickstart --config-file ${settings}`,
      `url=${url} token=${TOKEN} plugins=true`,
    ]);
    assert.match(stdout, /Done\. What to try next:\n {2}Dashboard {5}http/);
    assert.match(stdout, /Undo it {7}npm run quickstart -- destroy/);
    assert.equal(stdout.includes(TOKEN) || stderr.includes(TOKEN), false);
    for (const name of fs.readdirSync(path.join(project, ".quickstart"), { recursive: true, encoding: "utf8" })) {
      const file = path.join(project, ".quickstart", name);
      if (fs.statSync(file).isFile()) assert.equal(fs.readFileSync(file, "utf8").includes(TOKEN), false, name);
    }
    assert.equal(fs.statSync(path.join(project, ".quickstart", "passphrase")).mode & 0o777, 0o600);
    assert.deepEqual(
      fs.readdirSync(project).filter((name) => name.startsWith("Pulumi.")),
      ["Pulumi.yaml"],
    );
  });

  it("compiles again only after a change, and makes the stack once", async (test) => {
    const { project, run, engineCalls } = await makeProject(test);
    assert.match((await run(["up"])).stdout, /compiled/);
    engineCalls();
    assert.doesNotMatch((await run(["up"])).stdout, /compiled/);
    assert.equal(engineCalls().filter((call) => call.startsWith("stack")).length, 0);
    fs.writeFileSync(path.join(project, "provider", "new.ts"), "");
    assert.match((await run(["up"])).stdout, /compiled/);
  });

  it("passes on the engine's failure and does not call it done", async (test) => {
    const { run } = await makeProject(test);
    const { code, stdout } = await run(["up"], { FAKE_CODE: "255" });
    assert.equal(code, 255);
    assert.match(stdout, /Not everything was made; the reason is above\. Next:/);
    assert.doesNotMatch(stdout, /Done/);
  });

  it("destroys what was made and then has nothing to destroy", async (test) => {
    const { run, engineCalls } = await makeProject(test);
    const nothing =
      "There is nothing to destroy: `npm run quickstart` made nothing here, or it is destroyed already.\n";
    assert.deepEqual(await run(["destroy"]), { code: 0, stdout: nothing, stderr: "" });
    await run(["up"]);
    engineCalls();
    assert.equal((await run(["destroy"], { FAKE_CODE: "1" })).code, 1);
    const { code, stdout } = await run(["destroy"]);
    assert.equal(code, 0);
    assert.match(stdout, /All that the quickstart made is gone\. Next:/);
    assert.equal(engineCalls().filter((call) => call.startsWith("destroy --yes")).length, 2);
    assert.equal((await run(["destroy"])).stdout, nothing);
  });

  it("leaves nothing outside of its own folder, also when the engine fails", async (test) => {
    const { project, run, leftOutside } = await makeProject(test);
    for (const parameters of [["up"], ["destroy"]]) {
      await run(parameters, { FAKE_CODE: "1" });
      await run(parameters);
      assert.deepEqual(leftOutside(), []);
      assert.equal(fs.existsSync(path.join(project, ".quickstart", "tmp")), false);
    }
  });

  it("refuses to go on with another Coder than the one that has the objects", async (test) => {
    const { url, run } = await makeProject(test);
    const other = await fakeCoder(test, TOKEN);
    await run(["up"]);
    const { code, stderr } = await run(["up"], { CODER_URL: other });
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `The quickstart's objects are on ${url}, but \`CODER_URL\` is "${other}". To go on there, set \`CODER_URL\` ` +
        "to it and " +
        "`CODER_SESSION_TOKEN` to a token of it; to change over, do the same and run `npm run quickstart -- " +
        "destroy` first.\n",
    );
    const deletion = await run(["stop", "--delete"]);
    assert.equal(deletion.code, 1);
    assert.match(deletion.stderr, /Run `npm run quickstart -- destroy` first\./);
  });

  it("tells a refused token from a server that is away", async (test) => {
    const { run } = await makeProject(test);
    assert.match(
      (await run(["up"], { CODER_SESSION_TOKEN: "other" })).stderr,
      /refuses the token in `CODER_SESSION_TOKEN`/,
    );
    assert.match((await run(["up"], { CODER_URL: "http://127.0.0.1:9" })).stderr, /\(`CODER_URL`\) does not answer: /);
  });

  it("stops quietly when no local Coder runs, and forgets everything with --delete", async (test) => {
    const { project, run } = await makeProject(test);
    assert.equal((await run(["stop"])).stdout, "No local Coder was running.\n");
    await run(["up"]);
    await run(["destroy"]);
    assert.equal((await run(["stop", "--delete"])).code, 0);
    assert.equal(fs.existsSync(path.join(project, ".quickstart")), false);
  });

  it("explains its commands after a mistake", async (test) => {
    const { run } = await makeProject(test);
    for (const [parameters, message] of /** @type {[string[], RegExp][]} */ ([
      [["down"], /^There is no command "down"\.\nUsage: npm run quickstart/],
      [["up", "now"], /^One command is expected, not 2\.\nUsage/],
      [["up", "--delete"], /^`--delete` belongs to `stop`\.\nUsage/],
      [["--force"], /^Unknown option '--force'.*\nUsage/],
    ])) {
      const { code, stderr } = await run(parameters);
      assert.equal(code, 1);
      assert.match(stderr, message);
    }
  });
});

describe("requestedCoder", () => {
  it("needs both variables or none, and an address", () => {
    assert.equal(requestedCoder({ CODER_URL: "" }), undefined);
    assert.deepEqual(requestedCoder({ CODER_URL: "https://c.example/ ", CODER_SESSION_TOKEN: "t" }), {
      url: "https://c.example",
      token: "t",
    });
    assert.throws(
      () => requestedCoder({ CODER_URL: "https://c.example" }),
      /`CODER_URL` is set, but `CODER_SESSION_TOKEN` is not\./,
    );
    assert.throws(
      () => requestedCoder({ CODER_SESSION_TOKEN: "t" }),
      /`CODER_SESSION_TOKEN` is set, but `CODER_URL` is not\./,
    );
    assert.throws(
      () => requestedCoder({ CODER_URL: "c.example", CODER_SESSION_TOKEN: "t" }),
      /"c\.example", which is not an address/,
    );
  });
});

describe("requireSameTarget", () => {
  it("keeps to the local Coder while it has the objects", () => {
    requireSameTarget(undefined, { url: "https://c.example", token: "t" });
    requireSameTarget({ kind: "local", instance: "1" }, undefined);
    assert.throws(
      () => requireSameTarget({ kind: "local", instance: "1" }, { url: "https://c.example", token: "t" }),
      /on the local Coder, but/,
    );
    assert.throws(
      () => requireSameTarget({ kind: "remote", url: "https://c.example" }, undefined),
      /but `CODER_URL` is not set/,
    );
  });
});

describe("areModulesStale", () => {
  it("compares the lock file with what npm installed last", (test) => {
    const project = temporaryFolder(test);
    assert.equal(areModulesStale(project), false);
    fs.writeFileSync(path.join(project, "package-lock.json"), "{}");
    assert.equal(areModulesStale(project), true);
    fs.mkdirSync(path.join(project, "node_modules"));
    fs.writeFileSync(path.join(project, "node_modules", ".package-lock.json"), "{}");
    assert.equal(areModulesStale(project), false);
    fs.utimesSync(path.join(project, "node_modules", ".package-lock.json"), 1, 1);
    assert.equal(areModulesStale(project), true);
  });
});

describe("isBuildStale", () => {
  it("notices a changed, a new and a removed source, and a missing result", (test) => {
    const project = temporaryFolder(test);
    const marker = path.join(project, "built");
    const source = path.join(project, "sdk", "deep", "index.ts");
    const result = path.join(project, "index.js");
    fs.mkdirSync(path.dirname(source), { recursive: true });
    for (const file of [source, result, marker]) fs.writeFileSync(file, "");
    fs.writeFileSync(path.join(project, "package.json"), "{}");
    const settle = () => {
      for (const file of [source, path.dirname(source), path.join(project, "sdk"), path.join(project, "package.json")])
        fs.utimesSync(file, 10, 10);
      fs.utimesSync(marker, 20, 20);
    };
    settle();
    assert.equal(isBuildStale(project, marker), false);
    fs.utimesSync(source, 30, 30);
    assert.equal(isBuildStale(project, marker), true);
    settle();
    fs.utimesSync(path.dirname(source), 30, 30);
    assert.equal(isBuildStale(project, marker), true);
    settle();
    fs.rmSync(result);
    assert.equal(isBuildStale(project, marker), true);
  });
});

describe("readYamlKey", () => {
  it("reads a plain, a quoted and a commented value of the top level only", () => {
    const yaml = "name: one # two\r\nruntime:\n  name: nodejs\nmain: './a b'\n";
    assert.deepEqual(
      [readYamlKey(yaml, "name"), readYamlKey(yaml, "main"), readYamlKey(yaml, "description")],
      ["one", "./a b", undefined],
    );
  });
});
