// Workspaces: what a program declares and what it gets back. The lifecycle is in workspace.ts.
import { z } from "zod";
import { AUTOMATIC_UPDATES } from "../../client/workspaces";
import { agentSchema, latestBuildSchema, resourceSchema } from "../../outputs/builds";
import { automaticUpdates, buildStatus } from "../../outputs/enumerations";
import { idInput } from "../../validation";
import { parametersSchema } from "../builds/parameters";
import { workspaceNameSchema } from "../names/rules";
import { autostartScheduleSchema, ttlMillisecondsSchema } from "./schedule";

export const workspaceInputs = z.strictObject({
  /**
   * Name of the workspace, unique for its owner whatever the case: 1 to 32 letters, digits and single hyphens; not
   * `new` or `create`. Changes in place where the server allows renaming, else replaces the workspace.
   *
   * @default the resource's name in the program
   * @see codersdk/organizations.go CreateWorkspaceRequest.Name
   */
  name: workspaceNameSchema.optional(),
  /**
   * Name or id of the user who owns the workspace; `me` is the user who runs the program when the workspace is created.
   * Another user replaces the workspace. Another name of the same user does not, nor does running the program as
   * somebody else. Removing the property, or changing it to `me`, means the user who runs the program at that time: if
   * somebody else owns the workspace, it is replaced.
   *
   * @default "me"
   */
  owner: z.string().min(1, "Must not be empty.").optional(),
  /**
   * Id of the template. The workspace is created with the version that is active then; whether it gets later versions
   * is left to its owner. Exactly one of `templateId` and `templateVersionId` is needed. Another template replaces the
   * workspace.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateID
   */
  templateId: idInput("template").optional(),
  /**
   * Id of the template version that the workspace uses; with `activeVersionId` of a `Template` it follows the template.
   * The version's import must have succeeded. Another version of the same template makes a build; a running workspace
   * is stopped first, a stopped workspace gets the version and stays stopped. A version of another template replaces
   * the workspace.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateVersionID
   */
  templateVersionId: idInput("template version").optional(),
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Parameters that are
   * not named here, or no longer, are left to the template and to the owner. Ephemeral parameters belong in a
   * `WorkspaceBuild`. A change makes a build; a running workspace is stopped first, a stopped workspace stays stopped.
   * A change of an immutable parameter replaces the workspace.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.RichParameterValues
   */
  parameters: parametersSchema.optional(),
  /**
   * Name or id of a preset of the template version: values for several parameters at once. They are set when the
   * workspace is created, when the preset changes and when `templateVersionId` changes. They override `parameters`, so
   * the two must not disagree. A change makes a build; if the preset has another value for an immutable parameter, the
   * workspace is replaced. Removing the property changes nothing.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateVersionPresetID
   */
  preset: z.string().min(1, "Must not be empty.").optional(),
  /**
   * When the workspace starts automatically: minute, hour, `*`, `*` and day of week as in cron, after an optional time
   * zone (UTC without one): `CRON_TZ=Europe/Berlin 30 8 * * 1-5`. Empty means never. Left alone when absent; removing
   * it again clears it. Changes in place.
   *
   * @see codersdk/workspaces.go UpdateWorkspaceAutostartRequest.Schedule
   */
  autostartSchedule: autostartScheduleSchema.optional(),
  /**
   * Time from start to automatic stop, in milliseconds: 0 (never) or whole minutes, from 60000 to 2592000000 (30 days).
   * Left alone when absent (the template's default, at creation); removing it again sets the template's default.
   * Changes in place, for the next start.
   *
   * @see codersdk/workspaces.go UpdateWorkspaceTTLRequest.TTLMillis
   */
  ttlMilliseconds: ttlMillisecondsSchema.optional(),
  /**
   * Whether each start uses the template's active version: `always` or `never`. Left alone when absent; removing it
   * again sets `never`. Changes in place.
   *
   * @default "never" at creation
   * @see codersdk/workspaces.go UpdateWorkspaceAutomaticUpdatesRequest.AutomaticUpdates
   */
  automaticUpdates: z.enum(AUTOMATIC_UPDATES).optional(),
  /**
   * Whether the workspace is dormant. A dormant workspace can't be started, and a rule of its template may delete it.
   * Can't be `true` together with `transition: "start"`. Left alone when absent; removing it again sets `false`.
   * Changes in place.
   *
   * @default false at creation
   * @see codersdk/workspaces.go UpdateWorkspaceDormancy.Dormant
   */
  dormant: z.boolean().optional(),
  /**
   * Whether the workspace is a favorite of its owner. Only the owner can see and set it, so the owner must run the
   * program. Left alone when absent; removing it again sets `false`. Changes in place.
   *
   * @default false at creation
   */
  favorite: z.boolean().optional(),
  /**
   * Whether the workspace runs (`start`) or not (`stop`). Without it, the workspace is started when it is created, and
   * left running or stopped from then on. With it, the next update undoes a start or stop by a person, but not what the
   * server does automatically (autostart, autostop, dormancy). The server starts every new workspace; with `stop`, it
   * is stopped right after that. A change makes a build. If the last build of the workspace failed, the next update
   * builds it again in any case.
   *
   * @default "start" at creation
   * @see codersdk/workspacebuilds.go WorkspaceTransition
   */
  transition: z.enum(["start", "stop"]).optional(),
  /**
   * Whether an update of a running workspace waits until its agents are connected and their startup scripts have
   * succeeded. The update fails when a script fails, or when an agent does not connect within its `connection_timeout`,
   * which the template sets. After that every update waits again, until it succeeds; a workspace that was stopped
   * meanwhile is started for it.
   *
   * @default false
   */
  waitForAgents: z.boolean().default(false),
  /**
   * Whether an update that waits for the agents also waits until every app of theirs that has a `healthcheck` in the
   * template is healthy. An unhealthy app may recover, so it is waited for like one that has not begun. Needs
   * `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * @default false
   * @see codersdk/workspaceapps.go WorkspaceAppHealth
   */
  waitForApps: z.boolean().optional(),
  /**
   * How long an update waits for the agents and their apps, in seconds: a whole number, at least 1. It counts from the
   * end of the update's build; without a build, from when the update begins to wait. The time that a job may take ends
   * the wait as well. Needs `waitForAgents: true`. A change builds nothing, but the update waits.
   *
   * @default the time that a job may take
   */
  agentTimeoutSeconds: z.int().min(1).optional(),
  /**
   * Id of an existing workspace that this resource takes over instead of creating a new one. The workspace must have
   * the declared owner and template. It is changed to what is declared, and it is deleted with the resource. Has an
   * effect only when the resource is created.
   */
  adopt: idInput("workspace").optional(),
  /**
   * Whether deleting the workspace leaves its Terraform resources behind: Coder forgets them without destroying them.
   * For workspaces whose resources can't be destroyed any more. Needs the right to update the template.
   *
   * @default false
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.Orphan
   */
  orphanOnDelete: z.boolean().default(false),
});
workspaceInputs.register(z.globalRegistry, { exactlyOne: [["templateId"], ["templateVersionId"]] });

