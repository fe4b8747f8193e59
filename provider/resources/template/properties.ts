// Templates: what a program declares and what it gets back. The lifecycle is in template.ts.
import { z } from "zod";
import { displayNameSchema, templateNameSchema } from "../names/rules";

const MILLISECONDS_PER_MINUTE = 60_000;

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** In the server's order and once each, as it answers them: another order is no difference. */
export function inOrderOfWeek(days: readonly string[]): (typeof DAYS)[number][] {
  return DAYS.filter((day) => days.includes(day));
}

const daysOfWeek = z.array(z.enum(DAYS).meta({ title: "Weekday" })).overwrite(inOrderOfWeek);

export const portShareLevelSchema = z.enum(["owner", "authenticated", "organization", "public"]);

/** @see codersdk/templates.go TemplateRole */
export const templateRoleSchema = z.enum(["use", "admin"]).meta({ title: "TemplateRole" });

/** Who has which role on a template. */
export const accessControlSchema = z
  .strictObject({
    /** Users, each named once. An empty list means none. Left alone when absent. */
    users: z
      .array(
        z.strictObject({
          /** User name or id. */
          user: z.string().min(1),
          /** What the user may do: `use` the template for workspaces, or change it as well (`admin`). */
          role: templateRoleSchema,
        }),
      )
      .optional(),
    /** Groups, each named once. An empty list means none. Left alone when absent. */
    groups: z
      .array(
        z.strictObject({
          /** Name or id of a group, such as the `id` of a `Group`; `Everyone` is all members of the organization. */
          group: z.string().min(1),
          /** What members of the group may do: `use` the template for workspaces, or change it as well (`admin`). */
          role: templateRoleSchema,
        }),
      )
      .optional(),
  })
  .refine(({ users, groups }) => users !== undefined || groups !== undefined, "Must set `users`, `groups` or both.");

/** The server refuses anything between 0 and a minute, but only when it updates: it is refused here from the start. */
const longTime = z
  .int()
  .min(0)
  .refine((value) => value === 0 || value >= MILLISECONDS_PER_MINUTE, "Must be 0 (off) or at least 60000 (a minute).");

/** The server counts characters, not UTF-16 units. */
function textOfAtMost(limit: number) {
  return z.string().refine((text) => [...text].length <= limit, {
    error: (issue) => `Must be ${limit} characters or fewer; it has ${[...String(issue.input)].length}. Shorten it.`,
  });
}

