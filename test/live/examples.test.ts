// The examples, unchanged: up, nothing to do, refresh, destroy, and nothing left on the server. They run in a copy, as
// a user has it, with the repository's packages. They are also previewed in place, with their own project files.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { canRunAgents } from "./agent-template";
import { useLive } from "./live";
import type { Result, Stack, StackOptions } from "./stack";
import { valuesOf, workspaceNamed } from "./workspaces";

const ROOT = path.join(__dirname, "..", "..");
const EXAMPLES = path.join(ROOT, "examples");
/** Folders that hold a program; the others hold scripts for the client, and the same task in several languages. */
const PROGRAMS = fs.readdirSync(EXAMPLES).filter((folder) => fs.existsSync(path.join(EXAMPLES, folder, "index.ts")));
/** Registries that can't be reached are tried five times. */
const PLUGIN_MILLISECONDS = 60_000;

/** What the examples make, by name: their names are fixed. */
const NAMES = {
  templates: ["quickstart", "python", "web", "bootstrap", "canary"],
  workspaces: ["quickstart-dev", "quickstart-canary", "bootstrap", "canary"],
};

const live = useLive("exampl");

/** The example in a folder of its own, as after `cp -r` and `npm install`. */
async function copyOf(example: string, options: StackOptions = {}): Promise<Stack> {
  const folder = path.join(EXAMPLES, example);
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "Pulumi.yaml" && entry.name !== "README.md")
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const texts = Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")]));
  return live.stack(texts["index.ts"] ?? "", { main: "index.ts", files: texts, ...options });
}

async function namesOnServer(): Promise<string[]> {
  const [templates, workspaces] = await Promise.all([live.api.templates(""), live.api.workspaces("")]);
  return [
    ...templates.map(({ name }) => name).filter((name) => NAMES.templates.includes(name)),
    ...workspaces.map(({ name }) => name).filter((name) => NAMES.workspaces.includes(name)),
  ];
}

async function expectNoDrift(stack: Stack): Promise<void> {
  expect((await stack.refresh()).operations).toEqual({});
  expect((await stack.preview()).operations).toEqual({});
}

async function expectDestroyed(stack: Stack, count: number): Promise<void> {
  const { changes, diagnostics } = await stack.destroy();
  expect(changes).toEqual({ delete: count });
  expect(problemsIn({ diagnostics })).toEqual([]);
}

/** What a user would have to read: anything but progress and the notice of a plugin found on PATH. */
function problemsIn({ diagnostics }: Pick<Result, "diagnostics">): string[] {
  return diagnostics
    .filter(
      ({ isEphemeral, severity, message }) => !isEphemeral && severity !== "debug" && !message.includes("from $PATH"),
    )
    .map(({ name, message }) => `${name}: ${message}`);
}

async function parametersOf(name: string): Promise<Record<string, string>> {
  return valuesOf(live.api, (await workspaceNamed(live.api, name)).id);
}

beforeAll(async () => {
  // The names are fixed: on a server where somebody has objects of these names, nothing is touched.
  expect(await namesOnServer()).toEqual([]);
});

afterAll(async () => {
  expect(await namesOnServer()).toEqual([]);
});

