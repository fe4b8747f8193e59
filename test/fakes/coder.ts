// A fake Coder: what a server holds, its routes by noun, and a client that records its calls. A test sets other answers
// by `http.on`.
import { createClient, type CoderClient } from "../../provider/client/client";
import type { EvaluatedParameter } from "../../provider/client/dry-runs";
import type { TemplateVersionExternalAuth } from "../../provider/client/template-versions";
import type {
  CreateWorkspaceBuildRequest,
  WorkspaceBuild,
  WorkspaceBuildParameter,
} from "../../provider/client/workspace-builds";
import type { WorkspaceAgent } from "../../provider/client/workspace-resources";
import type { CreateWorkspaceRequest, Workspace } from "../../provider/client/workspaces";
import type { Context } from "../../provider/handler";
import { passingOwnership, type Ownership } from "../../provider/ownership/ownership";
import { CallRecorder } from "./call-recorder";
import { authorizationRoutes } from "./coder/authorization";
import { known, newId, TIME, type Routes } from "./coder/common";
import { addGroup, accessListOf, groupRoutes, type AccessList, type StoredGroup } from "./coder/groups";
import {
  addVersion,
  converse,
  templateVersionRoutes,
  type DeclaredVariable,
  type JobStatus,
  type StoredVersion,
} from "./coder/template-versions";
import { addTemplate, templateRoutes, type StoredTemplate } from "./coder/templates";
import { provisionerRoutes, ProvisionerQueue } from "./coder/provisioner";
import { CODER, firstUsers, me, ORGANIZATIONS, userRoutes, type StoredUser } from "./coder/users";
import { addBuild, endBuild, logLines, workspaceBuildRoutes, type Ending } from "./coder/workspace-builds";
import { addWorkspace, isDeleted, workspaceRoutes } from "./coder/workspaces";
import { FakeServer, TOKEN, type RecordedRequest } from "./http-server";

const ROUTES = [
  authorizationRoutes,
  provisionerRoutes,
  userRoutes,
  templateRoutes,
  templateVersionRoutes,
  workspaceRoutes,
  workspaceBuildRoutes,
];

export class FakeCoder {
  readonly users: StoredUser[] = firstUsers();
  readonly templates: StoredTemplate[] = [];
  readonly versions: StoredVersion[] = [];
  /** Ids of uploaded files by content. */
  readonly files = new Map<string, string>();
  readonly workspaces: Workspace[] = [];
  readonly builds: WorkspaceBuild[] = [];
  /** Parameter values by build. */
  readonly values = new Map<string, WorkspaceBuildParameter[]>();
  readonly groups: StoredGroup[] = [];
  readonly accessLists = new Map<string, AccessList>();

  /** The Terraform variables that new versions declare. */
  variables: DeclaredVariable[] = [];
  /** How the next imports end; they succeed when nothing is set. */
  readonly imports: JobStatus[] = [];
  /** How the next builds end; they succeed when nothing is set. */
  readonly endings: Ending[] = [];
  /** Where it is set, new jobs wait in it. */
  queue: ProvisionerQueue | undefined;
  /** Those who manage templates may see them. */
  daemons: Record<string, unknown>[] = [
    { id: newId(), name: "one", status: "idle", created_at: TIME, tags: { scope: "organization", owner: "" } },
  ];
  /** The lines that every build logs. */
  readonly log: string[] = [];
  /** The agents of every workspace that is started. */
  readonly agents: WorkspaceAgent[] = [];
  /** The logins that every version asks for. */
  readonly logins: TemplateVersionExternalAuth[] = [];
  /** What the dynamic parameter flow answers, always or by the values and the owner. */
  evaluation: EvaluatedParameter[] | ((inputs: Record<string, string>, ownerId: string) => EvaluatedParameter[]) = [];
  allowsRenames = false;
  /** The time of what is made; where it is not set, everything has the same. */
  now: (() => number) | undefined;
  /** Versions that cannot be archived, because a workspace was built with them. */
  readonly usedVersions: string[] = [];
  /** Properties of a template that the server ignores, as a server without a licence does. */
  ignoredKeys: string[] = [];
  /** How many members of a group the token may see. */
  visibleMembers = Infinity;

  readonly #calls = new CallRecorder();
  readonly mutations = this.#calls.mutations;
  readonly reads = this.#calls.reads;
  readonly failures = this.#calls.failures;
  /** Messages of the provider, as `level: message`. */
  readonly told: string[] = [];
  /** Status lines of the provider. */
  readonly shown: string[] = [];
  /** What the run knows of who has what. */
  ownership: Ownership = passingOwnership();
  client: CoderClient;
  readonly #clients: CoderClient[] = [];
  #user: { id: string; username: string } = me;

  private constructor(
    readonly http: FakeServer,
    isLicensed: boolean,
  ) {
    this.client = this.#connect();
    http.on("GET /buildinfo", () => ({ json: { version: http.version } }));
    http.onStream("GET /templateversions/:id/dynamic-parameters", (stream) => converse(this, stream));
    for (const routes of ROUTES) this.#serve(routes);
    http.onStream("GET /workspacebuilds/:id/logs", (stream) => stream.finish(logLines(this)));
    if (!isLicensed) return;
    this.#serve(groupRoutes);
    for (const { id } of ORGANIZATIONS) this.addGroup({ id, name: "Everyone", organization_id: id });
  }

