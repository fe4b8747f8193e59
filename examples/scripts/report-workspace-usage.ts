// Counts a workspace as used, so that it neither becomes dormant nor stops: `report-workspace-usage.ts OWNER/NAME`.
import { createClient } from "pulumi-coder/provider";

async function main([target = ""]: string[]): Promise<void> {
  const [owner = "", name = ""] = target.split("/");
  const client = createClient({ url: process.env["CODER_URL"] ?? "", token: process.env["CODER_SESSION_TOKEN"] });
  const { id } = await client.getWorkspaceByOwnerAndName(owner, name);
  await client.reportWorkspaceUsage(id);
  console.log(`${target} was used just now.`);
  await client.close();
}

void main(process.argv.slice(2));