describe("in place", () => {
  it.each([
    ["the top of the repository", ROOT, 6],
    ["examples/quickstart", path.join(EXAMPLES, "quickstart"), 6],
    ["examples/gitops", path.join(EXAMPLES, "gitops"), 3],
    ["examples/bootstrap", path.join(EXAMPLES, "bootstrap"), 4],
    ["examples/canary", path.join(EXAMPLES, "canary"), 5],
    ["examples/adopt-user-workspaces", path.join(EXAMPLES, "adopt-user-workspaces"), 1],
  ])("previews from %s, with its own Pulumi.yaml", (_where, folder, count) => {
    const name = `${live.prefix}place`;
    const environment = inPlaceEnvironment();
    const pulumi = (cwd: string, ...parameters: string[]): string =>
      execFileSync("pulumi", [...parameters, "--non-interactive", "--color", "never"], {
        cwd,
        env: environment,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    // `stack init` writes a settings file beside the project file. It works on a copy, so that a run that is killed
    // leaves no such file in the repository.
    const copy = fs.mkdtempSync(path.join(process.env["LIVE_FOLDER"] ?? "", name));
    fs.copyFileSync(path.join(folder, "Pulumi.yaml"), path.join(copy, "Pulumi.yaml"));
    pulumi(copy, "stack", "init", name);
    const settings = path.join(copy, `Pulumi.${name}.yaml`);
    const preview = JSON.parse(pulumi(folder, "preview", "--json", "--stack", name, "--config-file", settings)) as {
      changeSummary: object;
    };
    expect(preview.changeSummary).toEqual({ create: count });
    pulumi(copy, "stack", "rm", name, "--yes", "--force");
  });

  it.each(PROGRAMS)("does not check the types of %s at run time, by its own tsconfig.json", async (example) => {
    const stack = await copyOf(example, { environment: { ...standIn(), PULUMI_NODEJS_TRANSPILE_ONLY: "" } });
    const program = fs.readFileSync(path.join(EXAMPLES, example, "index.ts"), "utf8");
    stack.writeProgram(`${program}\nconst wrong: number = "text";\nvoid wrong;\n`);
    const { changes } = await stack.preview();
    expect(Object.keys(changes)).toEqual(["create"]);
  });

  function inPlaceEnvironment(): NodeJS.ProcessEnv {
    const folder = path.join(process.env["LIVE_FOLDER"] ?? "", `${live.prefix}place`);
    fs.mkdirSync(path.join(folder, "state"), { recursive: true });
    return {
      ...process.env,
      ...standIn(),
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "live",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      CODER_URL: live.api.url,
      CODER_SESSION_TOKEN: live.api.token,
    };
  }
});

/** What the template's resource says of the version that it made. */
function activeVersionOf(stack: Stack): Record<string, unknown> {
  return stack.stateOf("quickstart").outputs["sourceVersion"] as Record<string, unknown>;
}

describe("quickstart, and adopt-user-workspaces beside it", () => {
  let quickstart: Stack;
  let adopting: Stack;
  let usersWorkspaceId: string | undefined;

  afterAll(async () => {
    // The template can't be deleted before it.
    if (usersWorkspaceId !== undefined) await live.api.build(usersWorkspaceId, { transition: "delete" });
  });

  it("brings up the template in two versions, two workspaces and a parameter", async () => {
    quickstart = await copyOf("quickstart");
    const result = await quickstart.up();
    expect(result.operations).toEqual({
      quickstart: ["create"],
      next: ["create"],
      dev: ["create"],
      canary: ["create"],
      "canary-cpus": ["create"],
    });
    expect(problemsIn(result)).toEqual([]);
    const agents = ["main (linux) is connecting"];
    expect(result.outputs).toEqual({
      templateUrl: expect.stringMatching(/\/templates\/\w+\/quickstart$/) as string,
      versions: {
        stable: activeVersionOf(quickstart)["name"],
        next: quickstart.stateOf("next").outputs["name"],
      },
      workspaces: {
        dev: { url: expect.stringMatching(/\/quickstart-dev$/) as string, status: "running", agents },
        canary: { url: expect.stringMatching(/\/quickstart-canary$/) as string, status: "running", agents },
      },
      canaryParameters: { cpus: 1 },
    });
    expect((await live.api.template("quickstart")).active_version_id).toBe(activeVersionOf(quickstart)["id"]);
    expect(await parametersOf("quickstart-dev")).toEqual({ region: "eu", cpus: "4", dotfiles_url: "" });
    expect(await parametersOf("quickstart-canary")).toEqual({
      region: "us",
      cpus: "1",
      dotfiles_url: "",
      editor: "jupyterlab",
    });
  });

  it("has nothing more to do, before and after a refresh", async () => {
    await quickstart.expectNoChanges();
    await expectNoDrift(quickstart);
  });

  it("sets the parameter of every workspace that the query finds, a user's own too, and of none that it does not", async () => {
    const user = await live.user();
    const { id: template_id } = await live.api.template("quickstart");
    const created = await user.api.createWorkspace("me", { name: `${live.prefix}own`, template_id });
    usersWorkspaceId = created.id;
    await live.api.build(created.id, { transition: "stop" });

    adopting = await copyOf("adopt-user-workspaces");
    const result = await adopting.up();
    expect(Object.values(result.operations)).toEqual([["create"], ["create"], ["create"]]);
    expect(Object.keys(result.operations).map((name) => name.split("/")[1])).toEqual(
      expect.arrayContaining(["quickstart-dev", "quickstart-canary", `${live.prefix}own`]),
    );
    const dotfiles = { dotfiles_url: "https://github.com/coder/dotfiles" };
    expect(await parametersOf("quickstart-dev")).toEqual({ region: "eu", cpus: "4", ...dotfiles });
    expect(await parametersOf(`${live.prefix}own`)).toMatchObject(dotfiles);
    expect((await live.api.workspace(created.id)).latest_build.status).toBe("stopped");
    await adopting.expectNoChanges();
    await expectNoDrift(adopting);
  });

  it("leaves the program that manages the adopted workspaces without a change", async () => {
    await expectNoDrift(quickstart);
  });

  it("releases adopted workspaces with their values, and says so when it finds none", async () => {
    live.proxy.clear();
    await expectDestroyed(adopting, 4);
    expect(live.proxy.mutations()).toEqual([]);
    expect(await parametersOf(`${live.prefix}own`)).toMatchObject({
      dotfiles_url: "https://github.com/coder/dotfiles",
    });
    await live.api.build(usersWorkspaceId ?? "", { transition: "delete" });
    usersWorkspaceId = undefined;
    await adopting.configure({ query: "template:nowhere" });
    const { diagnostics, operations } = await adopting.up();
    expect(operations).toEqual({});
    expect(problemsIn({ diagnostics })).toEqual([
      ': No workspace matches "template:nowhere". Set another query: pulumi config set query "template:NAME"',
    ]);
  });

  it("promotes the next version when its files are copied over the stable one's", async () => {
    const next = path.join(quickstart.folder, "templates", "next");
    fs.cpSync(next, path.join(quickstart.folder, "templates", "stable"), { recursive: true });
    const { operations } = await quickstart.up();
    expect(operations).toEqual({
      quickstart: ["update"],
      dev: ["update"],
    });
    expect(await parametersOf("quickstart-dev")).toMatchObject({ region: "eu", cpus: "4", editor: "code-server" });
    await quickstart.expectNoChanges();
  });

  it("is destroyed without a remark", async () => {
    await expectDestroyed(quickstart, 6);
  });
});

describe("gitops", () => {
  let stack: Stack;

  it("makes a template of every folder, and has nothing more to do", async () => {
    stack = await copyOf("gitops");
    const result = await stack.up();
    expect(result.changes).toEqual({ create: 3 });
    expect(result.outputs["templates"]).toEqual({
      python: { url: expect.stringMatching(/\/python$/) as string, version: expect.any(String) as string },
      web: { url: expect.stringMatching(/\/web$/) as string, version: expect.any(String) as string },
    });
    expect(await live.api.template("python")).toMatchObject({ display_name: "Python", default_ttl_ms: 28_800_000 });
    await stack.expectNoChanges();
    await expectNoDrift(stack);
  });

  it("updates only the template when its metadata changes", async () => {
    const file = path.join("templates", "web", "template.json");
    const metadata = JSON.parse(fs.readFileSync(path.join(stack.folder, file), "utf8")) as object;
    stack.writeFile(file, JSON.stringify({ ...metadata, displayName: "Web development" }));
    const { steps } = await stack.up();
    const changed = steps.filter(({ operation, type }) => operation !== "same" && !type.startsWith("pulumi:"));
    expect(changed.map(({ operation, type, name }) => `${operation} ${type.split(":").at(-1)} ${name}`)).toEqual([
      "update Template web",
    ]);
    expect(await live.api.template("web")).toMatchObject({ display_name: "Web development" });
  });

  it("refuses bad metadata with every file and key in one message, and changes nothing", async () => {
    stack.writeFile("templates/web/template.json", "{");
    stack.writeFile("templates/python/template.json", '{ "displayname": "Python" }');
    live.proxy.clear();
    const { diagnostics } = await stack.previewFailing();
    const [message = ""] = problemsIn({ diagnostics });
    expect(message).toContain('"templates/python/template.json" is not usable:\n- `displayname` is not known.');
    expect(message).toContain('"templates/web/template.json" is not JSON: ');
    expect(message).not.toContain("    at ");
    expect(live.proxy.mutations()).toEqual([]);
  });

  it("is destroyed without a remark", async () => {
    await expectDestroyed(stack, 3);
  });
});

(canRunAgents ? describe : describe.skip)("bootstrap", () => {
  it("waits for an agent that really runs, then runs the script with the workspace's outputs, and undoes all of it", async () => {
    const environment = commandPlugin();
    const stack = await copyOf("bootstrap", { environment });
    const result = await stack.up();
    expect(result.changes).toEqual({ create: 4 });
    expect(problemsIn(result)).toEqual([]);
    const url = String(result.outputs["url"]);
    const name = `${(await workspaceNamed(live.api, "bootstrap")).owner_name}/bootstrap`;
    expect(result.outputs["report"]).toBe(`Agent main of ${name} is ready.\nWrote environment.env.`);
    expect(fs.readFileSync(path.join(stack.folder, "environment.env"), "utf8")).toBe(
      `WORKSPACE=${name}\nWORKSPACE_URL=${url}\n`,
    );
    const held = stack.state().find(({ type }) => type.endsWith(":Workspace"));
    expect(held?.outputs["agents"]).toEqual([
      expect.objectContaining({ status: "connected", lifecycleState: "ready" }),
    ]);

    await stack.expectNoChanges();
    await expectNoDrift(stack);
    await expectDestroyed(stack, 4);
    expect(fs.existsSync(path.join(stack.folder, "environment.env"))).toBe(false);
  });
});

(canRunAgents ? describe : describe.skip)("canary", () => {
  const MAIN = path.join("template", "main.tf");
  let stack: Stack;
  let good: string;

  /** Lets the canary's startup script look for this folder. */
  function lookFor(folder: string): void {
    const text = fs.readFileSync(path.join(EXAMPLES, "canary", MAIN), "utf8");
    stack.writeFile(MAIN, text.replace("test -d /tmp", `test -d ${folder}`));
    live.proxy.clear();
  }

  async function activeVersion(): Promise<string> {
    return (await live.api.template("canary")).active_version_id;
  }

  const imports = (): number => live.proxy.mutations().filter((each) => each.endsWith("/templateversions")).length;

  it("makes the template with the version that the canary has started with", async () => {
    stack = await copyOf("canary");
    const result = await stack.up();
    expect(result.changes).toEqual({ create: 5 });
    expect(problemsIn(result)).toEqual([]);
    good = await activeVersion();
    const { name } = await live.api.version(good);
    expect(result.outputs).toEqual({ url: expect.stringMatching(/\/canary$/) as string, activeVersion: name });
  });

  it("promotes nothing when the canary's startup script fails", async () => {
    lookFor("/nowhere");
    const { diagnostics } = await stack.upFailing();
    expect(problemsIn({ diagnostics }).join("\n")).toContain("its startup script failed");
    expect([imports(), await activeVersion()]).toEqual([1, good]);
    expect(await live.api.version(good)).toMatchObject({ archived: false });
  });

  it("imports nothing when the files are back, and archives the version that failed", async () => {
    lookFor("/tmp");
    await stack.up();
    expect([imports(), await activeVersion()]).toEqual([0, good]);
    const versions = await live.api.versions((await live.api.template("canary")).id);
    expect(versions.filter(({ archived }) => !archived).map(({ id }) => id)).toEqual([good]);
  });

  it("promotes a version that the canary starts with, and is destroyed without a remark", async () => {
    lookFor("/");
    const { operations } = await stack.up();
    expect(await activeVersion()).not.toBe(good);
    expect(operations["canary"]).toContain("update");
    await stack.expectNoChanges();
    await expectDestroyed(stack, 5);
  });
});

/** Provides the plugin of @pulumi/command, or a stand-in where it can't be downloaded; the log says which. */
function commandPlugin(): Record<string, string> {
  const version = (
    JSON.parse(fs.readFileSync(path.join(ROOT, "node_modules", "@pulumi", "command", "package.json"), "utf8")) as {
      version: string;
    }
  ).version;
  const { status } = spawnSync("pulumi", ["plugin", "install", "resource", "command", version], {
    env: {
      ...process.env,
      PULUMI_HOME: path.join(process.env["LIVE_FOLDER"] ?? "", "pulumi-home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
    timeout: PLUGIN_MILLISECONDS,
    stdio: "ignore",
  });
  if (status === 0) return {};
  console.log(
    `The plugin of @pulumi/command ${version} can't be downloaded here: a stand-in runs the example's commands.`,
  );
  return standIn();
}

/** A plugin that the engine finds on PATH. */
function standIn(): Record<string, string> {
  const folder = path.join(process.env["LIVE_FOLDER"] ?? "", `${live.prefix}bin`);
  const program = path.join(folder, "pulumi-resource-command");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    program,
    `#!/bin/sh\nexec "${process.execPath}" "${path.join(__dirname, "command-plugin.js")}" "$@"\n`,
    { mode: 0o755 },
  );
  return { PATH: `${folder}${path.delimiter}${process.env["PATH"] ?? ""}` };
}
