// Whether two addresses lead to two servers: each is asked which deployment it is, which takes no token.
import { createClient } from "../client/client";
import type { Properties } from "../values";

/** A server that does not answer can't be cleaned up either. */
const ANSWER_MILLISECONDS = 5_000;

/** False also where one of them does not tell. */
export async function areOtherServers(before: Properties, after: Properties): Promise<boolean> {
  const [one, other] = await Promise.all([deploymentOf(before), deploymentOf(after)]);
  return one !== undefined && other !== undefined && one !== other;
}

/** The deployment at an address; undefined where nobody tells. */
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
