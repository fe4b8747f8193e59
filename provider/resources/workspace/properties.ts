// Workspaces: what a program declares and what it gets back. The lifecycle is in workspace.ts.
import { z } from "zod";
import { agentSchema, latestBuildSchema, resourceSchema } from "../../outputs/builds";
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
   * Name or id of the user who owns the workspace; `me` is whoever runs the program when it is created. Another user
   * replaces the workspace; another name of the same user, or running the program as somebody else, does not. A name
   * that is taken out, or changed to `me`, means whoever runs the program then: the workspace of anybody else is
   * replaced.
   *
   * @default "me"
   */
  owner: z.string().min(1, "Must not be empty.").optional(),
  /**
   * Id of the template. The workspace is created with the version that is active then; later versions are left to its
   * owner. Exactly one of `templateId` and `templateVersionId` is needed. Another template replaces the workspace.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateID
   */
  templateId: z.uuid("Must be the id of a template (a UUID).").optional(),
  /**
   * Id of the template version that the workspace is kept at; `activeVersionId` of a `Template` follows the template.
   * Its import must have succeeded. Another version of the same template makes a build with it (after a stop, when the
   * workspace runs); a version of another template replaces the workspace. A workspace that is stopped stays stopped,
   * and has the version from then on.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateVersionID
   */
  templateVersionId: z.uuid("Must be the id of a template version (a UUID).").optional(),
  /**
   * Values of the template's parameters, by name: strings, numbers, booleans or lists of strings. Only the names given
   * here are kept at their values; any other is left to the template and to the owner, and so is one that is taken out
   * again. Ephemeral parameters belong in a `WorkspaceBuild`. A change makes a build (after a stop, when the workspace
   * runs; a workspace that is stopped stays stopped); of a parameter that is immutable, it replaces the workspace.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.RichParameterValues
   */
  parameters: parametersSchema.optional(),
  /**
   * Name or id of a preset of the template version: values for several parameters at once, set when the workspace is
   * created, when the preset changes and when `templateVersionId` does. They win over `parameters`, so the two must not
   * disagree. A change makes a build; if the preset has another value for an immutable parameter, it replaces the
   * workspace. Taking it out changes nothing.
   *
   * @see codersdk/organizations.go CreateWorkspaceRequest.TemplateVersionPresetID
   */
  preset: z.string().min(1, "Must not be empty.").optional(),
  /**
   * When the workspace starts by itself: minute, hour, `*`, `*` and day of week as in cron, after an optional time zone
   * (UTC without one): `CRON_TZ=Europe/Berlin 30 8 * * 1-5`. Empty means never. Left alone when absent; taking it out
   * again clears it. Changes in place.
   *
   * @see codersdk/workspaces.go UpdateWorkspaceAutostartRequest.Schedule
   */
  autostartSchedule: autostartScheduleSchema.optional(),
  /**
   * Time from start to automatic stop, in milliseconds: 0 (never) or whole minutes, from 60000 to 2592000000 (30 days).
   * Left alone when absent (the template's default, at creation); taking it out again sets the template's default.
   * Changes in place, for the next start.
   *
   * @see codersdk/workspaces.go UpdateWorkspaceTTLRequest.TTLMillis
   */
  ttlMilliseconds: ttlMillisecondsSchema.optional(),
  /**
   * Whether each start takes the template's active version: `always` or `never`. Left alone when absent; taking it out
   * again sets `never`. Changes in place.
   *
   * @default "never" at creation
   * @see codersdk/workspaces.go UpdateWorkspaceAutomaticUpdatesRequest.AutomaticUpdates
   */
  automaticUpdates: z.enum(["always", "never"]).optional(),
  /**
   * Whether the workspace is dormant: kept, but not to be started, and perhaps deleted by its template's rule. Can't be
   * `true` together with `transition: "start"`. Left alone when absent; taking it out again sets `false`. Changes in
   * place.
   *
   * @default false at creation
   * @see codersdk/workspaces.go UpdateWorkspaceDormancy.Dormant
   */
  dormant: z.boolean().optional(),
  /**
   * Whether the workspace is a favorite of its owner. Only the owner can see and set it, so the owner must be who runs
   * the program. Left alone when absent; taking it out again sets `false`. Changes in place.
   *
   * @default false at creation
   */
  favorite: z.boolean().optional(),
  /**
   * Whether the workspace runs (`start`) or not (`stop`). Absent, the workspace is started when it is created, and is
   * left running or stopped from then on. Given, a start or stop by a person is undone by the next update; what the
   * server does by itself (autostart, autostop, dormancy) is not. A server starts every new workspace: with `stop`, it
   * is stopped right after. A change makes a build. A workspace whose last build failed is built again by the next
   * update, whether this is given or not.
   *
   * @default "start" at creation
   * @see codersdk/workspacebuilds.go WorkspaceTransition
   */
  transition: z.enum(["start", "stop"]).optional(),
  /**
   * Whether an update of a running workspace is done only when its agents are connected and their startup scripts have
   * succeeded. It fails when a script does, or when an agent does not connect within the `connection_timeout` that the
   * template gives it.
   *
   * @default false
   */
  waitForAgents: z.boolean().default(false),
  /**
   * Id of a workspace that exists and is managed by this resource from now on, instead of a new one. It has to be of
   * the declared owner and template; it is changed to what is declared, and deleted with the resource. Read when the
   * resource is created, and never again.
   */
  adopt: z.uuid("Must be the id of a workspace (a UUID).").optional(),
  /**
   * Whether deleting the workspace leaves what it was built of behind: nothing is destroyed, Coder only forgets it. For
   * workspaces that can't be destroyed any more. Needs the right to update the template.
   *
   * @default false
   * @see codersdk/workspaces.go CreateWorkspaceBuildRequest.Orphan
   */
  orphanOnDelete: z.boolean().default(false),
});

