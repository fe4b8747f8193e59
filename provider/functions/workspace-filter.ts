// From typed filters to the server's search language. What that language can't carry is refused, by property.
import { z } from "zod";
import { InputError, type InputFailure } from "../errors";
import { textInput } from "./shared-inputs";

const statusInput = z
  .enum(["pending", "starting", "running", "stopping", "stopped", "failed", "canceling", "canceled", "deleted", "deleting"])
  .meta({ title: "WorkspaceStatus" });

const timeInput = z.iso.datetime({ offset: true, error: "Must be a time in RFC 3339, such as `2026-01-31T12:00:00Z`." });

export const workspaceFilterInputs = {
  /** User name of the owner, or `me`. */
  owner: textInput.optional(),
  /** Part of the workspace's name. */
  name: textInput.optional(),
  /** Name of the template. */
  template: textInput.optional(),
  /** Name or id of the organization. */
  organization: textInput.optional(),
  /** Status of the latest build. */
  status: statusInput.optional(),
  /** How an agent is: `connecting`, `connected`, `disconnected` or `timeout`. */
  agentStatus: z.enum(["connecting", "connected", "disconnected", "timeout"]).meta({ title: "AgentStatus" }).optional(),
  /** Last used before this time, RFC 3339. */
  lastUsedBefore: timeInput.optional(),
  /** Last used after this time, RFC 3339. */
  lastUsedAfter: timeInput.optional(),
  /** Dormant ones only (true), or those that are not (false, and when left out). */
  dormant: z.boolean().optional(),
  /** Those whose version is not their template's active one (true), or those whose is (false). */
  outdated: z.boolean().optional(),
  /** Values of parameters in the latest build. */
  parameters: z.record(z.string().min(1), z.string().min(1)).optional(),
  /** More in the server's search language, added to the rest as it is, such as `has-ai-task:true`. */
  query: z.string().optional(),
};

export type WorkspaceFilter = z.output<z.ZodObject<typeof workspaceFilterInputs>>;

type Term = [property: keyof WorkspaceFilter, key: string, value: string | boolean | undefined];

/** @see coderd/searchquery/search.go Workspaces. @throws InputError */
export function workspaceQuery(filter: WorkspaceFilter): string | undefined {
  const failures: InputFailure[] = [];
  const parameters = Object.entries(filter.parameters ?? {}).map(([name, value]): Term => {
    // The server splits here at commas, and at every equals sign.
    if (/[,=]/.test(name) || /[,=]/.test(value)) {
      failures.push({ property: "parameters", reason: `The server can't search for a name or value with "," or "=", as "${name}" has.` });
    }
    return ["parameters", "param", `${name}=${value}`];
  });
  const terms: Term[] = [
    ["owner", "owner", filter.owner],
    ["name", "name", filter.name],
    ["template", "template", filter.template],
    ["organization", "organization", filter.organization],
    ["status", "status", filter.status],
    ["agentStatus", "has-agent", filter.agentStatus],
    ["lastUsedBefore", "last_used_before", filter.lastUsedBefore],
    ["lastUsedAfter", "last_used_after", filter.lastUsedAfter],
    ["dormant", "dormant", filter.dormant],
    ["outdated", "outdated", filter.outdated],
    ...parameters,
  ];
  const words = terms.flatMap(([property, key, value]) => {
    if (value === undefined) return [];
    const text = String(value);
    if (text.includes('"')) failures.push({ property, reason: "The server can't search for a quotation mark." });
    // Within quotation marks neither spaces nor colons separate.
    return [`${key}:${/^[\w.@-]+$/.test(text) ? text : `"${text}"`}`];
  });
  if (failures.length > 0) throw new InputError(failures);
  const query = [...words, filter.query?.trim() ?? ""].filter((word) => word !== "").join(" ");
  return query === "" ? undefined : query;
}
