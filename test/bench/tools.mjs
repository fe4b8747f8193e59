// @ts-check
// The tools that are compared, each with what it can do on its templates. A Pulumi tool may share its state with
// another program for the same stack, such as YAML with JavaScript.
import fs from "node:fs";
import path from "node:path";
import { initStack, PLUGIN, STACK, write, writeProject, writeTemplate, writeTemplates } from "./folders.mjs";
import { run } from "./commands.mjs";
import * as programs from "./programs.mjs";

/** @typedef {import("./commands.mjs").Place} Place */
/** @typedef {import("./programs.mjs").Shape} Shape */
/**
 * @typedef {object} Tool
 * @property {string} name one of TOOLS in numbers.mjs
 * @property {Shape | ""} shape
 * @property {string} prefix of the names of its templates on the server; "" for a floor, which has none
 * @property {() => Promise<unknown>} [prepare]
 * @property {() => Promise<unknown>} [create]
 * @property {() => Promise<unknown>} [plan] shows that nothing is to be done
 * @property {(marker: string) => void} [edit] changes a file of one template
 * @property {() => Promise<unknown>} [change] does what the edited file asks for
 * @property {() => Promise<unknown>} [refresh]
 * @property {() => Promise<unknown>} [destroy]
 */
/**
 * @typedef {object} Setting
 * @property {string} folder for everything that the tools write
 * @property {number} count
 * @property {number} workspaces
 * @property {NodeJS.ProcessEnv} environment with the server's address and token
 * @property {string} floorPlugin
 * @property {string | undefined} terraform the CLI configuration file
 */

const HOSTS = /** @type {const} */ ({ dynamic: "pulumi-coderd", plugin: "pulumi-coderd/plugin" });

/**
 * What a command of Pulumi does on a stack, with the output of a person's terminal left out.
 * @param {Place} place
 */
export function pulumi(place) {
  const command = (/** @type {string[]} */ ...parameters) =>
    run("pulumi", [...parameters, "--stack", STACK, "--non-interactive", "--color", "never"], place);
  const act = (/** @type {string} */ name) => () => command(name, "--yes", "--skip-preview");
  return {
    plan: () => command("preview", "--expect-no-changes"),
    preview: () => command("preview"),
    up: act("up"),
    refresh: act("refresh"),
    destroy: act("destroy"),
  };
}

/**
 * A host with the templates, its YAML program, and its floors.
 * @param {"dynamic" | "plugin"} host
 * @param {Shape} shape
 * @param {Setting} setting
 * @returns {Tool[]}
 */
export function hostTools(host, shape, { folder, count, environment }) {
  const prefix = `${host}-${shape}-`;
  const root = path.join(folder, `${host}-${shape}`);
  const templates = { prefix, count, shape };
  const plugins = host === "plugin" ? { coderd: PLUGIN } : undefined;
  const project = { root, plugins: plugins ?? {} };
  const place = writeProject(
    {
      ...project,
      folder: "program",
      runtime: "nodejs",
      files: { "index.js": programs.templatesProgram(HOSTS[host], templates) },
    },
    environment,
  );
  const { plan, up, refresh, destroy } = pulumi(place);
  const main = {
    ...{ name: host, shape, prefix, plan, create: up, change: up, refresh, destroy },
    edit: (/** @type {string} */ marker) => writeTemplate(root, 0, marker),
    prepare: async () => {
      writeTemplates(root, count);
      await initStack(place);
    },
  };
  if (host === "dynamic") return [main];
  const yaml = writeProject(
    { ...project, folder: "yaml", runtime: "yaml", files: { resources: programs.templatesYaml(templates) } },
    environment,
  );
  const typed = writeProject(
    { ...project, folder: "typescript", runtime: "nodejs", files: typescriptFiles(templates) },
    environment,
  );
  const others = [{ name: "yaml", shape, prefix, plan: pulumi(yaml).plan }];
  return [
    main,
    ...others,
    ...(shape === "two" ? [{ name: "plugin-typescript", shape, prefix, plan: pulumi(typed).plan }] : []),
  ];
}

/** @param {import("./programs.mjs").Templates} templates */
function typescriptFiles(templates) {
  const compilerOptions = { target: "es2022", module: "commonjs", strict: true, skipLibCheck: true, types: ["node"] };
  return {
    "index.ts": programs.typescriptProgram(templates),
    "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
  };
}

/**
 * @param {Shape} shape
 * @param {Setting} setting
 * @returns {Tool[]}
 */
