// Whether the server's licence has groups and access lists. Asked once, before a request that needs it.
import { SingleFlight } from "../../client/transport/single-flight";
import { ApiError } from "../../errors";
import type { Context } from "../../handler";

/** @see codersdk/deployment.go FeatureTemplateRBAC */
const FEATURE = "template_rbac";

const NEED = `Groups and access lists need a licence of Coder with the feature "${FEATURE}"`;
const WAYS_OUT = "(`coder licenses add`), or take this out of the program.";

const problems = new SingleFlight<string | undefined>();

/** Why this server has no groups and access lists, and what to do; undefined when it has them. */
export function licenceProblem(context: Context): Promise<string | undefined> {
  return problems.get(context.client.identity, (options) => askForProblem(context, options), {
    signal: context.signal,
  });
}

async function askForProblem(
  { client }: Context,
  options: { signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  try {
    const { features, has_license } = await client.getEntitlements(options);
    if (features[FEATURE]?.enabled === true) return undefined;
    return has_license
      ? `${NEED}, which that of "${client.url}" does not have or no longer has. Add one that has it ${WAYS_OUT}`
      : `${NEED}, and "${client.url}" has no licence. Add one ${WAYS_OUT}`;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    // Only the build without licensed features lacks this path.
    if (thrown.status === 404) {
      return (
        `${NEED}, and "${client.url}" runs the AGPL build, which takes none. Install the full build of Coder and a ` +
        "licence, or take this out of the program."
      );
    }
    // The caller may not ask, or a proxy refuses: the server itself will say what it does not do.
    if (thrown.isForbidden) return undefined;
    throw thrown;
  }
}
