// Template sources whose agent really runs, started by the files of the bootstrap example. It needs Linux, runs on this
// machine as the local server's account, and ends when its workspace is stopped or deleted, or with the server.
import fs from "node:fs";
import path from "node:path";
import { CODER_PROVIDER, type TemplateFiles } from "./templates";

const TEMPLATE = path.join(__dirname, "..", "..", "examples", "bootstrap", "template");

export interface AgentOptions {
  /**
   * Whether the agent is started (the default); if not, it stays `connecting` for `connectionTimeoutSeconds`.
   */
  connects?: boolean;
  connectionTimeoutSeconds?: number;
  /** Body of the startup script; `exit 1` makes it fail. */
  startupScript?: string;
  /** Apps of the agent, by slug, with the health check that the agent makes every second; `{}` for none. */
  apps?: Record<string, { url?: string; threshold?: number }>;
}

/** Whether such an agent can run here. */
export const canRunAgents = process.platform === "linux" && process.env["LIVE_IS_OWN_SERVER"] === "yes";

export function runningAgentTemplate(options: AgentOptions = {}): TemplateFiles {
  const { connects = true, connectionTimeoutSeconds = 120, startupScript = "true", apps = {} } = options;
  const read = (name: string): string => fs.readFileSync(path.join(TEMPLATE, name), "utf8");
  // The shebang is needed: the server's account may have no shell to log in with.
  const script = `#!/bin/sh\n${startupScript}\n`;
  const declared = Object.entries(apps).map(([slug, check]) => appText(slug, check));
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_workspace" "me" {}
resource "coder_agent" "main" {
  os                      = "linux"
  arch                    = "amd64"
  connection_timeout      = ${connectionTimeoutSeconds}
  startup_script_behavior = "blocking"
  startup_script          = ${JSON.stringify(script).replaceAll("${", "$${").replaceAll("%{", "%%{")}
}
${declared.join("")}${connects ? "" : 'resource "terraform_data" "machine" {\n  count = data.coder_workspace.me.start_count\n  input = coder_agent.main.id\n}\n'}`,
    ...(connects && { "machine.tf": read("machine.tf"), "agent.sh": read("agent.sh") }),
  };
}

function appText(slug: string, { url, threshold = 1 }: { url?: string; threshold?: number }): string {
  const check = `  healthcheck {
    url       = ${JSON.stringify(url)}
    interval  = 1
    threshold = ${threshold}
  }
`;
  return `resource "coder_app" "${slug}" {
  agent_id = coder_agent.main.id
  slug     = "${slug}"
  url      = "http://localhost:9"
${url === undefined ? "" : check}}
`;
}
