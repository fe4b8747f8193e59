// Gives a workspace another Terraform state, and repeats its last build with it. Take care: the server checks nothing
// of the state. What is missing in it goes on running and is made once more, and what should not be in it is changed or
// destroyed. Keep the state before: pull-terraform-state.ts writes it to a file.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node push-terraform-state.ts ada/dev state.json`.
import { readFile } from "node:fs/promises";
import { CoderError, isOneOf } from "pulumi-coderd/provider";
import { script, workspaceOf } from "./script";

script("push-terraform-state.ts OWNER/NAME FILE", async (client, target = "", file = "") => {
  const { id, latest_build } = await workspaceOf(client, target);
  const { transition, template_version_id } = latest_build;
  if (!isOneOf(transition, ["start", "stop"]))
    throw new CoderError(`${target} is being deleted, or its deletion failed: it takes no state.`);
  const state = await readFile(file);
  const { build_number } = await client.createWorkspaceBuild(id, { transition, template_version_id, state });
  console.log(`Build ${build_number} of ${target} has begun, with the state in ${file}.`);
});
