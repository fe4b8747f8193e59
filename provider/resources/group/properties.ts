// Groups: what a program declares and what it gets back. The lifecycle is in group.ts.
import { z } from "zod";
import { displayNameSchema, groupNameSchema } from "../names/rules";

const LARGEST_QUOTA = 2 ** 31 - 1;

export const groupInputs = z.strictObject({
  /**
   * Name of the group, unique in its organization: 1 to 255 letters, digits and single hyphens; not `new` or `create`.
   * Case counts. Changes in place, but for the name of the group "Everyone".
   *
   * @see codersdk/groups.go CreateGroupRequest.Name
   */
  name: groupNameSchema,
  /**
   * Name or id of the organization. Changing it replaces the group.
   *
   * @default the provider's organization, else the server's default organization
   */
  organization: z.string().min(1).optional().meta({ replaceOnChanges: true }),
  /**
   * Name for people. At most 64 bytes, no space at either end. Changes in place.
   *
   * @default ""
   * @see codersdk/groups.go CreateGroupRequest.DisplayName
   */
  displayName: displayNameSchema.default(""),
  /**
   * Path or URL of an image, or an emoji path such as `/emojis/1f4bb.png`. Changes in place.
   *
   * @default ""
   * @see codersdk/groups.go CreateGroupRequest.AvatarURL
   */
  avatarUrl: z.string().default(""),
  /**
   * What each member may spend on workspaces at a time through this group, in the credits that templates give as the
   * daily cost of their resources. Allowances of a user's groups add up. Whole number, 0 or more. Changes in place.
   *
   * @default 0
   * @see codersdk/groups.go CreateGroupRequest.QuotaAllowance
   */
  quotaAllowance: z.int().min(0).max(LARGEST_QUOTA).default(0),
  /**
   * User names or ids of all members of the group, who have to be members of its organization. Users who are not named
   * are removed. An empty list means nobody. Left alone when absent, which is right where an identity provider decides.
   * Changes in place.
   *
   * @see codersdk/groups.go PatchGroupRequest.AddUsers
   */
  members: z.array(z.string().min(1)).optional(),
  /**
   * Id of a group that exists and is managed by this resource from now on, instead of a new one. It has to be in the
   * declared organization; it is changed to what is declared, and deleted with the resource. Read when the resource is
   * created, and never again.
   */
  adopt: z.uuid("Must be the id of a group (a UUID).").optional(),
});

export const groupOutputs = z.object({
  ...groupInputs.omit({ adopt: true }).shape,
  /** User names of all members, declared or not; one that is declared, as the program names it. */
  members: z.array(z.string()),
  /** Ids of all members, in the order of `members`. */
  memberIds: z.array(z.string()),
  /** Id of the organization that the group is in. */
  organizationId: z.string(),
  /** Name of the organization that the group is in. */
  organizationName: z.string(),
  /** Who made the group: `user`, or `oidc` when an identity provider did. */
  source: z.string(),
  /** The group's page in Coder's dashboard. */
  url: z.string(),
});

export type GroupInputs = z.output<typeof groupInputs>;
export type GroupOutputs = z.output<typeof groupOutputs>;
