// Converts typed filters to the server's search language. A filter that the language can't express is refused.
import { z } from "zod";
import { InputError, type InputFailure } from "../errors";
import { asPattern, isParameterTerm, searchTerm } from "../client/search-terms";
import { timeInput } from "../client/transport/times";
import { WORKSPACE_STATUSES } from "../client/workspace-builds";
import { AGENT_STATUSES } from "../client/workspace-resources";
import { textInput } from "./inputs";

/** Not `deleted`: the server lists no deleted workspaces. */
const statusInput = z.enum(WORKSPACE_STATUSES).exclude(["deleted"]).meta({ title: "WorkspaceStatus" });

export const workspaceFilterInputs = {
  /** User name of the owner, or `me`. This and all other filters ignore case. */
  owner: textInput.optional(),
  /** Part of the workspace's name. */
  name: textInput.optional(),
  /** Name of the template, in any organization. */
  template: textInput.optional(),
  /** Name or id of the organization, or `default`. */
  organization: textInput.optional(),
  /** Status of the workspace, such as `running` or `stopped`. */
  status: statusInput.optional(),
  /** Status of at least one agent: `connecting`, `connected`, `disconnected` or `timeout`. */
  agentStatus: z.enum(AGENT_STATUSES).meta({ title: "AgentStatus" }).optional(),
  /** Only workspaces that were last used at this time or before, or never, RFC 3339. */
  lastUsedBefore: timeInput.optional(),
  /** Only workspaces that were last used at this time or after, RFC 3339. */
  lastUsedAfter: timeInput.optional(),
  /** Only dormant workspaces (`true`), or only those that are not dormant (`false`). Default: both. */
  dormant: z.boolean().optional(),
  /** Only workspaces whose version is not their template's active one (`true`), or only those whose is (`false`). */
  outdated: z.boolean().optional(),
  /** Values of parameters in the latest build, by name. All of them must match. */
  parameters: z.record(z.string().min(1), z.string().min(1)).optional(),
  /**
   * Further filter in the server's search language, such as `has-ai-task:true`. It must not repeat a key that another
   * filter sets.
   */
  query: z.string().optional(),
};

type WorkspaceFilter = z.output<z.ZodObject<typeof workspaceFilterInputs>>;

type Term = [property: keyof WorkspaceFilter, key: string, value: string | boolean | undefined];

/**
 * The searches that together make up the filter: a workspace matches when every search finds it. The server joins
 * several parameters of one search by "or", so each parameter has its own search.
 *
 * @see coderd/searchquery/search.go Workspaces. @throws InputError
 */
export function workspaceQueries(filter: WorkspaceFilter): [string | undefined, ...string[]] {
  const failures: InputFailure[] = [];
  const words = (terms: readonly Term[]): string[] =>
    terms.flatMap(([property, key, value]) => {
      if (value === undefined) return [];
      const text = String(value);
      if (text.includes('"')) failures.push({ property, reason: "The server can't search for a quotation mark." });
      return [searchTerm(key, text)];
    });
  const common = words([
    ["owner", "owner", filter.owner],
    ["name", "name", filter.name === undefined ? undefined : asPattern(filter.name)],
    ["template", "template", filter.template],
    ["organization", "organization", filter.organization],
    ["status", "status", filter.status],
    ["agentStatus", "has-agent", filter.agentStatus],
    ["lastUsedBefore", "last_used_before", filter.lastUsedBefore],
    ["lastUsedAfter", "last_used_after", filter.lastUsedAfter],
    ["dormant", "dormant", filter.dormant],
    ["outdated", "outdated", filter.outdated],
  ]);
  const single = Object.entries(filter.parameters ?? {}).map(([name, value]) => {
    if (!isParameterTerm(name, value)) {
      const what = 'a name or value with "," or "=", nor with a space at its end';
      const reason = `The server can't search for ${what}, as "${name}" has.`;
      failures.push({ property: "parameters", reason });
    }
    return words([["parameters", "param", `${name}=${value}`]]);
  });
  if (failures.length > 0) throw new InputError(failures);
  const raw = filter.query?.trim() ?? "";
  if (raw !== "" || single.length === 0) single.push(raw === "" ? [] : [raw]);
  const [first, ...further] = single.map((own) => [...common, ...own].join(" "));
  return [first === "" ? undefined : first, ...further];
}
