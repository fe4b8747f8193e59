// Counts a workspace as used, so that it neither becomes dormant nor, where its template moves the stop on use, is
// stopped.
import { script, workspaceOf } from "./script";

script("report-workspace-usage.ts OWNER/NAME", async (client, target = "") => {
  const { id } = await workspaceOf(client, target);
  await client.reportWorkspaceUsage(id);
  console.log(`${target} was used just now.`);
});