export const templateInputs = z.strictObject({
  /**
   * Name of the template, unique in its organization whatever the case: 1 to 32 letters, digits and single hyphens; not
   * `new` or `create`. Changes in place.
   *
   * @see codersdk/organizations.go CreateTemplateRequest.Name
   */
  name: templateNameSchema,
  /**
   * Name or id of the organization. Changing it replaces the template.
   *
   * @default the provider's organization, else the server's default organization
   */
  organization: z.string().min(1).optional().meta({ replaceOnChanges: true }),
  /**
   * Id of the template version that new workspaces get, usually the `id` of a `TemplateVersion`. Its import must have
   * succeeded, and it must belong to this template or to none yet. Changes in place: the version is promoted.
   *
   * @see codersdk/templates.go UpdateActiveTemplateVersion.ID
   */
  activeVersionId: z.uuid("Must be the id of a template version (a UUID)."),
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateRequest.DisplayName
   */
  displayName: displayNameSchema.default(""),
  /**
   * What the template is for. At most 127 characters. Changes in place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateRequest.Description
   */
  description: textOfAtMost(127).default(""),
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. At most 256 characters. Changes in place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateRequest.Icon
   */
  icon: textOfAtMost(256).default(""),
  /**
   * Time from start to automatic stop for workspaces that set none of their own, in milliseconds.
   * Whole number, 0 or more; 0 sets no limit. Changes in place.
   *
   * @default 0
   * @see codersdk/organizations.go CreateTemplateRequest.DefaultTTLMillis
   */
  defaultTtlMilliseconds: z.int().min(0).default(0),
  /**
   * How far activity in a workspace moves its automatic stop, in milliseconds. Whole number, 0 or more; 0 turns it off.
   * Changes in place.
   *
   * @default 3600000
   * @see codersdk/organizations.go CreateTemplateRequest.ActivityBumpMillis
   */
  activityBumpMilliseconds: z.int().min(0).default(3_600_000),
  /**
   * Days on which workspaces must stop, in the owner's quiet hours, every so many weeks (0 to 16; 0 means 1). Left
   * alone when absent. Needs a licence: without one the server ignores it, and a warning says so. Changes in place.
   *
   * @see codersdk/templates.go TemplateAutostopRequirement
   */
  autostopRequirement: z
    .strictObject({
      /** Days, by lower-case English name. None turns the requirement off. */
      daysOfWeek,
      /**
       * Every so many weeks. 0 means 1, as the server has it.
       *
       * @default 1
       */
      weeks: z
        .int()
        .min(0)
        .max(16)
        .overwrite((weeks) => Math.max(1, weeks))
        .default(1),
    })
    .optional(),
  /**
   * Days on which workspaces may start by their schedule; an empty list forbids it. Left alone when absent.
   * Needs a licence: without one the server ignores it, and a warning says so. Changes in place.
   *
   * @see codersdk/templates.go TemplateAutostartRequirement
   */
  autostartRequirement: z
    .strictObject({
      /** Days, by lower-case English name. */
      daysOfWeek,
    })
    .optional(),
  /**
   * Whether owners may set a start schedule. `false` needs a licence. Changes in place.
   *
   * @default true
   * @see codersdk/organizations.go CreateTemplateRequest.AllowUserAutostart
   */
  allowUserAutostart: z.boolean().default(true),
  /**
   * Whether owners may set their own time to automatic stop. `false` needs a licence. Changes in place.
   *
   * @default true
   * @see codersdk/organizations.go CreateTemplateRequest.AllowUserAutostop
   */
  allowUserAutostop: z.boolean().default(true),
  /**
   * Whether owners may cancel a build of their workspace that is under way. Changes in place.
   *
   * @default true
   * @see codersdk/organizations.go CreateTemplateRequest.AllowUserCancelWorkspaceJobs
   */
  allowUserCancelWorkspaceJobs: z.boolean().default(true),
  /**
   * Time after which a workspace whose start failed is stopped, in milliseconds. 0 (never) or at least 60000. Needs a
   * licence. Changes in place.
   *
   * @default 0
   * @see codersdk/organizations.go CreateTemplateRequest.FailureTTLMillis
   */
  failureTtlMilliseconds: longTime.default(0),
  /**
   * Time without use after which a workspace becomes dormant, in milliseconds. 0 (never) or at least 60000. Needs a
   * licence. Changes in place.
   *
   * @default 0
   * @see codersdk/templates.go UpdateTemplateMeta.TimeTilDormantMillis
   */
  timeTilDormantMilliseconds: longTime.default(0),
  /**
   * Time after which a dormant workspace is deleted, in milliseconds. 0 (never) or at least 60000. Needs a licence.
   * Changes in place: workspaces that have been dormant for longer may be deleted at once.
   *
   * @default 0
   * @see codersdk/templates.go UpdateTemplateMeta.TimeTilDormantAutoDeleteMillis
   */
  timeTilDormantAutodeleteMilliseconds: longTime.default(0),
  /**
   * Whether workspaces must start with the active version. `true` needs a licence. Changes in place.
   *
   * @default false
   * @see codersdk/organizations.go CreateTemplateRequest.RequireActiveVersion
   */
  requireActiveVersion: z.boolean().default(false),
  /**
   * Why the template should no longer be used; not empty, it forbids new workspaces. Needs a licence. Changes in place.
   *
   * @default ""
   * @see codersdk/templates.go UpdateTemplateMeta.DeprecationMessage
   */
  deprecationMessage: z.string().default(""),
  /**
   * How far owners may share the ports of their workspaces. Left alone when absent. Needs a licence. Changes in place;
   * lowering it deletes shares that go further.
   *
   * @see codersdk/templates.go UpdateTemplateMeta.MaxPortShareLevel
   */
  maxPortShareLevel: portShareLevelSchema.optional(),
  /**
   * Whether the classic form asks for parameters, in place of the dynamic one. Left alone when absent. Changes in
   * place. `false` needs Coder 2.23 or newer.
   *
   * @default the server's default for new templates
   * @see codersdk/templates.go UpdateTemplateMeta.UseClassicParameterFlow
   */
  useClassicParameterFlow: z.boolean().optional(),
  /**
   * Users and groups that may use or change the template, beside its administrators. Each list that is set is kept as
   * it is declared: who is not in it loses the role, the group `Everyone` included, which has the role `use` on a new
   * template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place; taken
   * out of the program, it leaves the roles on the server as they are, and an import leaves it out.
   *
   * @see codersdk/templates.go UpdateTemplateACL
   */
  accessControl: accessControlSchema.optional(),
  /**
   * Takes the template away from the group that everyone is in. It is given back not by `false` but by `accessControl`,
   * or by the access list on the template's page. Changes in place.
   *
   * @default false
   * @see codersdk/organizations.go CreateTemplateRequest.DisableEveryoneGroupAccess
   */
  disableEveryoneGroupAccess: z.boolean().default(false),
  /**
   * Id of a template that exists and is managed by this resource from now on, instead of a new one. It has to be in the
   * declared organization; it is changed to what is declared, and deleted with the resource. Read when the resource is
   * created, and never again.
   */
  adopt: z.uuid("Must be the id of a template (a UUID).").optional(),
  /**
   * Whether deleting the template first deletes its workspaces, of all owners, with what they hold. Off, a template
   * that has workspaces is not deleted. Changes in place.
   *
   * @default false
   */
  forceDelete: z.boolean().default(false),
});

export const templateOutputs = z.object({
  ...templateInputs.omit({ adopt: true }).shape,
  /** Id of the organization that holds the template. */
  organizationId: z.string(),
  /** Name of the organization that holds the template. */
  organizationName: z.string(),
  /** Provisioner that builds the template's workspaces. */
  provisioner: z.string(),
  /** Whether a deprecation message is set. */
  deprecated: z.boolean(),
  /** Who created the template: the user's name. */
  createdByName: z.string(),
  /** When the template was created, RFC 3339. */
  createdAt: z.string(),
  /** The template's page in Coder's dashboard. */
  url: z.string(),
});

/**
 * Inputs that the server's template does not show: only this provider knows them, or they are asked for apart from it.
 */
export const localProperties = {
  organization: true,
  accessControl: true,
  disableEveryoneGroupAccess: true,
  forceDelete: true,
} as const;

export type AccessControl = z.output<typeof accessControlSchema>;
export type TemplateInputs = z.output<typeof templateInputs>;
export type HeldInputs = Omit<TemplateInputs, keyof typeof localProperties | "adopt">;
export type TemplateOutputs = z.output<typeof templateOutputs>;
