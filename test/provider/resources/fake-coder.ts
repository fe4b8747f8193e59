// A Coder server in memory, behind the client's own functions: workspaces with builds that end at once, as they are
// told to.
import { randomUUID } from "node:crypto";
import type { CoderClient } from "../../../provider/client/client";
import type { EvaluatedParameter } from "../../../provider/client/dry-runs";
import type { ProvisionerJobLog } from "../../../provider/client/provisioner";
import { reasonOfLack, type ServerFeature } from "../../../provider/client/transport/server-version";
import type { Template } from "../../../provider/client/templates";
import type {
  Preset,
  TemplateVersion,
  TemplateVersionExternalAuth,
  TemplateVersionParameter,
} from "../../../provider/client/template-versions";
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../../provider/client/workspace-builds";
import type { WorkspaceAgent } from "../../../provider/client/workspace-resources";
import type { CreateWorkspaceRequest, Workspace } from "../../../provider/client/workspaces";
import { ApiError } from "../../../provider/errors";
import type { Context } from "../../../provider/handler";
import { passingOwnership, type Ownership } from "../../../provider/ownership/ownership";

export const me = { id: "00000000-0000-4000-8000-00000000000a", username: "admin" };
export const bob = { id: "00000000-0000-4000-8000-00000000000b", username: "bob" };

const endedStatus = { start: "running", stop: "stopped", delete: "deleted" } as const;
const activeStatus = { start: "starting", stop: "stopping", delete: "deleting" } as const;

export function apiError(status: number | undefined, serverMessage = "No."): ApiError {
  return new ApiError({ method: "POST", path: "/fake", status, serverMessage });
}

export function parameter(
  name: string,
  type = "string",
  more: Partial<TemplateVersionParameter> = {},
): TemplateVersionParameter {
  return {
    name,
    display_name: "",
    description: "",
    description_plaintext: "",
    type,
    form_type: "input",
    mutable: true,
    default_value: "",
    icon: "",
    options: [],
    validation_error: "",
    validation_regex: "",
    validation_min: undefined,
    validation_max: undefined,
    validation_monotonic: "",
    required: false,
    ephemeral: false,
    ...more,
  };
}

export function evaluated(name: string, type: string, more: Partial<EvaluatedParameter> = {}): EvaluatedParameter {
  return {
    name,
    display_name: "",
    description: "",
    type,
    form_type: "input",
    mutable: true,
    default_value: undefined,
    icon: "",
    options: [],
    validations: [],
    required: false,
    order: 0,
    ephemeral: false,
    value: undefined,
    diagnostics: [],
    ...more,
  };
}

interface Version {
  version: TemplateVersion;
  parameters: TemplateVersionParameter[];
  presets: Preset[];
}

/** How the next builds end, one after the other; succeeded when nothing is said. */
type Ending = "succeeded" | "failed" | "active";

export class FakeCoder {
  /** What changed the server, in order: the function and what it was given, ids left out. */
  readonly mutations: unknown[][] = [];
  /** What was only read, by function. */
  readonly reads: string[] = [];
  readonly told: string[] = [];
  /** The status lines that were shown. */
  readonly shown: string[] = [];
  /** What every build logs, as an error each. */
  readonly log: string[] = [];
  readonly endings: Ending[] = [];
  /** Thrown instead of an answer, by function; the server has acted when `isDone`. */
  readonly failures = new Map<string, ({ error: Error; isDone: boolean } | undefined)[]>();
  /** Of the run; another run on the same machine has its notes only. */
  ownership: Ownership = passingOwnership();
  readonly logins: TemplateVersionExternalAuth[] = [];
  readonly agents: WorkspaceAgent[] = [];
  evaluation: EvaluatedParameter[] = [];
  allowsRenames = false;
  version = "v2.24.0";
  user = me;

  readonly #templates = new Map<string, Template>();
  readonly #versions = new Map<string, Version>();
  readonly #workspaces = new Map<string, { workspace: Workspace; builds: WorkspaceBuild[]; isDeleted: boolean }>();
  readonly #values = new Map<string, Record<string, string>>();

