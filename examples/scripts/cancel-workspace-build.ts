// Cancels the build that a workspace is in.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node cancel-workspace-build.ts ada/dev`.
import { script, workspaceOf } from "./script";

script("cancel-workspace-build.ts OWNER/NAME", async (client, target = "") => {
  const { latest_build } = await workspaceOf(client, target);
  if (["pending", "running"].includes(latest_build.job.status)) {
    await client.cancelWorkspaceBuild(latest_build.id);
    console.log(`Build ${latest_build.build_number} of ${target} is being cancelled.`);
  } else {
    console.log(`Build ${latest_build.build_number} of ${target} has ended: ${latest_build.job.status}.`);
  }
});
