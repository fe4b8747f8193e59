// The programs that `pulumi import` writes for every kind of resource compile and show no difference, also with odd
// values.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { importInto, pluginStack, usePlugin } from "./host-programs";
import { FIRST_RUN_MILLISECONDS, installNodeSdk, ROOT, typeErrorsOf } from "./languages";
import { useLive } from "./live";
import { moodyTemplate } from "./templates";

const run = promisify(execFile);

const live = useLive("written");

// No `$` without a brace: Pulumi's generator of TypeScript loses it in texts of several lines; the provider warns of
// it.
const ODD = 'Line 1\nline "2" with ${interpolation}, `ticks` and ünïcode';

it(
  "is a program that compiles and shows no difference",
  async () => {
    const name = `${live.prefix}all`;
    const moody = moodyTemplate()["main.tf"] ?? "";
    const main = `${moody.replace(/\$(?!\{)/g, "")}\nvariable "zones" {\n  type    = list(string)\n  default = ["a"]\n}\n`;
    const version = {
      templateName: name,
      source: { files: { "main.tf": main, "docs/odd name.txt": ODD } },
      variables: { zones: ["b", "c"] },
      message: ODD,
      name: "one",
    };
    const template = {
      name,
      description: ODD,
      displayName: "Ünïcode",
      defaultTtlMilliseconds: 7_200_000,
      allowUserAutostop: true,
    };
    const workspace = {
      name,
      parameters: { cpus: 3, tools: ["a", "b"], mood: 'quote "me"' },
      autostartSchedule: "CRON_TZ=Europe/Berlin 30 9 * * 1-5",
      ttlMilliseconds: 3_600_000,
    };
    const origin = await pluginStack(
      live,
      `
const version = new coderd.TemplateVersion("version", ${JSON.stringify(version)});
const template = new coderd.Template("template", { activeVersionId: version.id, ...${JSON.stringify(template)} });
const workspace = new coderd.Workspace("workspace", { templateId: template.id, ...${JSON.stringify(workspace)} });
const values = new coderd.BuildParameters("values", { workspaceId: workspace.id, parameters: { cpus: 4 } });
new coderd.WorkspaceBuild("build", { workspaceId: values.workspaceId, transition: "stop" });
`,
    );
    await origin.up();
    live.proxy.clear();

    const stack = await pluginStack(live, "");
    const owner = (await live.api.workspace(origin.stateOf("workspace").id ?? "")).owner_name;
    const build = String(origin.stateOf("build").outputs["buildNumber"]);
    const imports = [
      ["TemplateVersion", "version", `coder/${name}/one`],
      ["Template", "template", `coder/${name}`],
      ["Workspace", "workspace", `${owner}/${name}`],
      ["BuildParameters", "values", `${owner}/${name}`],
      ["WorkspaceBuild", "build", `${owner}/${name}/${build}`],
    ] as const;
    await importInto(stack, imports);

    const exported = path.join(stack.root, "export.json");
    await stack.run(["stack", "export", "--file", exported]);
    const write = async (language: string): Promise<string> => {
      const folder = path.join(stack.root, language);
      await run(process.execPath, [
        path.join(ROOT, "test", "toolchain", "imported-program.mjs"),
        exported,
        folder,
        language,
      ]);
      return folder;
    };
    for (const [language, file] of [
      ["python", "__main__.py"],
      ["go", "main.go"],
    ] as const) {
      const text = fs.readFileSync(path.join(await write(language), file), "utf8");
      for (const [type] of imports) expect(text).toMatch(new RegExp(`coderd\\.(New)?${type}\\(`));
    }

    await installNodeSdk(stack.folder);
    fs.copyFileSync(path.join(await write("nodejs"), "index.ts"), path.join(stack.folder, "index.ts"));
    const target = ["--strict", "--target", "es2022", "--module", "commonjs", "--esModuleInterop", "--skipLibCheck"];
    expect(await typeErrorsOf(stack.folder, "index.ts", ...target)).toBe("");

    usePlugin(stack);
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});
    expect(live.proxy.mutations()).toEqual([]);
    expect(stack.stateOf("version").inputs["message"]).toBe(ODD);
    expect(stack.stateOf("workspace").outputs["parameters"]).toMatchObject({ cpus: "4", mood: 'quote "me"' });
  },
  FIRST_RUN_MILLISECONDS,
);
