// What people do to a server by hand, and what tests look at afterwards. It does not use the provider's client, which
// is under test.
import { randomBytes } from "node:crypto";

export interface FoundTemplate {
  id: string;
  name: string;
  active_version_id: string;
  [field: string]: unknown;
}

export interface FoundVersion {
  id: string;
  name: string;
  message: string;
  archived: boolean;
  template_id?: string;
  job: { id: string; status: string; file_id: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface FoundWorkspace {
  id: string;
  name: string;
  owner_name: string;
  latest_build: { id: string; build_number: number; status: string; transition: string; [field: string]: unknown };
  [field: string]: unknown;
}

export interface FoundImport {
  file_id?: string;
  metadata: { template_version_name?: string };
  input: { template_version_id?: string };
}

export interface LiveUser {
  id: string;
  username: string;
  api: ServerApi;
}

/** A limit is for a minute: one wait is enough, unless other test files use up the next minute too. */
const MOST_WAITS = 5;

/** Only against hangs: a busy machine takes several times as long as usual. */
const JOB_MILLISECONDS = 300_000;

export class ServerApi {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Any request; a status of 400 or more throws. The answer is undefined when it has no body. */
  async request<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
    const send = (bypasses: boolean): Promise<Response> =>
      fetch(`${this.url}/api/v2${path}`, {
        method,
        headers: {
          "Coder-Session-Token": this.token,
          ...(Buffer.isBuffer(body) && { "Content-Type": "application/x-tar" }),
          ...(bypasses && { "X-Coder-Bypass-Ratelimit": "true" }),
        },
        ...(body !== undefined && { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
      });
    // The server counts uploads and log-ins by the minute: other test files may have used them up. An owner's uploads
    // need not be counted.
    let bypasses = Buffer.isBuffer(body);
    let response = await send(bypasses);
    if (bypasses && response.status === 428) response = await send((bypasses = false));
    for (let waits = 0; response.status === 429 && waits < MOST_WAITS; waits += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get("retry-after") ?? 1)));
      response = await send(bypasses);
    }
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }

  async templates(prefix: string): Promise<FoundTemplate[]> {
    // Deprecated ones are hidden from the plain list.
    const lists = await Promise.all([
      this.request<FoundTemplate[]>("GET", "/templates"),
      this.request<FoundTemplate[]>("GET", "/templates?q=deprecated:true"),
    ]);
    return lists.flat().filter((template) => template.name.startsWith(prefix));
  }

  async template(name: string): Promise<FoundTemplate> {
    return this.request("GET", `/organizations/default/templates/${name}`);
  }

  async version(id: string): Promise<FoundVersion> {
    return this.request("GET", `/templateversions/${id}`);
  }

  /** All versions of a template, archived ones too, oldest first. */
  async versions(templateId: string): Promise<FoundVersion[]> {
    return this.request("GET", `/templates/${templateId}/versions?include_archived=true`);
  }

  /** PATCH resets what it is not sent: the whole set is sent, with the change. */
  async editTemplate(id: string, change: Record<string, unknown>): Promise<void> {
    const current = await this.request<FoundTemplate>("GET", `/templates/${id}`);
    const kept = Object.fromEntries(EDITABLE.map((field) => [field, current[field]]));
    await this.request("PATCH", `/templates/${id}`, { ...kept, ...change });
  }

  /** Everybody's imports, newest first, whether a template holds their version or not. */
  async imports(): Promise<FoundImport[]> {
    const jobs = await this.request<(FoundImport & { type: string })[]>(
      "GET",
      "/organizations/default/provisionerjobs?limit=500",
    );
    return jobs.filter(({ type }) => type === "template_version_import");
  }

  async workspaces(prefix: string): Promise<FoundWorkspace[]> {
    const { workspaces } = await this.request<{ workspaces: FoundWorkspace[] }>("GET", "/workspaces?limit=0");
    return workspaces.filter((workspace) => workspace.name.startsWith(prefix));
  }

