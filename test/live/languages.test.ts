// examples/languages, unchanged, in every language, on the real engine and server: up, nothing to do, a change,
// refresh, destroy. The plugin is installed in each way that its README names: `plugins:` in Pulumi.yaml, `pulumi
// package add`, and `pulumi plugin install --file`.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import {
  FIRST_RUN_MILLISECONDS,
  generateSdk,
  installNodeSdk,
  itWithPython,
  makeVirtualEnvironment,
  provideLanguageHost,
  ROOT,
  searchPath,
  typeErrorsOf,
} from "./languages";
import { useLive } from "./live";
import { linkModules, type Result, type Stack } from "./stack";

const run = promisify(execFile);

/** What the examples make, by name: their names are fixed. */
const TEMPLATE = "languages";
const WORKSPACE = "languages-dev";

const live = useLive("lang");

/** The stacks of the current test. */
const stacks: Stack[] = [];

/** The home that the plugin is installed in, once a test needs it. */
let installed: Promise<string> | undefined;

beforeAll(async () => {
  // The names are fixed: on a server where somebody has objects of these names, nothing is touched.
  expect(await namesOnServer()).toEqual([]);
});

afterAll(async () => {
  expect(await namesOnServer()).toEqual([]);
});

async function namesOnServer(): Promise<string[]> {
  const [templates, workspaces] = await Promise.all([live.api.templates(TEMPLATE), live.api.workspaces(WORKSPACE)]);
  return [...templates, ...workspaces]
    .map(({ name }) => name)
    .filter((name) => name === TEMPLATE || name === WORKSPACE);
}

// The next language uses the same names: a failure in this one must not leave objects behind.
afterEach(async () => {
  for (const stack of stacks.splice(0)) if (!stack.isEmpty()) await stack.destroy();
});

/** Folders that a run in place leaves. */
const LEFT_BY_RUNS = ["node_modules", "sdks", "venv"];

/** The folder of the languages in a copy of the repository's layout, so that the examples' relative paths work. */
function copyExamples(name: string): string {
  const folder = path.join(process.env["LIVE_FOLDER"] ?? "", `${live.prefix}${name}`);
  const examples = path.join(folder, "examples", "languages");
  const filter = (source: string): boolean => !LEFT_BY_RUNS.includes(path.basename(source));
  fs.cpSync(path.join(ROOT, "examples", "languages"), examples, { recursive: true, filter });
  fs.symlinkSync(path.join(ROOT, "dist"), path.join(folder, "dist"));
  fs.copyFileSync(path.join(ROOT, "package.json"), path.join(folder, "package.json"));
  return examples;
}

/** A stack of the project in the folder, whose Pulumi.yaml stays as it is. */
async function stackOf(folder: string, main: string, environment: Record<string, string> = {}): Promise<Stack> {
  const stack = await live.stack(fs.readFileSync(path.join(folder, main), "utf8"), { folder, main, environment });
  stacks.push(stack);
  return stack;
}

/** What a user would have to read: anything but progress and the notices of what was found on PATH. */
function problemsIn({ diagnostics }: Result): string[] {
  return diagnostics
    .filter(({ isEphemeral, message }) => !isEphemeral && !message.includes("from $PATH"))
    .map(({ message }) => message);
}

async function expectWholeLife(stack: Stack, main: string, whileUp?: () => Promise<void>): Promise<void> {
  const created = await stack.up();
  expect(created.operations).toEqual({ template: ["create"], workspace: ["create"] });
  expect(created.outputs).toEqual({ url: expect.stringMatching(/\/@\w+\/languages-dev$/) as string });
  expect(problemsIn(created)).toEqual([]);
  const versionId = (stack.stateOf("template").outputs["sourceVersion"] as { id: string }).id;
  expect(await live.api.template(TEMPLATE)).toMatchObject({ display_name: "Languages", active_version_id: versionId });
  expect(await live.api.request("GET", `/templateversions/${versionId}/variables`)).toEqual([
    expect.objectContaining({ name: "greeting", value: "Good morning" }),
  ]);
  await stack.expectNoChanges();
  await whileUp?.();

  const program = fs.readFileSync(path.join(stack.folder, main), "utf8");
  stack.writeProgram(program.replace("Languages", "All languages"));
  expect((await stack.up()).operations).toEqual({ template: ["update"] });
  expect(await live.api.template(TEMPLATE)).toMatchObject({ display_name: "All languages" });
  expect((await stack.refresh()).operations).toEqual({});
  expect((await stack.destroy()).changes).toEqual({ delete: 3 });
  expect(await namesOnServer()).toEqual([]);
}

