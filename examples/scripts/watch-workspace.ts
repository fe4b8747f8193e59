// Shows the state of a workspace after each change, until it is deleted or you interrupt the script.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `npx ts-node watch-workspace.ts ada/dev`.
import { script, workspaceOf } from "./script";

script("watch-workspace.ts OWNER/NAME", async (client, target = "") => {
  const { id } = await workspaceOf(client, target);
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupt.abort());
  try {
    for await (const { latest_build } of client.watchWorkspace(id, { signal: interrupt.signal })) {
      const agents = latest_build.resources.flatMap((resource) => resource.agents);
      console.log(
        latest_build.build_number,
        latest_build.status,
        ...agents.map((agent) => `${agent.name}: ${agent.lifecycle_state}`),
      );
      if (latest_build.status === "deleted") break;
    }
  } catch (thrown) {
    if (!interrupt.signal.aborted) throw thrown;
  }
});
