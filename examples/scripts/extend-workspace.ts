// Moves the time at which a running workspace is stopped: `extend-workspace.ts OWNER/NAME HOURS`.
import { createClient } from "pulumi-coder/provider";

async function main([target = "", hours = "4"]: string[]): Promise<void> {
  const [owner = "", name = ""] = target.split("/");
  const client = createClient({ url: process.env["CODER_URL"] ?? "", token: process.env["CODER_SESSION_TOKEN"] });
  const { id } = await client.getWorkspaceByOwnerAndName(owner, name);
  const deadline = new Date(Date.now() + Number(hours) * 3_600_000);
  await client.extendWorkspace(id, deadline);
  console.log(`${target} is stopped at ${deadline.toISOString()}.`);
  await client.close();
}

void main(process.argv.slice(2));