describe("examples/languages", () => {
  it("runs in TypeScript on the dynamic host", async () => {
    const folder = path.join(copyExamples("dynamic"), "typescript");
    linkModules(folder, ROOT);
    await expectWholeLife(await stackOf(folder, "index.ts"), "index.ts");
  });

  it(
    "runs in TypeScript with the generated SDK once its import is changed, on a plugin installed from a release's " +
      "archive",
    async () => {
      const folder = path.join(copyExamples("node"), "typescript");
      await installNodeSdk(folder);
      const program = fs.readFileSync(path.join(folder, "index.ts"), "utf8");
      fs.writeFileSync(
        path.join(folder, "index.ts"),
        program.replace('from "pulumi-coderd"', 'from "pulumi-coderd-plugin"'),
      );
      expect(await typeErrorsOf(folder, "-p", folder)).toBe("");

      const stack = await stackOf(folder, "index.ts", { PULUMI_HOME: await installFromArchive() });
      await expectWholeLife(stack, "index.ts");
    },
    FIRST_RUN_MILLISECONDS,
  );

  itWithPython(
    "runs in Python, whose functions find what it made",
    async () => {
      const folder = path.join(copyExamples("python"), "python");
      const virtual = path.join(folder, "venv");
      await makeVirtualEnvironment(virtual, await generateSdk("python"));
      // A host of before 2024 doesn't read `virtualenv` in Pulumi.yaml: it takes the Python on PATH.
      const environment = { PATH: searchPath(path.join(virtual, "bin"), ...(await provideLanguageHost("python"))) };
      const stack = await stackOf(folder, "__main__.py", environment);
      await expectWholeLife(stack, "__main__.py", () => expectPythonFunctions(folder, environment, stack));
    },
    FIRST_RUN_MILLISECONDS,
  );

  it(
    "compiles and runs in Go",
    async () => {
      const folder = path.join(copyExamples("go"), "go");
      const sdk = await generateSdk("go");
      const environment = {
        PATH: searchPath(...(await provideLanguageHost("go"))),
        CGO_ENABLED: "0",
        GOFLAGS: "-mod=mod -buildvcs=false",
        GOWORK: "off",
      };
      const go = (...parameters: string[]): Promise<unknown> =>
        run("go", parameters, { cwd: folder, env: { ...process.env, ...environment } });
      // As `pulumi package add` does it.
      const module = "example.com/pulumi-coderd/sdk/go";
      await go("mod", "edit", `-require=${module}@v0.0.0`, `-replace=${module}=${sdk}`);
      fs.copyFileSync(path.join(sdk, "go.sum"), path.join(folder, "go.sum"));
      await go("vet", ".");

      await expectWholeLife(await stackOf(folder, "main.go", environment), "main.go");
    },
    FIRST_RUN_MILLISECONDS,
  );

  it(
    "runs in YAML after `pulumi package add`, and names what is no property before anything is made",
    async () => {
      const folder = path.join(copyExamples("yaml"), "yaml");
      const environment = { PATH: searchPath(...(await provideLanguageHost("yaml"))) };
      const stack = await stackOf(folder, "Pulumi.yaml", environment);
      const program = fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8");
      stack.writeProgram(program.replace("displayName", "displyName"));
      expect((await stack.previewFailing()).text).toMatch(
        /Property displyName does not exist on 'coderd:(index:)?Template'/i,
      );
      stack.writeProgram(program);

      await run("pulumi", ["package", "add", "../../../dist/plugin/pulumi-resource-coderd"], {
        cwd: folder,
        env: stack.environment,
      });
      expect(fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8")).toMatch(/^packages:\n +coderd: /m);
      fs.rmSync(path.join(folder, "sdks"), { recursive: true });
      await run("pulumi", ["install"], {
        cwd: folder,
        env: { ...stack.environment, PULUMI_HOME: await installFromArchive() },
      });
      expect(fs.readdirSync(path.join(folder, "sdks"))).toEqual(["coderd"]);
      await expectWholeLife(stack, "Pulumi.yaml");
    },
    FIRST_RUN_MILLISECONDS,
  );
});

/** A home of Pulumi's with nothing in it but the plugin, from the archive of this platform. */
function installFromArchive(): Promise<string> {
  const home = path.join(process.env["LIVE_FOLDER"] ?? "", `${live.prefix}home`);
  installed ??= (async () => {
    // Not into dist, whose plugin other test files are using.
    const release = path.join(process.env["LIVE_FOLDER"] ?? "", `${live.prefix}release`);
    await run("npm", ["run", "plugin", "--", "--folder", release], { cwd: ROOT });
    const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
    const platform = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
    const archive = path.join(release, "archives", `pulumi-resource-coderd-v${version}-${platform}.tar.gz`);
    const environment = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
    await run("pulumi", ["plugin", "install", "resource", "coderd", `v${version}`, "--file", archive], {
      env: environment,
    });
    return home;
  })();
  return installed;
}

async function expectPythonFunctions(example: string, environment: Record<string, string>, made: Stack): Promise<void> {
  const folder = path.join(path.dirname(example), "functions");
  fs.mkdirSync(folder);
  fs.copyFileSync(path.join(example, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  fs.writeFileSync(
    path.join(folder, "__main__.py"),
    `
import pulumi
import pulumi_coderd as coderd

template = coderd.get_template(name="languages")
pulumi.export("template", {"id": template.id, "displayName": template.display_name})
pulumi.export("isMine", coderd.get_user().username == template.created_by_name)
workspaces = coderd.get_workspaces_output(template=pulumi.Output.from_input("languages"))
pulumi.export("workspaces", workspaces.workspaces.apply(lambda found: [workspace.name for workspace in found]))
build = workspaces.workspaces.apply(lambda found: found[0].latest_build.id)
pulumi.export("state", coderd.get_workspace_build_state_output(workspace_build_id=build).state)
`,
  );
  const stack = await stackOf(folder, "__main__.py", environment);
  const { outputs, operations } = await stack.up();
  expect(operations).toEqual({});
  const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  expect(outputs).toEqual({
    template: { id: made.stateOf("template").id, displayName: "Languages" },
    isMine: true,
    workspaces: [WORKSPACE],
    state: expect.objectContaining(secret) as object,
  });
  stack.writeProgram('import pulumi_coderd as coderd\n\ncoderd.get_template(name="nowhere")\n');
  expect((await stack.previewFailing()).text).toContain('"nowhere"');
}
