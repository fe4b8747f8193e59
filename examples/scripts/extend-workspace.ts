// Moves the time at which a running workspace is stopped: to the given number of hours from now.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node extend-workspace.ts ada/dev 4`.
import { CoderError } from "pulumi-coderd/provider";
import { script, workspaceOf } from "./script";

script("extend-workspace.ts OWNER/NAME [HOURS]", async (client, target = "", hours = "4") => {
  const deadline = new Date(Date.now() + Number(hours) * 3_600_000);
  if (Number.isNaN(deadline.getTime())) throw new CoderError(`"${hours}" is not a number of hours.`);
  const { id } = await workspaceOf(client, target);
  await client.extendWorkspace(id, deadline);
  console.log(`${target} is stopped at ${deadline.toISOString()}.`);
});
