// Shows each change of a workspace until it is interrupted: `watch-workspace.ts OWNER/NAME`.
import { createClient } from "pulumi-coder/provider";

async function main([target = ""]: string[]): Promise<void> {
  const [owner = "", name = ""] = target.split("/");
  const client = createClient({ url: process.env["CODER_URL"] ?? "", token: process.env["CODER_SESSION_TOKEN"] });
  const { id } = await client.getWorkspaceByOwnerAndName(owner, name);
  process.once("SIGINT", () => void client.close());
  for await (const { latest_build } of client.watchWorkspace(id)) {
    const agents = latest_build.resources.flatMap((resource) => resource.agents);
    console.log(latest_build.build_number, latest_build.status, ...agents.map((agent) => `${agent.name}: ${agent.lifecycle_state}`));
  }
}

void main(process.argv.slice(2));
