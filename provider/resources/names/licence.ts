// What the server's licence allows, asked once, before a request that needs it: groups and access lists, and settings
// of templates.
import type { Entitlements } from "../../client/entitlements";
import { SingleFlight } from "../../client/transport/single-flight";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";

/** @see codersdk/deployment.go FeatureName */
export type LicensedFeature =
  "template_rbac" | "access_control" | "advanced_template_scheduling" | "control_shared_ports";

const WAYS_OUT = "(`coder licenses add`), or take this out of the program.";

type Allowed = Entitlements | "AGPL build" | "not told";

const answers = new SingleFlight<Allowed>();

/** Why this server has no groups and access lists, and what to do; undefined when it has them. */
export function licenceProblem(context: Context): Promise<string | undefined> {
  return featureProblem(context, "template_rbac", "Groups and access lists need a licence of Coder");
}

/** Why the server would not do what needs the feature, and what to do; undefined when it would, or does not tell. */
export async function featureProblem(
  context: Context,
  feature: LicensedFeature,
  need: string,
): Promise<string | undefined> {
  const { client, signal } = context;
  const allowed = await answers.get(client.identity, (options) => askForLicence(context, options), { signal });
  const what = `${need} with the feature "${feature}"`;
  if (allowed === "not told") return undefined;
  if (allowed === "AGPL build") {
    return (
      `${what}, and "${client.url}" runs the AGPL build, which takes none. Install the full build of Coder and a ` +
      "licence, or take this out of the program."
    );
  }
  if (allowed.features[feature]?.enabled === true) return undefined;
  return allowed.has_license
    ? `${what}, which that of "${client.url}" does not have or no longer has. Add one that has it ${WAYS_OUT}`
    : `${what}, and "${client.url}" has no licence. Add one ${WAYS_OUT}`;
}

async function askForLicence({ client }: Context, options: { signal?: AbortSignal | undefined }): Promise<Allowed> {
  try {
    return await client.getEntitlements(options);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    // Only the build without licensed features lacks this path.
    if (thrown.status === 404) return "AGPL build";
    // The caller may not ask, or a proxy refuses: the server itself will say what it does not do.
    if (thrown.isForbidden) return "not told";
    throw thrown;
  }
}
