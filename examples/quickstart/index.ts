// Shows one template in two versions: every workspace gets `stable`, and one workspace tries `next` before the others.
// Run: `npm run quickstart` at the top of the repository; or set CODER_URL and CODER_SESSION_TOKEN, then
// `pulumi stack init dev` and `pulumi up` in this folder.
import * as coderd from "pulumi-coderd";

const template = new coderd.Template("quickstart", {
  name: "quickstart",
  source: { directory: "templates/stable" },
  variables: { channel: "stable" },
  displayName: "Quickstart",
  description: "Two parameters and a stand-in for a machine.",
  icon: "/icon/coder.svg",
  defaultTtlMilliseconds: 8 * 60 * 60 * 1000,
});

// `template.name` makes Pulumi create this version after the template, to which it then belongs.
const next = new coderd.TemplateVersion("next", {
  templateName: template.name,
  source: { directory: "templates/next" },
  variables: { channel: "next" },
  message: "Adds a choice of editor.",
});

// Follows the template: a new active version rebuilds it.
const dev = new coderd.Workspace("dev", {
  name: "quickstart-dev",
  templateVersionId: template.activeVersionId,
  parameters: { region: "eu", cpus: 4 },
  autostartSchedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5",
  transition: "start",
});

// Stays on the next version, also when the template promotes another one.
const canary = new coderd.Workspace("canary", {
  name: "quickstart-canary",
  templateVersionId: next.id,
  parameters: { region: "us", editor: "jupyterlab" },
  transition: "start",
});

// Sets one more parameter and leaves everything else of the workspace alone. This resource is for workspaces that
// somebody else manages.
const canaryCpus = new coderd.BuildParameters("canary-cpus", {
  workspaceId: canary.id,
  parameters: { cpus: 1 },
});

export const templateUrl = template.url;
export const versions = { stable: template.sourceVersion.apply((version) => version?.name), next: next.name };
export const workspaces = { dev: overview(dev), canary: overview(canary) };
export const canaryParameters = canaryCpus.parameters;

function overview({ url, status, agents }: coderd.Workspace) {
  return {
    url,
    status,
    agents: agents.apply((all) => all.map((agent) => `${agent.name} (${agent.operatingSystem}) is ${agent.status}`)),
  };
}
