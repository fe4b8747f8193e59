// How a script comes to a token: the first user of a server, logging in, and tokens for machines. All but the last need
// no token.
import { z } from "zod";
import { answerObject } from "./transport/schemas";
import { path, type RequestOptions, type Transport } from "./transport/transport";

const NANOSECONDS_OF_A_SECOND = 1_000_000_000;

/** @see codersdk/users.go CreateFirstUserResponse */
const firstUserSchema = answerObject({ user_id: z.string(), organization_id: z.string() });

/** @see codersdk/users.go LoginWithPasswordResponse */
const loginSchema = answerObject({ session_token: z.string() });

/** @see codersdk/apikey.go GenerateAPIKeyResponse */
const createdTokenSchema = answerObject({ key: z.string() });

export type FirstUser = z.output<typeof firstUserSchema>;
export type Login = z.output<typeof loginSchema>;
export type CreatedToken = z.output<typeof createdTokenSchema>;

/** @see codersdk/users.go CreateFirstUserRequest */
export interface CreateFirstUserRequest {
  email: string;
  username: string;
  password: string;
  name?: string | undefined;
}

/** The server's own unit of the lifetime is the nanosecond. @see codersdk/apikey.go CreateTokenRequest */
export interface CreateTokenRequest {
  /** Unique among the user's tokens. */
  token_name: string;
  /** Whole seconds. @default the server's own */
  lifetimeSeconds?: number | undefined;
  /** @default "all" */
  scope?: "all" | "application_connect" | undefined;
}

/**
 * Makes the owner of a server that has no user yet. Refused with 409 when there is one.
 * @see coderd/users.go postFirstUser
 * @example await createClient({ url }).createFirstUser({ email: "ada@example.com", username: "ada", password });
 */
export function createFirstUser(
  transport: Transport,
  request: CreateFirstUserRequest,
  options?: RequestOptions,
): Promise<FirstUser> {
  return transport.json(firstUserSchema, { method: "POST", path: "/users/first", json: request }, options);
}

/**
 * A session of a user who has a password.
 * @see coderd/userauth.go postLogin
 * @example const { session_token } = await createClient({ url }).login({ email: "ada@example.com", password });
 */
export function login(
  transport: Transport,
  request: { email: string; password: string },
  options?: RequestOptions,
): Promise<Login> {
  return transport.json(loginSchema, { method: "POST", path: "/users/login", json: request, isLogin: true }, options);
}

/**
 * A token for scripts. Its text is in this answer only.
 * @see coderd/apikey.go postToken
 * @example const { key } = await client.createToken("me", { token_name: "deploy", lifetimeSeconds: 30 * 86_400 });
 */
export function createToken(
  transport: Transport,
  user: string,
  { token_name, lifetimeSeconds, scope }: CreateTokenRequest,
  options?: RequestOptions,
): Promise<CreatedToken> {
  const lifetime = lifetimeSeconds === undefined ? undefined : lifetimeSeconds * NANOSECONDS_OF_A_SECOND;
  return transport.json(
    createdTokenSchema,
    { method: "POST", path: path`/users/${user}/keys/tokens`, json: { token_name, lifetime, scope } },
    options,
  );
}