  /** A template with an active version "v1" of these parameters. */
  addTemplate(
    parameters: TemplateVersionParameter[] = [],
    more: Partial<Template> = {},
  ): { templateId: string; versionId: string } {
    const templateId = randomUUID();
    const versionId = this.addVersion(templateId, "v1", parameters);
    const template = {
      id: templateId,
      name: "docker",
      active_version_id: versionId,
      default_ttl_ms: 0,
      deprecated: false,
      deprecation_message: "",
      use_classic_parameter_flow: true,
      ...more,
    };
    this.#templates.set(templateId, template as Template);
    return { templateId, versionId };
  }

  addVersion(
    templateId: string | undefined,
    name: string,
    parameters: TemplateVersionParameter[] = [],
    presets: Preset[] = [],
    status = "succeeded",
  ): string {
    const id = randomUUID();
    const version = { id, name, template_id: templateId, job: { status } };
    this.#versions.set(id, { version: version as TemplateVersion, parameters, presets });
    return id;
  }

  template(id: string): Template {
    return found(this.#templates.get(id));
  }

  workspace(id: string): Workspace {
    return found(this.#workspaces.get(id)).workspace;
  }

  /** A build by somebody, as people make them in the dashboard. */
  build(id: string, request: CreateWorkspaceBuildRequest, by: Partial<WorkspaceBuild> = {}): WorkspaceBuild {
    const entry = found(this.#workspaces.get(id));
    const latest = entry.builds.at(-1);
    const ending = this.endings.shift() ?? "succeeded";
    const versionId = request.template_version_id ?? latest?.template_version_id ?? "";
    const { version, parameters, presets } = found(this.#versions.get(versionId));
    const preset = presets.find((each) => each.id === request.template_version_preset_id);
    const values = this.#values.get(latest?.id ?? "") ?? {};
    const given = [...(request.rich_parameter_values ?? []), ...(preset?.parameters ?? [])];
    const build = {
      id: randomUUID(),
      created_at: "2026-01-02T03:04:05Z",
      workspace_id: id,
      workspace_name: entry.workspace.name,
      workspace_owner_name: entry.workspace.owner_name,
      template_version_id: versionId,
      template_version_name: version.name,
      template_version_preset_id: request.template_version_preset_id,
      build_number: (latest?.build_number ?? 0) + 1,
      transition: request.transition,
      initiator_id: this.user.id,
      initiator_name: this.user.username,
      job: {
        id: randomUUID(),
        status: ending === "active" ? "running" : ending,
        tags: {},
        queue_position: 0,
        queue_size: 0,
        started_at: "2026-01-02T03:04:05Z",
      },
      reason: "initiator",
      resources:
        request.transition === "start" && this.agents.length > 0
          ? [{ type: "terraform_data", name: "machine", hide: false, icon: "", daily_cost: 0, agents: this.agents }]
          : [],
      deadline: undefined,
      status:
        ending === "succeeded"
          ? endedStatus[request.transition]
          : ending === "failed"
            ? "failed"
            : activeStatus[request.transition],
      ...by,
    } as unknown as WorkspaceBuild;
    entry.builds.push(build);
    entry.workspace.latest_build = build;
    const defaults = Object.fromEntries(parameters.map(({ name, default_value }) => [name, default_value]));
    const merged = { ...defaults, ...values, ...Object.fromEntries(given.map(({ name, value }) => [name, value])) };
    this.#values.set(build.id, Object.fromEntries(Object.entries(merged).filter(([name]) => name in defaults)));
    if (request.transition === "delete" && ending === "succeeded") entry.isDeleted = true;
    return build;
  }

  /** Ends the build that is active. */
  end(id: string, status: "succeeded" | "failed" | "canceled" = "succeeded"): void {
    const entry = found(this.#workspaces.get(id));
    const build = entry.workspace.latest_build;
    build.job.status = status;
    build.status = status === "succeeded" ? endedStatus[build.transition as "start" | "stop" | "delete"] : status;
    if (build.transition === "delete" && status === "succeeded") entry.isDeleted = true;
  }

  add(owner: string, request: CreateWorkspaceRequest): Workspace {
    const user =
      owner === "me"
        ? this.user
        : found([me, bob].find((each) => each.id === owner || each.username === owner.toLowerCase()));
    if (this.#find(user.id, request.name) !== undefined)
      throw apiError(409, `Workspace "${request.name}" already exists.`);
    const id = randomUUID();
    const template = this.template(
      found(this.#versions.get(request.template_version_id ?? "")).version.template_id ?? "",
    );
    const workspace = {
      id,
      name: request.name,
      created_at: new Date().toISOString(),
      owner_id: user.id,
      owner_name: user.username,
      organization_id: "organization",
      organization_name: "coder",
      template_id: template.id,
      template_name: template.name,
      template_use_classic_parameter_flow: template.use_classic_parameter_flow,
      outdated: false,
      autostart_schedule: request.autostart_schedule,
      ttl_ms: request.ttl_ms ?? (template.default_ttl_ms === 0 ? undefined : template.default_ttl_ms),
      automatic_updates: request.automatic_updates ?? "never",
      allow_renames: this.allowsRenames,
      favorite: false,
      dormant_at: undefined,
      deleting_at: undefined,
      health: { healthy: true, failing_agents: [] },
    } as unknown as Workspace;
    this.#workspaces.set(id, { workspace, builds: [], isDeleted: false });
    this.build(id, { transition: "start", ...request });
    return workspace;
  }

  context(resourceName = "dev"): Context {
    return {
      client: this.client,
      signal: new AbortController().signal,
      deadline: { milliseconds: 60_000, setting: "coderd:jobTimeoutSeconds" },
      defaultOrganization: "default",
      urn: `urn:pulumi:test::project::coderd:index:Fake::${resourceName}`,
      resourceName,
      ownership: this.ownership,
      rootDirectory: "/",
      log: {
        status: (message) => void this.shown.push(message),
        info: (message) => void this.told.push(message),
        warning: (message) => void this.told.push(`warning: ${message}`),
      },
    };
  }

  readonly client: CoderClient = new Proxy({} as CoderClient, {
    get: (_target, name) => {
      if (name === "url") return "https://coder.example";
      if (name === "with") return () => this.client;
      if (name === "serverTime") return Date.now();
      // Told by the answers: no request.
      if (name === "explainLack")
        return (feature: ServerFeature) => Promise.resolve(reasonOfLack(feature, this.version));
      const endpoint = this.#endpoints[String(name)];
      if (endpoint === undefined) throw new Error(`The fake has no ${String(name)}.`);
      return (...given: never[]) => this.#call(String(name), endpoint, given);
    },
  });

  #call(name: string, endpoint: (...given: never[]) => unknown, given: unknown[]): unknown {
    if (/^stream/.test(name)) return endpoint(...(given as never[]));
    const failure = this.failures.get(name)?.shift();
    const isMutation = /^(create|update|set|cancel)/.test(name);
    if (isMutation)
      this.mutations.push([
        name,
        ...given.slice(name === "createWorkspace" ? 0 : 1).filter((each) => each !== undefined && !isOptions(each)),
      ]);
    else this.reads.push(name);
    const act = async (): Promise<unknown> => structuredClone(await endpoint(...(given as never[])));
    if (failure === undefined) return act();
    return (failure.isDone ? act() : Promise.resolve()).then(() => Promise.reject(failure.error));
  }

  readonly #endpoints: Record<string, (...given: never[]) => unknown> = {
    getCurrentUser: () => this.user,
    getUser: (user: string) => {
      const found = [me, bob].find((each) => each.id === user || each.username === user.toLowerCase());
      if (found === undefined) throw apiError(400, "must be an existing uuid or username");
      return found;
    },
    getTemplate: (id: string) => this.#templates.get(id) ?? fail(404),
    getTemplateVersion: (id: string) => this.#versions.get(id)?.version ?? fail(404),
    getTemplateVersionParameters: (id: string) => this.#versions.get(id)?.parameters ?? fail(404),
    getTemplateVersionPresets: (id: string) => this.#versions.get(id)?.presets ?? fail(404),
    getTemplateVersionExternalAuth: () => this.logins,
    evaluateDynamicParameters: () => ({ id: 1, diagnostics: [], parameters: this.evaluation }),
    createWorkspace: (owner: string, request: CreateWorkspaceRequest) => this.add(owner, request),
    getWorkspace: (id: string) => {
      const entry = this.#workspaces.get(id) ?? fail(404);
      return entry.isDeleted ? fail(410) : entry.workspace;
    },
    getWorkspaceByOwnerAndName: (owner: string, name: string) => this.#find(owner, name) ?? fail(404),
    getWorkspaces: ({ q = "" }: { q?: string }) => {
      const owner = /^owner:"(.*)"$/.exec(q)?.[1];
      const user = owner === "me" ? this.user : [me, bob].find(({ username }) => username === owner);
      const workspaces = [...this.#workspaces.values()]
        .filter(({ isDeleted, workspace }) => !isDeleted && workspace.owner_id === user?.id)
        .map(({ workspace }) => workspace);
      return { workspaces, count: workspaces.length };
    },
    updateWorkspace: (id: string, { name }: { name: string }) => {
      this.workspace(id).name = name;
    },
    setWorkspaceAutostart: (id: string, schedule: string | undefined) => {
      this.workspace(id).autostart_schedule = schedule;
    },
    setWorkspaceTtl: (id: string, ttl: number | undefined) => {
      this.workspace(id).ttl_ms = ttl;
    },
    setWorkspaceAutomaticUpdates: (id: string, value: string) => {
      this.workspace(id).automatic_updates = value;
    },
    setWorkspaceDormant: (id: string, isDormant: boolean) => {
      this.workspace(id).dormant_at = isDormant ? "2026-01-02T03:04:05Z" : undefined;
    },
    setWorkspaceFavorite: (id: string, isFavorite: boolean) => {
      this.workspace(id).favorite = isFavorite;
    },
    createWorkspaceBuild: (id: string, request: CreateWorkspaceBuildRequest) => {
      const { workspace } = found(this.#workspaces.get(id));
      if (workspace.latest_build.job.status === "running") throw apiError(409, "A workspace build is already active.");
      if (request.transition === "start" && workspace.dormant_at !== undefined)
        throw apiError(403, "insert workspace build");
      return this.build(id, request);
    },
    getWorkspaceBuild: (id: string) => this.#builds().find((build) => build.id === id) ?? fail(404),
    getWorkspaceBuilds: (id: string) => found(this.#workspaces.get(id)).builds.toReversed(),
    getWorkspaceBuildParameters: (id: string) =>
      Object.entries(this.#values.get(id) ?? fail(404)).map(([name, value]) => ({ name, value })),
    cancelWorkspaceBuild: (id: string) => {
      this.end(found(this.#builds().find((build) => build.id === id)).workspace_id, "canceled");
    },
    getWorkspaceBuildLogs: () => [],
    getWorkspaceBuildByNumber: (owner: string, name: string, number: number) =>
      this.#builds().find(
        (build) =>
          build.workspace_owner_name === owner && build.workspace_name === name && build.build_number === number,
      ) ?? fail(404),
    streamWorkspaceBuildLogs: () => this.#streamLog(),
  };

  async *#streamLog(): AsyncIterable<ProvisionerJobLog> {
    await Promise.resolve();
    for (const [index, output] of this.log.entries()) {
      yield {
        id: index + 1,
        created_at: "2026-01-02T03:04:05Z",
        log_source: "provisioner",
        log_level: "error",
        stage: "Apply",
        output,
      };
    }
  }

  #builds(): WorkspaceBuild[] {
    return [...this.#workspaces.values()].flatMap(({ builds }) => builds);
  }

  #find(owner: string, name: string): Workspace | undefined {
    const user =
      owner === "me" ? this.user : [me, bob].find((each) => each.id === owner || each.username === owner.toLowerCase());
    const entries = [...this.#workspaces.values()].filter(({ isDeleted }) => !isDeleted);
    return entries.find(
      ({ workspace }) => workspace.owner_id === user?.id && workspace.name.toLowerCase() === name.toLowerCase(),
    )?.workspace;
  }
}

function isOptions(given: unknown): boolean {
  return typeof given === "object" && given !== null && "signal" in given;
}

function fail(status: number): never {
  throw apiError(status, status === 410 ? "Workspace was deleted." : "Resource not found.");
}

function found<Value>(value: Value | undefined): Value {
  return value ?? fail(404);
}
