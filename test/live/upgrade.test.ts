// A stack of the release before this one, taken over by the package as it is now: nothing to change, nothing that a
// refresh finds, and all of it is deleted. The earlier release is the tarball in test/earlier-release.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { HOSTS, programOn, usePlugin, type Host } from "./host-programs";
import { useLive } from "./live";
import type { Stack } from "./stack";
import { templateWithParameters } from "./templates";

const live = useLive("old");

const ROOT = path.join(__dirname, "..", "..");
const RELEASES = path.join(ROOT, "test", "earlier-release");
const INSTALLED = path.join(process.env["LIVE_FOLDER"] ?? "", "earlier");
const EARLIER = path.join(INSTALLED, "node_modules", "pulumi-coderd");

beforeAll(() => {
  const [tarball, ...others] = fs.readdirSync(RELEASES).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined || others.length > 0) throw new Error(`${RELEASES} must hold one tarball.`);
  const dependencies = { "pulumi-coderd": `file:${path.join(RELEASES, tarball)}` };
  fs.mkdirSync(INSTALLED, { recursive: true });
  fs.writeFileSync(path.join(INSTALLED, "package.json"), JSON.stringify({ private: true, dependencies }));
  // Its own dependencies, and the SDK of the repository, which programs share with the package.
  const flags = ["--legacy-peer-deps", "--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync("npm", ["install", ...flags], { cwd: INSTALLED, stdio: "pipe" });
  fs.symlinkSync(path.join(ROOT, "node_modules", "@pulumi"), path.join(INSTALLED, "node_modules", "@pulumi"));
}, 120_000);

function program(name: string): string {
  const files = templateWithParameters();
  return `
    const version = new coderd.TemplateVersion("version", {
      templateName: "${name}", message: "First.", source: { files: ${JSON.stringify(files)} },
    });
    const template = new coderd.Template("template", {
      name: "${name}", activeVersionId: version.id, displayName: "One", defaultTtlMilliseconds: 7200000,
      autostopRequirement: { daysOfWeek: [], weeks: 1 },
    });
    const workspace = new coderd.Workspace("workspace", {
      name: "${name}-a", templateVersionId: template.activeVersionId, parameters: { cpus: 4 },
      autostartSchedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5", ttlMilliseconds: 3600000,
    });
    const other = new coderd.Workspace("other", { name: "${name}-b", templateId: template.id });
    const parameters = new coderd.BuildParameters("parameters", {
      workspaceId: other.id, parameters: { gpu: true },
    });
    new coderd.WorkspaceBuild("build", { workspaceId: other.id, transition: "stop" }, { dependsOn: parameters });
  `;
}

function link(stack: Stack, folder: string): void {
  const modules = path.join(stack.folder, "node_modules", "pulumi-coderd");
  fs.rmSync(modules, { force: true });
  fs.symlinkSync(folder, modules);
}

/** URN → id. The order in a state is that in which resources were registered, which varies. */
function idsIn(stack: Stack): Record<string, string | undefined> {
  return Object.fromEntries(stack.state().map(({ urn, id }) => [urn, id]));
}

async function makeWithEarlier(host: Host, name: string): Promise<Stack> {
  const stack = await live.stack(programOn(host, program(name)), { packageFolder: EARLIER });
  if (host === "plugin") usePlugin(stack, path.join(EARLIER, "dist", "plugin"));
  await stack.up();
  return stack;
}

it.each(HOSTS)("a stack of the earlier release goes on without a difference on the %s host", async (host) => {
  const name = `${live.prefix}${host}`;
  const stack = await makeWithEarlier(host, name);
  const made = idsIn(stack);

  link(stack, ROOT);
  if (host === "plugin") usePlugin(stack);
  expect((await stack.preview()).operations).toEqual({});
  expect((await stack.refresh()).operations).toEqual({});
  await stack.expectNoChanges();
  expect(idsIn(stack)).toEqual(made);
  await stack.destroy();
  expect(await live.api.templates(name)).toEqual([]);
});
