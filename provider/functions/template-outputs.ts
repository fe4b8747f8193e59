// Templates and their versions as functions return them.
import { z } from "zod";
import { dayOfWeek, portShareLevel, provisionerType, versionWarning } from "../outputs/enumerations";
import type { TemplateVersion } from "../client/template-versions";
import { type Template } from "../client/templates";
import { fromApi, jobOutput, matchedProvisionersOutput } from "./outputs";

const buildTimesOutput = z
  .object({
    /** Half of the latest builds took at most this long, in milliseconds; absent where nothing was built yet. */
    medianMilliseconds: z.number().optional(),
    /** 95 percent of the latest builds took at most this long, in milliseconds; absent where nothing was built yet. */
    percentile95Milliseconds: z.number().optional(),
  })
  .meta({ title: "TemplateBuildTimes" });

const autostopRequirementOutput = z
  .object({
    /** Days, by lower-case English name; empty when there is no requirement. */
    daysOfWeek: z.array(dayOfWeek),
    /** Number of weeks from one stop to the next. */
    weeks: z.number(),
  })
  .meta({ title: "TemplateDetailsAutostopRequirement" });

const autostartRequirementOutput = z
  .object({
    /** Days, by lower-case English name; empty when no workspace may start by its schedule. */
    daysOfWeek: z.array(dayOfWeek),
  })
  .meta({ title: "TemplateDetailsAutostartRequirement" });

export const templateOutput = z
  .object({
    /** Id of the template. */
    id: z.string(),
    /** Name of the template, unique in its organization. */
    name: z.string(),
    /** Name for people; empty when there is none. */
    displayName: z.string(),
    /** What the template is for. */
    description: z.string(),
    /** Path or URL of an image; empty when there is none. */
    icon: z.string(),
    /** Id of the template's organization. */
    organizationId: z.string(),
    /** Name of the template's organization. */
    organizationName: z.string(),
    /** Name of the template's organization for people; empty when there is none. */
    organizationDisplayName: z.string(),
    /** Path or URL of an image of the template's organization; empty when there is none. */
    organizationIcon: z.string(),
    /** What builds the workspaces: `terraform`. */
    provisioner: provisionerType,
    /** Id of the version that new workspaces get. */
    activeVersionId: z.string(),
    /** Number of people who used a workspace of the template lately; -1 until the server has counted. */
    activeUserCount: z.number(),
    /** How long the latest builds took, by transition: `start`, `stop` and `delete`. */
    buildTimes: z.record(z.string(), buildTimesOutput),
    /** Whether the template is deprecated. */
    deprecated: z.boolean(),
    /** Why the template is deprecated; empty when it is not. */
    deprecationMessage: z.string(),
    /** Time from start to automatic stop for workspaces that set none of their own, in milliseconds; 0 means never. */
    defaultTtlMilliseconds: z.number(),
    /** Time by which activity postpones the automatic stop, in milliseconds; 0 means not at all. */
    activityBumpMilliseconds: z.number(),
    /** Time after which a failed workspace is stopped, in milliseconds; 0 means never. */
    failureTtlMilliseconds: z.number(),
    /** Time without use after which a workspace becomes dormant, in milliseconds; 0 means never. */
    timeTilDormantMilliseconds: z.number(),
    /** Time after which a dormant workspace is deleted, in milliseconds; 0 means never. */
    timeTilDormantAutodeleteMilliseconds: z.number(),
    /** Days on which workspaces must stop, in the owner's quiet hours. */
    autostopRequirement: autostopRequirementOutput,
    /** Days on which workspaces may start by their schedule. */
    autostartRequirement: autostartRequirementOutput,
    /** Whether owners may set when their workspaces start. */
    allowUserAutostart: z.boolean(),
    /** Whether owners may set when their workspaces stop. */
    allowUserAutostop: z.boolean(),
    /** Whether owners may cancel builds of their workspaces. */
    allowUserCancelWorkspaceJobs: z.boolean(),
    /** Whether workspaces must use the active version. */
    requireActiveVersion: z.boolean(),
    /** How far owners may share ports: `owner`, `authenticated`, `organization` or `public`. */
    maxPortShareLevel: portShareLevel,
    /** Whether the classic form asks for parameters; absent from an older server, which has no other form. */
    useClassicParameterFlow: z.boolean().optional(),
    /** Id of the template's creator. */
    createdById: z.string(),
    /** User name of the template's creator. */
    createdByName: z.string(),
    /** When the template was created, RFC 3339. */
    createdAt: z.string(),
    /** When the template was last changed, RFC 3339; absent when the server does not tell. */
    updatedAt: z.string().optional(),
  })
  .meta({ title: "TemplateDetails" });

export const templateVersionOutput = z
  .object({
    /** Id of the version. */
    id: z.string(),
    /** Name of the version, unique in its template. */
    name: z.string(),
    /** What changed in the version; empty when nobody wrote it. */
    message: z.string(),
    /** Id of the version's template; absent while the version belongs to none. */
    templateId: z.string().optional(),
    /** Id of the version's organization. */
    organizationId: z.string().optional(),
    /** Text of the template's `README.md`. */
    readme: z.string(),
    /** Whether the version is archived. */
    archived: z.boolean(),
    /** Warnings of the server about the version. */
    warnings: z.array(versionWarning),
    /** The provisioner job that imported the version. */
    job: jobOutput,
    /** Which provisioner daemons may take the import; absent unless it waits. */
    matchedProvisioners: matchedProvisionersOutput.optional(),
    /** Id of the version's creator; absent when the server does not tell. */
    createdById: z.string().optional(),
    /** User name of the version's creator; empty when the server does not tell. */
    createdByName: z.string(),
    /** When the version was created, RFC 3339. */
    createdAt: z.string(),
    /** When the version was last changed, RFC 3339; absent when the server does not tell. */
    updatedAt: z.string().optional(),
  })
  .meta({ title: "TemplateVersionDetails" });

export function toTemplate(template: Template): z.output<typeof templateOutput> {
  const buildTimes = Object.entries(template.build_time_stats).map(([transition, { p50, p95 }]): [string, object] => [
    transition,
    { median_ms: p50, percentile95_ms: p95 },
  ]);
  return fromApi(templateOutput, { ...template, build_times: Object.fromEntries(buildTimes) });
}

export function toVersion(version: TemplateVersion): z.output<typeof templateVersionOutput> {
  const { created_by: creator } = version;
  const created = { created_by_id: creator?.id, created_by_name: creator?.username ?? "" };
  return fromApi(templateVersionOutput, { ...version, ...created });
}
