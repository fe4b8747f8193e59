// Functions about users and organizations.
import { z } from "zod";
import { LOGIN_TYPES, USER_STATUSES } from "../client/users";
import { openEnum } from "../enumerations";
import { defineFunction } from "./definition";
import { textInput } from "./inputs";
import { fromApi } from "./outputs";

const userOutput = z.object({
  /** Id of the user. */
  id: z.string(),
  /** Name of the user, unique on the server. */
  username: z.string(),
  /** Name for people; empty when there is none. */
  name: z.string(),
  /** Email address of the user; empty when the token's user may not see it. */
  email: z.string(),
  /** Path or URL of the user's image; empty when there is none. */
  avatarUrl: z.string(),
  /** `active`, `dormant` or `suspended`. */
  status: openEnum(USER_STATUSES),
  /** How the user logs in: `password`, `github`, `oidc`, `token` or `none`. */
  loginType: openEnum(LOGIN_TYPES),
  /** Ids of the organizations that the user is a member of. */
  organizationIds: z.array(z.string()),
  /** Names of the user's roles in the whole deployment; those of organizations are left out. */
  roles: z.array(z.string()),
  /** When the user was created, RFC 3339. */
  createdAt: z.string(),
  /** When the user was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt: z.string().optional(),
  /** When the user was last seen, RFC 3339; absent when the user never was. */
  lastSeenAt: z.string().optional(),
});

const organizationOutput = z.object({
  /** Id of the organization. */
  id: z.string(),
  /** Name of the organization. */
  name: z.string(),
  /** Name for people; empty when there is none. */
  displayName: z.string(),
  /** What the organization is for. */
  description: z.string(),
  /** Path or URL of an image; empty when there is none. */
  icon: z.string(),
  /** Whether it is the server's default organization. */
  isDefault: z.boolean(),
  /** When the organization was created, RFC 3339; absent when the server does not tell. */
  createdAt: z.string().optional(),
  /** When the organization was last changed, RFC 3339; absent when the server does not tell. */
  updatedAt: z.string().optional(),
});

export const userFunctions = {
  getUser: defineFunction({
    description: "A user by id or name. Default: the token's user.",
    inputs: z.strictObject({
      /**
       * Id or name of the user, or `me`.
       *
       * @default the token's user
       */
      user: textInput.default("me"),
    }),
    outputs: userOutput,
    async call({ client }, { user }) {
      const found = user === "me" ? await client.getCurrentUser() : await client.getUser(user);
      const roles = found.roles.filter((role) => role.organization_id === "").map((role) => role.name);
      return fromApi(userOutput, { ...found, roles });
    },
  }),

  getOrganization: defineFunction({
    description: "An organization by id or name. Default: the provider's organization.",
    inputs: z.strictObject({
      /**
       * Name or id of the organization.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: textInput.optional(),
    }),
    outputs: organizationOutput,
    async call({ client, defaultOrganization }, { organization }) {
      return fromApi(organizationOutput, await client.getOrganization(organization ?? defaultOrganization));
    },
  }),
};
