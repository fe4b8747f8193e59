// The Automation API with an inline program that uses the plugin's generated SDK; the plugin is on PATH, as npm's
// global installation puts it.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { PLUGIN_FOLDER } from "./host-programs";
import { FIRST_RUN_MILLISECONDS, installNodeSdk, searchPath } from "./languages";
import { useLive } from "./live";
import { plainTemplate } from "./templates";

const run = promisify(execFile);

const live = useLive("auto");

it(
  "previews, updates, refreshes, imports by name and destroys",
  async () => {
    const name = `${live.prefix}inline`;
    const folder = path.join(process.env["LIVE_FOLDER"] ?? "", name);
    const [bin, state] = [path.join(folder, "bin"), path.join(folder, "state")];
    for (const directory of [bin, state]) fs.mkdirSync(directory, { recursive: true });
    fs.symlinkSync(path.join(PLUGIN_FOLDER, "pulumi-resource-coderd.js"), path.join(bin, "pulumi-resource-coderd"));
    await installNodeSdk(folder);
    fs.copyFileSync(path.join(__dirname, "automation-program.js"), path.join(folder, "index.js"));

    const environment = {
      ...process.env,
      PATH: searchPath(bin),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "live",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      CODER_URL: live.proxy.url,
      CODER_SESSION_TOKEN: live.api.token,
    };
    const given = JSON.stringify({ name, files: plainTemplate("inline") });
    const { stdout } = await run(process.execPath, ["index.js", given], { cwd: folder, env: environment });

    expect(JSON.parse(stdout)).toEqual({
      preview: { create: 3 },
      up: { create: 3 },
      outputs: {
        templateId: expect.any(String) as string,
        versionName: expect.any(String) as string,
        versionId: expect.any(String) as string,
        user: expect.any(String) as string,
      },
      again: { same: 3 },
      refresh: { same: 3 },
      change: { same: 2, update: 1 },
      import: { same: 2, import: 1 },
      isSameVersion: true,
      afterImport: { same: 3 },
      destroy: { delete: 3 },
    });
    const mutations = live.proxy.mutations();
    expect(
      mutations.filter((request) => request.startsWith("POST") && request.endsWith("/templateversions")),
    ).toHaveLength(1);
    expect(await live.api.templates(name)).toEqual([]);
  },
  FIRST_RUN_MILLISECONDS,
);