  static async start({ isLicensed = false } = {}): Promise<FakeCoder> {
    return new FakeCoder(await FakeServer.start(), isLicensed);
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.http.close();
  }

  get url(): string {
    return this.http.url;
  }

  /** Who runs the program. */
  get user(): { id: string; username: string } {
    return this.#user;
  }

  /** From now on another user runs the program. The client is new, because a client asks once whose token it has. */
  set user(user: { id: string; username: string }) {
    this.#user = user;
    this.client = this.#connect();
  }

  context(more: Partial<Context> = {}): Context {
    const { resourceName = "dev" } = more;
    const tell = (level: string) => (message: string) => void this.told.push(`${level}: ${message}`);
    return {
      client: this.client,
      signal: new AbortController().signal,
      log: { status: (message) => void this.shown.push(message), info: tell("info"), warning: tell("warning") },
      deadline: { milliseconds: 60_000, setting: "coderd:jobTimeoutSeconds" },
      defaultOrganization: "default",
      impact: { isTold: true, limit: 100 },
      isValidated: false,
      dryRun: { isTold: false, limit: 5 },
      difference: { showsLines: true, hide: (text) => text },
      urn: `urn:pulumi:test::project::coderd:index:Fake::${resourceName}`,
      resourceName,
      ownership: this.ownership,
      sources: {},
      rootDirectory: __dirname,
      ...more,
    };
  }

  /** Method and path of the requests since the last call, with names in place of ids. */
  takeLog(): string[] {
    return this.takeRequests().map(
      (request) => `${request.method} ${this.#named(request.path.replace("/api/v2", ""))}`,
    );
  }

  /** The requests since the last call, without those for logs. */
  takeRequests(): RecordedRequest[] {
    return this.http.requests.splice(0).filter(({ path }) => !path.endsWith("/logs"));
  }

  /** From now on jobs wait until they are worked off. */
  startQueue(): ProvisionerQueue {
    return (this.queue = new ProvisionerQueue(this));
  }

  /** When something is made. */
  timeOr(fixed: string): string {
    return this.now === undefined ? fixed : new Date(this.now()).toISOString();
  }

  addUser(username: string, more: Partial<StoredUser> = {}): StoredUser {
    const user = { id: newId(), username, status: "active", organization_ids: [CODER], deleted: false, roles: [] };
    this.users.push({ ...user, ...more });
    return known(this.users, more.id ?? user.id);
  }

  addVersion(more: Partial<StoredVersion> = {}, status: JobStatus = "succeeded"): StoredVersion {
    return addVersion(this, more, status);
  }

  addTemplate(more: Partial<StoredTemplate> = {}): StoredTemplate {
    return addTemplate(this, more);
  }

  removeTemplate(id: string): void {
    this.templates.splice(this.templates.indexOf(this.template(id)), 1);
  }

  addWorkspace(owner: string, request: CreateWorkspaceRequest): Workspace {
    return addWorkspace(this, owner, request);
  }

  /** A build that somebody makes in the dashboard. */
  build(id: string, request: CreateWorkspaceBuildRequest, more: Partial<WorkspaceBuild> = {}): WorkspaceBuild {
    return addBuild(this, id, request, more);
  }

  /** Ends the active build of a workspace. */
  end(id: string, status: "succeeded" | "failed" | "canceled" = "succeeded"): void {
    endBuild(this, id, status);
  }

  addGroup(more: Partial<StoredGroup> & { name: string }): StoredGroup {
    return addGroup(this, more);
  }

  template(id: string): StoredTemplate {
    return known(this.templates, id);
  }

  workspace(id: string): Workspace {
    return known(this.workspaces, id);
  }

  /** The workspaces that are not deleted. */
  get liveWorkspaces(): Workspace[] {
    return this.workspaces.filter((workspace) => !isDeleted(this, workspace));
  }

  group(name: string): StoredGroup {
    return known(this.groups, this.groups.find((each) => each.name === name)?.id);
  }

  accessList(template: StoredTemplate | undefined): AccessList {
    return accessListOf(this, this.template(template?.id ?? ""));
  }

  #connect(): CoderClient {
    const client = createClient({ url: this.url, token: TOKEN });
    this.#clients.push(client);
    return this.#calls.recorded(client);
  }

  #serve(routes: Routes): void {
    for (const [route, reply] of Object.entries(routes))
      this.http.on(route, typeof reply === "function" ? (request) => reply(this, request) : reply);
  }

  #named(path: string): string {
    const byId = [
      ...ORGANIZATIONS.map(({ id, name }) => [id, name]),
      ...[...this.templates, ...this.versions].map(({ id, name }) => [id, `<${name}>`]),
    ];
    return byId.reduce((named, [id = "", name = ""]) => named.replace(id, name), path);
  }
}
