// Counts a workspace as used. It does not become dormant then; and if its template delays the stop on use, it is not
// stopped yet.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node report-workspace-usage.ts ada/dev`.
import { script, workspaceOf } from "./script";

script("report-workspace-usage.ts OWNER/NAME", async (client, target = "") => {
  const { id } = await workspaceOf(client, target);
  await client.reportWorkspaceUsage(id);
  console.log(`${target} was used just now.`);
});
