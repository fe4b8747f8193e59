// Writes Terraform's state of a workspace to a file, which must not exist yet. The state holds secrets: only you may
// read the file.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node pull-terraform-state.ts ada/dev state.json`.
import { writeFile } from "node:fs/promises";
import { script, workspaceOf } from "./script";

script("pull-terraform-state.ts OWNER/NAME FILE", async (client, target = "", file = "") => {
  const { latest_build } = await workspaceOf(client, target);
  await writeFile(file, await client.getWorkspaceBuildState(latest_build.id), { mode: 0o600, flag: "wx" });
  console.log(`The state after build ${latest_build.build_number} of ${target} is in ${file}.`);
});