  async workspace(id: string): Promise<FoundWorkspace> {
    return this.request("GET", `/workspaces/${id}`);
  }

  /** Makes a workspace of a template and waits for its first build. */
  async createWorkspace(
    user: string,
    request: { name: string; template_id: string; [field: string]: unknown },
  ): Promise<FoundWorkspace> {
    const { id } = await this.request<FoundWorkspace>("POST", `/users/${user}/workspaces`, request);
    return this.waitForBuild(id);
  }

  async build(
    workspaceId: string,
    request: { transition: "start" | "stop" | "delete"; [field: string]: unknown },
  ): Promise<FoundWorkspace | undefined> {
    await this.request("POST", `/workspaces/${workspaceId}/builds`, request);
    return request.transition === "delete" ? this.waitForDeletion(workspaceId) : this.waitForBuild(workspaceId);
  }

  /** Makes a version of a template, as somebody at another machine would, and waits for the end of its import. */
  async pushVersion(templateId: string, version: { name: string; fileId: string }): Promise<FoundVersion> {
    const { id } = await this.request<FoundVersion>("POST", "/organizations/default/templateversions", {
      name: version.name,
      template_id: templateId,
      storage_method: "file",
      provisioner: "terraform",
      file_id: version.fileId,
    });
    return this.endedVersion(id);
  }

  /** Waits for the end of its import, good or bad. */
  async endedVersion(id: string): Promise<FoundVersion> {
    return eventually(() => this.version(id), hasEnded);
  }

  /** A user with these site-wide roles, and a session of theirs. */
  async createUser(username: string, roles: string[]): Promise<LiveUser> {
    const me = await this.request<{ organization_ids: string[] }>("GET", "/users/me");
    const credentials = { email: `${username}@example.com`, password: randomBytes(24).toString("base64url") };
    const user = { ...credentials, username, login_type: "password", organization_ids: me.organization_ids };
    const { id } = await this.request<{ id: string }>("POST", "/users", user);
    if (roles.length > 0) await this.request("PUT", `/users/${id}/roles`, { roles });
    const session = await this.request<{ session_token: string }>("POST", "/users/login", credentials);
    return { id, username, api: new ServerApi(this.url, session.session_token) };
  }

  private async waitForBuild(workspaceId: string): Promise<FoundWorkspace> {
    return eventually(
      () => this.workspace(workspaceId),
      ({ latest_build: { status } }) => !["pending", "starting", "stopping", "canceling", "deleting"].includes(status),
    );
  }

  private async waitForDeletion(workspaceId: string): Promise<undefined> {
    await eventually(
      () => this.workspace(workspaceId).catch(() => undefined),
      (workspace) => workspace === undefined || workspace.latest_build.status === "failed",
    );
    return undefined;
  }
}

/** Whether the job of a version or build is over, well or badly. */
export function hasEnded({ job }: { job: { status: string } }): boolean {
  return !["pending", "running", "canceling"].includes(job.status);
}

/** What a promise fails with, which has to be an error of this class. */
export async function failureOf<Failure extends Error>(
  promise: Promise<unknown>,
  expected: new (...parameters: never[]) => Failure,
): Promise<Failure> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof expected) return thrown;
  throw new Error(`It did not fail with ${expected.name}.`, { cause: thrown });
}

/** Asks until the answer is as wanted; throws with the last answer when that does not come. */
export async function eventually<Answer>(
  ask: () => Answer | Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
  milliseconds = JOB_MILLISECONDS,
): Promise<Answer> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > end)
      throw new Error(`It did not come about in ${milliseconds} ms. Last answer: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const EDITABLE = [
  "name",
  "display_name",
  "description",
  "icon",
  "default_ttl_ms",
  "activity_bump_ms",
  "allow_user_cancel_workspace_jobs",
  "allow_user_autostart",
  "allow_user_autostop",
  "failure_ttl_ms",
  "time_til_dormant_ms",
  "time_til_dormant_autodelete_ms",
  "require_active_version",
];
