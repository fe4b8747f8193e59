// Templates: what a program declares and what it gets back. The lifecycle is in template.ts.
import { z } from "zod";
import { PORT_SHARE_LEVELS, TEMPLATE_ROLES, WEEKDAYS } from "../../enumerations";
import { provisionerType } from "../../outputs/enumerations";
import { idInput } from "../../validation";
import { displayNameSchema, templateNameSchema } from "../names/rules";
import { versionInputs, versionOutputs, wayInputs } from "../versions/properties";

const MILLISECONDS_PER_MINUTE = 60_000;

/** Sorted as the server sorts them, each day once: another order of the input makes no difference. */
export function inOrderOfWeek(days: readonly string[]): (typeof WEEKDAYS)[number][] {
  return WEEKDAYS.filter((day) => days.includes(day));
}

const daysOfWeek = z.array(z.enum(WEEKDAYS).meta({ title: "Weekday" })).overwrite(inOrderOfWeek);

export const portShareLevelSchema = z.enum(PORT_SHARE_LEVELS);

/** @see codersdk/templates.go TemplateRole */
export const templateRoleSchema = z.enum(TEMPLATE_ROLES).meta({ title: "TemplateRole" });

/** Roles of users and groups on a template. */
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

/** The server counts nanoseconds in 64 bits: more would come out as another time, or as a negative one. */
const time = z.int().min(0).max(9_223_372_036_854);

/** The server refuses values between 0 and a minute, but only in updates. Here they are refused in a creation, too. */
const longTime = time.refine(
  (value) => value === 0 || value >= MILLISECONDS_PER_MINUTE,
  "Must be 0 (off) or at least 60000 (a minute).",
);

/** The server counts characters, not UTF-16 units. */
function textOfAtMost(limit: number) {
  return z.string().refine((text) => [...text].length <= limit, {
    error: (issue) => `Must be ${limit} characters or fewer; it has ${[...String(issue.input)].length}. Shorten it.`,
  });
}

