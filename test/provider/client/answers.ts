// What the fake server answers to each operation of docs/api.md: recorded answers of a real Coder 2.24, and of what
// that does not tell (secrets, licensed features), answers made after its sources.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** By operation: `GET /templates/{template}`. */
export type Answers = Readonly<Record<string, unknown>>;

/** Written by test/live/answers.test.ts, one file for each noun. */
export const RECORDED_FOLDER = join(__dirname, "recorded");

const ID = "00000000-0000-4000-8000-000000000001";
const TIME = "2026-01-31T12:00:00Z";
const MESSAGE = { message: "Done." };

export function readRecorded(): Answers {
  const texts = readdirSync(RECORDED_FOLDER).map((name) => readFileSync(join(RECORDED_FOLDER, name), "utf8"));
  return Object.assign({}, ...texts.map((text) => JSON.parse(text) as Answers)) as Answers;
}

export const recorded = readRecorded();

const MEMBER = {
  id: ID,
  username: "ada",
  name: "Ada",
  email: "ada@example.com",
  avatar_url: "/icon/ada.svg",
  created_at: TIME,
  updated_at: TIME,
  last_seen_at: TIME,
  status: "active",
  login_type: "password",
};

const GROUP = {
  id: ID,
  name: "research",
  display_name: "Research",
  organization_id: ID,
  organization_name: "coder",
  organization_display_name: "Coder",
  members: [MEMBER],
  total_member_count: 1,
  avatar_url: "/icon/group.svg",
  quota_allowance: 3,
  source: "user",
};

/** Operation → its answer, and why no real one is on record. */
export const unrecorded: Readonly<Record<string, { answer: unknown; reason: string }>> = {
  ...all("licensed", {
    "GET /entitlements": {
      features: { template_rbac: { entitlement: "entitled", enabled: true, limit: 3, actual: 1 } },
      warnings: ["Soon over."],
      errors: ["Over."],
      has_license: true,
      trial: true,
      require_telemetry: true,
      refreshed_at: TIME,
    },
    "GET /templates/{template}/acl": {
      users: [{ ...MEMBER, organization_ids: [ID], roles: [], role: "use" }],
      group: [{ ...GROUP, role: "admin" }],
    },
    "POST /organizations/{organization}/groups": GROUP,
    "GET /organizations/{organization}/groups/{group}": GROUP,
    "GET /groups/{group}": GROUP,
    "PATCH /groups/{group}": GROUP,
  }),
  ...all("words of the caller", { "POST /authcheck": { makes: true } }),
  ...all("a secret", {
    "POST /users/first": { user_id: ID, organization_id: ID },
    "POST /users/login": { session_token: "token" },
    "POST /users/{user}/keys/tokens": { key: "token" },
    "GET /workspacebuilds/{workspacebuild}/state": { version: 4 },
  }),
  ...all("only a message, or nothing", {
    "DELETE /groups/{group}": MESSAGE,
    "PATCH /templates/{template}/acl": MESSAGE,
    "PATCH /workspacebuilds/{workspacebuild}/cancel": MESSAGE,
    "DELETE /templates/{template}": MESSAGE,
    "PATCH /templates/{template}/versions": MESSAGE,
    "PATCH /templateversions/{templateversion}/cancel": MESSAGE,
    "PATCH /templateversions/{templateversion}/dry-run/{jobID}/cancel": MESSAGE,
    "POST /templateversions/{templateversion}/archive": ID,
    "POST /templateversions/{templateversion}/unarchive": ID,
    "PATCH /workspaces/{workspace}": undefined,
    "PUT /workspaces/{workspace}/autostart": undefined,
    "PUT /workspaces/{workspace}/autoupdates": undefined,
    "PUT /workspaces/{workspace}/extend": MESSAGE,
    "PUT /workspaces/{workspace}/favorite": undefined,
    "DELETE /workspaces/{workspace}/favorite": undefined,
    "PUT /workspaces/{workspace}/ttl": undefined,
    "POST /workspaces/{workspace}/usage": undefined,
  }),
  ...all("bytes", { "GET /files/{file}": "an archive" }),
};

function all(reason: string, answers: Readonly<Record<string, unknown>>): typeof unrecorded {
  return Object.fromEntries(Object.entries(answers).map(([operation, answer]) => [operation, { answer, reason }]));
}