export const workspaceOutputs = z.object({
  ...workspaceInputs.omit({ adopt: true }).shape,
  /** Name of the workspace on the server. */
  name: z.string(),
  /** Owner as declared; the user name when no owner is declared. */
  owner: z.string(),
  /** Id of the template, which never changes. */
  templateId: z.string(),
  /** Name of the template, as it is now. */
  templateName: z.string(),
  /** Version of the latest build. */
  templateVersionId: z.string(),
  /** Name of the latest build's version. */
  templateVersionName: z.string(),
  /** Whether the latest build uses another version than the template's active one. */
  outdated: z.boolean(),
  /** The declared parameters with the values of the latest build. */
  parameters: parametersSchema.optional(),
  /** When the workspace starts automatically, in cron syntax; empty when it does not. */
  autostartSchedule: z.string(),
  /** Time from start to automatic stop, in milliseconds; 0 when the workspace does not stop automatically. */
  ttlMilliseconds: z.number(),
  /** Whether each start uses the template's active version: `always` or `never`. */
  automaticUpdates,
  /** Whether the workspace is dormant, by a person's request or by a rule of its template. */
  dormant: z.boolean(),
  /** Whether the workspace is a favorite of its owner; `false` unless the owner runs the program. */
  favorite: z.boolean(),
  /**
   * The last transition that this program or a person requested. `status` shows what the server did since then.
   */
  transition: z.enum(["start", "stop"]),
  /** Id of the owner, which never changes. */
  ownerId: z.string(),
  /** User name of the owner, as it is now. */
  ownerName: z.string(),
  /** Id of the template's organization. */
  organizationId: z.string(),
  /** Name of the template's organization. */
  organizationName: z.string(),
  /** The latest build of the workspace, whoever started it. */
  latestBuild: latestBuildSchema,
  /** Status of the latest build, such as `running`, `stopped` or `failed`. */
  status: buildStatus,
  /** Agents of the latest build; empty while the workspace is stopped. */
  agents: z.array(agentSchema),
  /** Terraform resources of the latest build. */
  resources: z.array(resourceSchema),
  /** Whether all agents are healthy, and the ids of those that are not. */
  health: z.object({
    /** Whether all agents are connected and none of them failed to start. */
    healthy: z.boolean(),
    /** Ids of the agents that are not healthy. */
    failingAgents: z.array(z.string()),
  }),
  /** When the workspace stops automatically, RFC 3339; absent when it does not. */
  deadline: z.string().optional(),
  /** When the workspace became dormant, RFC 3339; absent when it is not dormant. */
  dormantAt: z.string().optional(),
  /** When the dormant workspace will be deleted, RFC 3339; absent when it will not. */
  deletingAt: z.string().optional(),
  /** When the workspace was created, RFC 3339. */
  createdAt: z.string(),
  /** The workspace's page in Coder's dashboard. */
  url: z.string(),
});

export type WorkspaceInputs = z.output<typeof workspaceInputs>;
export type WorkspaceOutputs = z.output<typeof workspaceOutputs>;