export const templateInputs = z.strictObject({
  /**
   * Name of the template, unique in its organization regardless of case: 1 to 32 letters, digits and single hyphens;
   * not `new` or `create`. Changes in place.
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
   * Content of the template's version, which the template then makes itself: it uploads the files, waits for their
   * import, makes the version the active one, and archives the one that it replaces (see `replacedVersions`). If the
   * import fails, the active version stays. Files that the template had before take their version again, without a job;
   * so they do when a program goes from one of the three ways to another. Exactly one of `source`, `activeVersionId`
   * and `firstVersionId` must be set. Changes in place.
   */
  source: versionInputs.source.optional(),
  /**
   * Values of the template's Terraform variables, by name, for the version of `source`. Numbers, booleans and lists are
   * sent as Terraform writes them. A variable that is not named gets its default from the template, never the value of
   * an earlier version. There is one exception: if a sensitive variable has a default that is not plain in the code,
   * the server may keep an earlier value without telling; a warning says so. Names that the template does not declare
   * are refused. Secret values stay secret, and so do values of variables that the template marks as sensitive. A
   * change makes another version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.UserVariableValues
   */
  variables: versionInputs.variables.removeDefault().optional(),
  /**
   * Tags that a provisioner must have to run the jobs of the version of `source`. Tags that the template itself
   * declares need not be repeated. A change makes another version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.ProvisionerTags
   */
  provisionerTags: versionInputs.provisionerTags.removeDefault().optional(),
  /**
   * Name of the version of `source`, unique in the template: 1 to 64 letters, digits and single `_`, `.` or `-`.
   * Changes in place. The server never frees the name of a version, so a name that is given must change whenever the
   * content, the variables or the tags change.
   *
   * @default what `source.git` gives, else derived from the template's name, the content, the variables and the
   * provisioner tags
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Name
   */
  versionName: versionInputs.name,
  /**
   * What changed in the version of `source`, for people; the list of versions shows it. At most 1048576 characters.
   * Changes in place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Message
   */
  versionMessage: versionInputs.message.removeDefault().optional(),
  /**
   * What happens to a version of `source` when another one has replaced it: `archive` hides it and keeps its name and
   * history; one that a workspace was last built with can't be archived, and is tried again at each later change of the
   * template, up to ten of them. `retain` leaves it as it is. Changes in place.
   *
   * @default "archive"
   */
  replacedVersions: z.enum(["archive", "retain"]).optional(),
  /**
   * Whether a preview imports the version of `source` when it is new or changed, as an inactive version: what Terraform
   * finds wrong fails the preview with file and line, and the update after it takes that version without another
   * import. A preview that is repeated uses the version again; one that no update takes is archived by the next preview
   * or update. Has a meaning only beside `source`.
   *
   * @default the provider's `validateAtPreview`
   */
  validateAtPreview: wayInputs.validateAtPreview,
  /**
   * Id of the template version that new workspaces get, usually the `id` of a `TemplateVersion`. Its import must have
   * succeeded, and it must belong to this template or to none yet. Exactly one of `source`, `activeVersionId` and
   * `firstVersionId` must be set. Changes in place: the version is promoted.
   *
   * @see codersdk/templates.go UpdateActiveTemplateVersion.ID
   */
  activeVersionId: idInput("template version").optional(),
  /**
   * Id of the template version that the template is created with, usually the `id` of a `TemplateVersion`. It has an
   * effect only then: later values are no difference, and which version is the active one is left to a
   * `TemplatePromotion` or to people. Its import must have succeeded, and it must belong to no template yet. Exactly
   * one of `source`, `activeVersionId` and `firstVersionId` must be set.
   *
   * @see codersdk/organizations.go CreateTemplateRequest.VersionID
   */
  firstVersionId: idInput("template version").optional(),
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
  defaultTtlMilliseconds: time.default(0),
  /**
   * Time by which activity in a workspace postpones its automatic stop, in milliseconds. Whole number, 0 or more;
   * 0 means not at all. Changes in place.
   *
   * @default 3600000
   * @see codersdk/organizations.go CreateTemplateRequest.ActivityBumpMillis
   */
  activityBumpMilliseconds: time.default(3_600_000),
  /**
   * Days on which workspaces must stop, in the owner's quiet hours, and the number of weeks from one stop to the next
   * (0 to 16; 0 means 1). Left alone when absent. Days need a licence: without one a preview refuses them. Changes in
   * place.
   *
   * @see codersdk/templates.go TemplateAutostopRequirement
   */
  autostopRequirement: z
    .strictObject({
      /** Days, by lower-case English name. An empty list turns the requirement off. */
      daysOfWeek,
      /**
       * Number of weeks from one stop to the next. 0 means 1.
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
   * Fewer than seven need a licence: without one a preview refuses them. Changes in place.
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
   * Whether owners may set when their workspaces stop. `false` needs a licence. Changes in place.
   *
   * @default true
   * @see codersdk/organizations.go CreateTemplateRequest.AllowUserAutostop
   */
  allowUserAutostop: z.boolean().default(true),
  /**
   * Whether owners may cancel running builds of their workspaces. Changes in place.
   *
   * @default true
   * @see codersdk/organizations.go CreateTemplateRequest.AllowUserCancelWorkspaceJobs
   */
  allowUserCancelWorkspaceJobs: z.boolean().default(true),
  /**
   * Time after which a workspace whose start failed is stopped, in milliseconds. 0 (never) or at least 60000, which
   * needs a licence. Changes in place.
   *
   * @default 0
   * @see codersdk/organizations.go CreateTemplateRequest.FailureTTLMillis
   */
  failureTtlMilliseconds: longTime.default(0),
  /**
   * Time without use after which a workspace becomes dormant, in milliseconds. 0 (never) or at least 60000, which needs
   * a licence. Changes in place.
   *
   * @default 0
   * @see codersdk/templates.go UpdateTemplateMeta.TimeTilDormantMillis
   */
  timeTilDormantMilliseconds: longTime.default(0),
  /**
   * Time after which a dormant workspace is deleted, in milliseconds. 0 (never) or at least 60000, which needs a
   * licence. Changes in place: workspaces that have been dormant for longer may be deleted at once.
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
   * Why the template should no longer be used. A text that is not empty forbids new workspaces, and needs a licence.
   * Changes in place.
   *
   * @default ""
   * @see codersdk/templates.go UpdateTemplateMeta.DeprecationMessage
   */
  deprecationMessage: z.string().default(""),
  /**
   * How far owners may share the ports of their workspaces. Left alone when absent. Needs a licence, and for
   * `organization` Coder 2.24 or newer. Changes in place; lowering it deletes shares that go further.
   *
   * @see codersdk/templates.go UpdateTemplateMeta.MaxPortShareLevel
   */
  maxPortShareLevel: portShareLevelSchema.optional(),
  /**
   * Whether the classic form asks for parameters instead of the dynamic form. Left alone when absent. Changes in
   * place. `false` needs Coder 2.23 or newer.
   *
   * @default the server's default for new templates
   * @see codersdk/templates.go UpdateTemplateMeta.UseClassicParameterFlow
   */
  useClassicParameterFlow: z.boolean().optional(),
  /**
   * Users and groups that may use or change the template, beside its administrators. A list that is set is complete:
   * whoever is not in it loses the role. That includes the group `Everyone`, which has the role `use` on a new
   * template. The order does not matter. A list that is absent is left alone. Needs a licence. Changes in place.
   * Removing the property leaves the roles on the server as they are; an import leaves the property out.
   *
   * @see codersdk/templates.go UpdateTemplateACL
   */
  accessControl: accessControlSchema.optional(),
  /**
   * Whether the role of the group `Everyone` on the template is removed. `false` does not give it back: `accessControl`
   * does, or the access list on the template's page. Changes in place.
   *
   * @default false
   * @see codersdk/organizations.go CreateTemplateRequest.DisableEveryoneGroupAccess
   */
  disableEveryoneGroupAccess: z.boolean().default(false),
  /**
   * Id of an existing template that this resource takes over instead of creating a new one. The template must be in the
   * declared organization. It is changed to what is declared, and it is deleted with the resource. Has an effect only
   * when the resource is created.
   */
  adopt: idInput("template").optional(),
  /**
   * Whether deleting the template first deletes the workspaces of all owners and all their data. With `false`, a
   * template that has workspaces is not deleted. Changes in place.
   *
   * @default false
   */
  forceDelete: z.boolean().default(false),
});

/** Inputs that say more of the version which `source` is made into. */
export const besideSource = {
  variables: true,
  provisionerTags: true,
  versionName: true,
  versionMessage: true,
  replacedVersions: true,
} as const;

/** Inputs that no output repeats: they say how the resource comes to be, and nothing of it. */
export const wayProperties = { adopt: true, validateAtPreview: true } as const;

/** Inputs about versions that the server's answer about a template does not contain. */
export const versionProperties = { source: true, ...besideSource, firstVersionId: true } as const;

templateInputs.register(z.globalRegistry, {
  // The compiler tells people of the last one when a program has none.
  exactlyOne: [
    ["activeVersionId"],
    ["firstVersionId"],
    ["source", ...[...Object.keys(besideSource), "validateAtPreview"].map((key) => `${key}?`)],
  ],
});

/** What is known of the version that a template has made of its source. */
const versionOutput = z
  .object({
    /** Id of the version. */
    id: z.string(),
    /** Name of the version, given or derived. */
    name: versionOutputs.name,
    /** What changed in the version, for people. */
    message: z.string(),
    ...z.object(versionOutputs).pick({
      git: true,
      jobId: true,
      archived: true,
      parameters: true,
      presets: true,
      resources: true,
      sensitiveVariables: true,
      warnings: true,
      createdAt: true,
      url: true,
    }).shape,
  })
  .meta({ title: "TemplateSourceVersion" });

export const templateOutputs = z.object({
  ...templateInputs.omit({ ...wayProperties, activeVersionId: true }).shape,
  /** Id of the active version, which new workspaces get. */
  activeVersionId: z.string(),
  /**
   * SHA-256 of path, mode and bytes of all files of `source`, or of the example's id. Absent without `source`.
   */
  digest: versionOutputs.digest.optional(),
  /** Digests of the files of `source`, by path. Absent without `source`. */
  files: versionOutputs.files.optional(),
  /** The version that the template has made of its `source`. Absent without `source`. */
  sourceVersion: versionOutput.optional(),
  /** Id of the organization that holds the template. */
  organizationId: z.string(),
  /** Name of the organization that holds the template. */
  organizationName: z.string(),
  /** Provisioner that builds the template's workspaces. */
  provisioner: provisionerType,
  /** Whether the template is deprecated. */
  deprecated: z.boolean(),
  /** User name of the template's creator. */
  createdByName: z.string(),
  /** When the template was created, RFC 3339. */
  createdAt: z.string(),
  /** The template's page in Coder's dashboard. */
  url: z.string(),
});

/**
 * Inputs that the server's answer about a template does not contain: only this provider knows them, or another request
 * reads them.
 */
export const localProperties = {
  ...versionProperties,
  organization: true,
  accessControl: true,
  disableEveryoneGroupAccess: true,
  forceDelete: true,
} as const;

export type AccessControl = z.output<typeof accessControlSchema>;
export type TemplateInputs = z.output<typeof templateInputs>;
export type HeldInputs = Omit<TemplateInputs, keyof typeof localProperties | keyof typeof wayProperties>;
export type SourceVersion = z.output<typeof versionOutput>;
export type TemplateOutputs = z.output<typeof templateOutputs>;