export const workspaceOutputs = z.object({
  ...workspaceInputs.omit({ adopt: true }).shape,
  /** Name of the workspace on the server. */
  name: z.string(),
  /** Owner as declared; the user name when none was. */
  owner: z.string(),
  /** Id of the template, which never changes. */
  templateId: z.string(),
  /** Name of the template, as it is now. */
  templateName: z.string(),
  /** Version of the latest build. */
  templateVersionId: z.string(),
  /** Name of the latest build's version. */
  templateVersionName: z.string(),
  /** Whether the template has another active version than the latest build was made with. */
  outdated: z.boolean(),
  /** The declared parameters with the values of the latest build. */
  parameters: parametersSchema.optional(),
  /** Empty when the workspace does not start by itself. */
  autostartSchedule: z.string(),
  /** 0 when the workspace does not stop by itself. */
  ttlMilliseconds: z.number(),
  /** Whether each start takes the template's active version: `always` or `never`. */
  automaticUpdates: z.string(),
  /** Whether the workspace is dormant, set by a person or by its template's rule. */
  dormant: z.boolean(),
  /** Always false for anyone but the owner. */
  favorite: z.boolean(),
  /**
   * What was asked for last, by this program or by a person. What the server did by itself since then is in `status`.
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
  /** The latest build, whoever made it. */
  latestBuild: latestBuildSchema,
  /** Status of the latest build, such as `running`, `stopped` or `failed`. */
  status: z.string(),
  /** Agents of the latest build; none while the workspace is stopped. */
  agents: z.array(agentSchema),
  /** Terraform resources of the latest build. */
  resources: z.array(resourceSchema),
  /** Whether all agents are connected and well, and the ids of those that are not. */
  health: z.object({
    /** Whether all agents are connected and none of them failed to start. */
    healthy: z.boolean(),
    /** Ids of the agents that are not well. */
    failingAgents: z.array(z.string()),
  }),
  /** When the workspace stops by itself, RFC 3339; absent when it does not. */
  deadline: z.string().optional(),
  /** Since when it is dormant, RFC 3339; absent when it is not. */
  dormantAt: z.string().optional(),
  /** When it is deleted for having been dormant, RFC 3339; absent when it is not. */
  deletingAt: z.string().optional(),
  /** When the workspace was created, RFC 3339. */
  createdAt: z.string(),
  /** The workspace's page in Coder's dashboard. */
  url: z.string(),
});

export type WorkspaceInputs = z.output<typeof workspaceInputs>;
export type WorkspaceOutputs = z.output<typeof workspaceOutputs>;
