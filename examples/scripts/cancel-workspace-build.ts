// Cancels the build that a workspace is in: `cancel-workspace-build.ts OWNER/NAME`.
import { createClient } from "pulumi-coder/provider";

async function main([target = ""]: string[]): Promise<void> {
  const [owner = "", name = ""] = target.split("/");
  const client = createClient({ url: process.env["CODER_URL"] ?? "", token: process.env["CODER_SESSION_TOKEN"] });
  const { latest_build } = await client.getWorkspaceByOwnerAndName(owner, name);
  if (["pending", "running"].includes(latest_build.job.status)) {
    await client.cancelWorkspaceBuild(latest_build.id);
    console.log(`Build ${latest_build.build_number} of ${target} is being cancelled.`);
  } else {
    console.log(`Build ${latest_build.build_number} of ${target} has ended: ${latest_build.job.status}.`);
  }
  await client.close();
}

void main(process.argv.slice(2));
