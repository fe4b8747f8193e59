// Which server is behind an address: the server says which deployment it is, and wants no token for it.
import { createClient } from "../client/client";
import type { Properties } from "../values";

/** Longer than a server that works takes to answer. */
const ANSWER_MILLISECONDS = 5_000;

/** Whether the settings lead to two servers. False also when one of them does not answer. */
export async function areOtherServers(before: Properties, after: Properties): Promise<boolean> {
  const [one, other] = await Promise.all([deploymentOf(before), deploymentOf(after)]);
  return one !== undefined && other !== undefined && one !== other;
}

/** The id of the deployment; undefined when none answers. */
export async function deploymentOf({ url, caFile }: Properties): Promise<string | undefined> {
  if (typeof url !== "string") return undefined;
  try {
    const client = createClient({ url, ...(typeof caFile === "string" && { caFile }) });
    try {
      const { deployment_id } = await client.getBuildInfo({ signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
      return deployment_id === "" ? undefined : deployment_id;
    } finally {
      await client.close();
    }
  } catch {
    return undefined;
  }
}
