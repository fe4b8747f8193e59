// Groups: what a program declares and what it gets back. The lifecycle is in group.ts.
import { z } from "zod";
import { groupSource } from "../../outputs/enumerations";
import { idInput } from "../../validation";
import { displayNameSchema, groupNameSchema } from "../names/rules";

const LARGEST_QUOTA = 2 ** 31 - 1;

export const groupInputs = z.strictObject({
  /**
   * Name of the group, unique in its organization: 1 to 255 letters, digits and single hyphens; not `new` or `create`.
   * Names that differ in case are different. Changes in place; the group "Everyone" can't be renamed.
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
   * Credits that the group allows each member for workspaces at a time; templates declare the daily cost of their
   * resources in credits. Allowances of a user's groups add up. Whole number, 0 or more. Changes in place.
   *
   * @default 0
   * @see codersdk/groups.go CreateGroupRequest.QuotaAllowance
   */
  quotaAllowance: z.int().min(0).max(LARGEST_QUOTA).default(0),
  /**
   * User names or ids of all members of the group. They must be members of its organization. A member who is not listed
   * is removed; an empty list removes all. Left alone when absent: leave it out when an identity provider manages the
   * members. Changes in place.
   *
   * @see codersdk/groups.go PatchGroupRequest.AddUsers
   */
  members: z.array(z.string().min(1)).optional(),
  /**
   * Id of an existing group that this resource takes over instead of creating a new one. The group must be in the
   * declared organization. It is changed to what is declared, and it is deleted with the resource. Has an effect only
   * when the resource is created.
   */
  adopt: idInput("group").optional(),
});

export const groupOutputs = z.object({
  ...groupInputs.omit({ adopt: true }).shape,
  /** User names of all members, declared or not. A declared member appears as the program names it. */
  members: z.array(z.string()),
  /** Ids of all members, in the order of `members`. */
  memberIds: z.array(z.string()),
  /** Id of the group's organization. */
  organizationId: z.string(),
  /** Name of the group's organization. */
  organizationName: z.string(),
  /** Who created the group: `user`, or `oidc` for an identity provider. */
  source: groupSource,
  /** The group's page in Coder's dashboard. */
  url: z.string(),
});

export type GroupInputs = z.output<typeof groupInputs>;
export type GroupOutputs = z.output<typeof groupOutputs>;