export function floorTools(shape, { folder, count, environment, floorPlugin }) {
  const templates = { prefix: "floor", count, shape };
  const make = (
    /** @type {string} */ host,
    /** @type {string} */ program,
    /** @type {Record<string, string>} */ plugins,
  ) => {
    const root = path.join(folder, `${host}-floor-${shape}`);
    const place = writeProject(
      { root, folder: "program", runtime: "nodejs", files: { "index.js": program }, plugins },
      environment,
    );
    const { plan, up, destroy } = pulumi(place);
    const prepare = async () => {
      await initStack(place);
      await up();
    };
    return { root, tool: { name: `${host}-floor`, shape, prefix: "", prepare, plan, destroy } };
  };
  const plugins = { floor: floorPlugin };
  const dynamic = make("dynamic", programs.dynamicFloorProgram(templates), {});
  const plugin = make("plugin", programs.pluginFloorProgram(templates), plugins);
  const yaml = writeProject(
    {
      root: plugin.root,
      folder: "yaml",
      runtime: "yaml",
      files: { resources: programs.floorYaml(templates) },
      plugins,
    },
    environment,
  );
  return [dynamic.tool, plugin.tool, { name: "yaml-floor", shape, prefix: "", plan: pulumi(yaml).plan }];
}

/**
 * @param {Setting} setting
 * @returns {Tool[]}
 */
export function terraformTools({ folder, count, environment, terraform }) {
  const root = path.join(folder, "terraform");
  const prefix = "terraform-";
  const place = {
    directory: path.join(root, "program"),
    environment: { ...environment, TF_CLI_CONFIG_FILE: terraform, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
  };
  write(path.join(place.directory, "main.tf"), programs.terraformConfiguration({ prefix, count }));
  const command = (/** @type {string[]} */ ...parameters) =>
    run("terraform", [...parameters, "-input=false", "-no-color"], place);
  // With this flag a plan that has something to do ends with code 2.
  const plan =
    (/** @type {string[]} */ ...flags) =>
    () =>
      command("plan", "-detailed-exitcode", ...flags);
  const apply =
    (/** @type {string[]} */ ...flags) =>
    () =>
      command("apply", "-auto-approve", ...flags);
  return [
    {
      ...{ name: "terraform", shape: "", prefix, plan: plan(), create: apply(), change: apply() },
      prepare: async () => {
        writeTemplates(root, count);
        await command("init");
      },
      edit: (marker) => writeTemplate(root, 0, marker),
      refresh: apply("-refresh-only"),
      destroy: apply("-destroy"),
    },
    { name: "terraform-without-refresh", shape: "", prefix, plan: plan("-refresh=false") },
  ];
}

/** The version of the Terraform provider that was chosen. @param {Setting} setting */
export function terraformProviderVersion({ folder }) {
  const lock = fs.readFileSync(path.join(folder, "terraform", "program", ".terraform.lock.hcl"), "utf8");
  return /version\s*=\s*"([^"]+)"/.exec(lock)?.[1] ?? "unknown";
}

/**
 * The `coder` CLI, in a loop.
 * @param {Setting} setting
 * @returns {Tool[]}
 */
export function coderTools({ folder, count, environment }) {
  const root = path.join(folder, "coder");
  const prefix = "coder-";
  const place = { directory: root, environment: { ...environment, CODER_CONFIG_DIR: path.join(root, "login") } };
  const push = (/** @type {number} */ index) =>
    run("coder", ["templates", "push", `${prefix}${index}`, "--directory", `templates/${index}`, "--yes"], place);
  const all = Array.from({ length: count }, (_, index) => index);
  return [
    {
      ...{ name: "coder", shape: "", prefix, change: () => push(0) },
      prepare: async () => writeTemplates(root, count),
      create: async () => {
        for (const index of all) await push(index);
      },
      edit: (marker) => writeTemplate(root, 0, marker),
      destroy: () => run("coder", ["templates", "delete", ...all.map((index) => `${prefix}${index}`), "--yes"], place),
    },
  ];
}

/**
 * Lets server and database read what the first tool would else have to wait for.
 * @param {Setting} setting
 */
export async function warmUp(setting) {
  const folder = path.join(setting.folder, "warm-up");
  for (const { prepare, create, destroy } of coderTools({ ...setting, folder, count: 3 })) {
    await prepare?.();
    await create?.();
    await destroy?.();
  }
}

/**
 * A host with workspaces that follow one template.
 * @param {"dynamic" | "plugin"} host
 * @param {Setting} setting
 */
export function workspacesTool(host, { folder, workspaces, environment }) {
  const prefix = `ws-${host}-`;
  const root = path.join(folder, `workspaces-${host}`);
  const program = (/** @type {number} */ count) => programs.workspacesProgram(HOSTS[host], { prefix, count });
  const place = writeProject(
    {
      ...{ root, folder: "program", runtime: "nodejs", plugins: host === "plugin" ? { coderd: PLUGIN } : {} },
      files: { "index.js": program(0) },
    },
    environment,
  );
  const commands = pulumi(place);
  return {
    ...{ name: host, prefix, ...commands },
    edit: (/** @type {string} */ marker) => writeTemplate(root, 0, marker),
    // A preview of new workspaces can ask about a version that exists only.
    prepare: async () => {
      writeTemplates(root, 1);
      await initStack(place);
      await commands.up();
      write(path.join(place.directory, "index.js"), program(workspaces));
    },
  };
}
