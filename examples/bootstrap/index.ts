// Shows how to make a new environment from nothing: a template, a workspace, and, once its agents are ready, a script
// that gets the workspace's outputs.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `pulumi stack init dev` and `pulumi up`.
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";

const name = "bootstrap";

const template = new coderd.Template(name, { name, displayName: "Bootstrap", source: { directory: "template" } });

// Pulumi waits here until the startup scripts of the agents have ended, after the creation and after each update.
const workspace = new coderd.Workspace(name, {
  name,
  templateVersionId: template.activeVersionId,
  transition: "start",
  waitForAgents: true,
});

const agents = workspace.agents.apply((all) => all.map((agent) => agent.name).join(" "));

// Runs when the workspace is new. A new workspace has another id, so the script runs again.
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
