// From typed filters to the server's search language. What that language can't carry is refused, by property.
import { z } from "zod";
import { InputError, type InputFailure } from "../errors";
import { textInput, timeInput } from "./inputs";

/** Deleted ones are in no list of the server. */
const statusInput = z
  .enum(["pending", "starting", "running", "stopping", "stopped", "failed", "canceling", "canceled", "deleting"])
  .meta({ title: "WorkspaceStatus" });

export const workspaceFilterInputs = {
  /** User name of the owner, or `me`. Upper and lower case are one, as in all these filters. */
  owner: textInput.optional(),
  /** Part of the workspace's name. */
  name: textInput.optional(),
  /** Name of the template, in whatever organization. */
  template: textInput.optional(),
  /** Name or id of the organization, or `default`. */
  organization: textInput.optional(),
  /** Status, such as `running` or `stopped`. */
  status: statusInput.optional(),
  /** How an agent is: `connecting`, `connected`, `disconnected` or `timeout`. */
  agentStatus: z.enum(["connecting", "connected", "disconnected", "timeout"]).meta({ title: "AgentStatus" }).optional(),
  /** Last used at this time or before, RFC 3339. One that was never used counts. */
  lastUsedBefore: timeInput.optional(),
  /** Last used at this time or after, RFC 3339. */
  lastUsedAfter: timeInput.optional(),
  /** Dormant ones only (true), or those that are not (false); both when left out. */
  dormant: z.boolean().optional(),
  /** Those whose version is not their template's active one (true), or those whose is (false). */
  outdated: z.boolean().optional(),
  /** Values of parameters in the latest build; all of them must be so. */
  parameters: z.record(z.string().min(1), z.string().min(1)).optional(),
  /**
   * More in the server's search language, such as `has-ai-task:true`. What a filter here says may not be said in it
   * again.
   */
  query: z.string().optional(),
};

export type WorkspaceFilter = z.output<z.ZodObject<typeof workspaceFilterInputs>>;

type Term = [property: keyof WorkspaceFilter, key: string, value: string | boolean | undefined];

/**
 * The searches that the filter stands for: it means what all of them find. One search that names several parameters
 * finds the workspaces that have any of the values, so each parameter is searched for by itself.
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
      // Within quotation marks neither spaces nor colons separate.
      return [`${key}:${/^[\w.@-]+$/.test(text) ? text : `"${text}"`}`];
    });
  const common = words([
    ["owner", "owner", filter.owner],
    // The server takes it for a pattern of SQL.
    ["name", "name", filter.name?.replace(/[\\%_]/g, "\\$&")],
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
    // The server splits here at commas and at every equals sign, and takes spaces off the ends.
    if (/[,=]/.test(name + value) || `${name}=${value}` !== `${name}=${value}`.trim()) {
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
