// A new environment from nothing: template, workspace, ready agents, and then a script that gets the workspace's
// outputs.
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";

const name = "bootstrap";

const version = new coderd.TemplateVersion(name, { templateName: name, source: { directory: "template" } });
const template = new coderd.Template(name, { name, displayName: "Bootstrap", activeVersionId: version.id });

// It is there when its agents' startup scripts have ended, and an update waits again.
const workspace = new coderd.Workspace(name, {
  name,
  templateVersionId: template.activeVersionId,
  transition: "start",
  waitForAgents: true,
});

const agents = workspace.agents.apply((all) => all.map((agent) => agent.name).join(" "));

// Runs when the environment is new; another one (another id) makes it run again.
const setup = new command.local.Command("setup", {
  create: "sh bootstrap.sh create",
  delete: "sh bootstrap.sh delete",
  environment: {
    WORKSPACE: pulumi.interpolate`${workspace.ownerName}/${workspace.name}`,
    WORKSPACE_URL: workspace.url,
    AGENTS: agents,
  },
  triggers: [workspace.id],
});

export const url = workspace.url;
export const report = setup.stdout;
