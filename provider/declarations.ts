// Made by `npm run schema` from provider/index.ts and what it exports. Do not edit.
import type { ResourceLog } from "./log";
export { isOneOf, type Open } from "./enumerations";
export * from "./errors";
export { silentLog, type ResourceLog } from "./log";

/** Resolves with the job once the dry run succeeded; else throws a JobError. */
export declare function followDryRun(options: FollowDryRunOptions): Promise<ProvisionerJob>;

/** Resolves with the version once its import succeeded; else throws a JobError. */
export declare function followTemplateVersion(options: FollowTemplateVersionOptions): Promise<TemplateVersion>;

/** Resolves with the build once it succeeded; else throws a JobError. */
export declare function followWorkspaceBuild(options: FollowWorkspaceBuildOptions): Promise<WorkspaceBuild>;

export interface FollowDryRunOptions {
  templateVersionId: string;
  jobId: string;
  /** The job as the server answered it a moment ago: it is not asked for again before it moves. */
  seen?: ProvisionerJob | undefined;
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** Waiting for a provisioner included. Once it has passed, the job is cancelled. */
  deadline: Deadline;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets: Secrets;
  clock?: Clock | undefined;
}

export interface FollowOptions {
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** Waiting for a provisioner included. Once it has passed, the job is cancelled. */
  deadline: Deadline;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets: Secrets;
  clock?: Clock | undefined;
}

export interface FollowTemplateVersionOptions {
  templateVersionId: string;
  /** The version as the server answered it a moment ago: it is not asked for again before its job moves. */
  seen?: TemplateVersion | undefined;
  /** The name that the caller gives a version that failed, to free its own. The page has it in its address. */
  nameAfterFailure?: string | undefined;
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** Waiting for a provisioner included. Once it has passed, the job is cancelled. */
  deadline: Deadline;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets: Secrets;
  clock?: Clock | undefined;
}

export interface FollowWorkspaceBuildOptions {
  workspaceBuildId: string;
  /** The build as the server answered it a moment ago: it is not asked for again before its job moves. */
  seen?: WorkspaceBuild | undefined;
  /** Told of the workspace as the end of the build has left it, where one request can bring both. */
  onWorkspace?: ((workspace: Workspace) => void) | undefined;
  client: JobClient;
  log: ResourceLog;
  /** When it is aborted, the job is cancelled on the server and its end awaited, within bounds. */
  signal: AbortSignal;
  /** Waiting for a provisioner included. Once it has passed, the job is cancelled. */
  deadline: Deadline;
  /** How messages name the object: `Template version "x"`. */
  title: string;
  /** Name or id of the organization in which the job runs. */
  organization: string;
  /** Values that Terraform may repeat and nobody may read. */
  secrets: Secrets;
  clock?: Clock | undefined;
}

/**
 * Makes a client; nothing is sent before the first request. A request that failed is repeated only where that does no
 * harm. Close the client at the end, so that its connections and streams end.
 * @example const client = createClient({ url: "https://coder.example.com", token: process.env.CODER_SESSION_TOKEN });
 */
export declare function createClient(options: ClientOptions): CoderClient;

export interface CreatedToken {
  key: string;
}

/** @see codersdk/users.go CreateFirstUserRequest */
export interface CreateFirstUserRequest {
  email: string;
  username: string;
  password: string;
  name?: string | undefined;
}

/**
 * The server's own unit of the lifetime is the nanosecond.
 * @see codersdk/apikey.go CreateTokenRequest
 */
export interface CreateTokenRequest {
  /** Unique among the user's tokens. */
  token_name: string;
  /**
   * Whole seconds.
   * @default the server's own
   */
  lifetimeSeconds?: number | undefined;
  /** @default "all" */
  scope?: "application_connect" | "all" | undefined;
}

export interface FirstUser {
  user_id: string;
  organization_id: string;
}

export interface Login {
  session_token: string;
}

/** By the name of the check. */
export interface Authorization {
  [key: string]: boolean;
}

/** @see codersdk/rbacresources_gen.go RBACAction */
export type AuthorizationAction = "create" | "read" | "update" | "delete" | "use" | "start" | "stop" | "ssh" | "application_connect" | "view_insights";

/** @see codersdk/authorization.go AuthorizationCheck */
export interface AuthorizationCheck {
  object: AuthorizationObject;
  action: AuthorizationAction;
}

/**
 * The objects that are meant: the more is named, the fewer.
 * @see codersdk/authorization.go AuthorizationObject
 */
export interface AuthorizationObject {
  /** Such as "template", "workspace", "group" or "provisioner_jobs". */
  resource_type: string;
  /** Id of the user who has them, or "me". */
  owner_id?: string | undefined;
  organization_id?: string | undefined;
  /** One object: a workspace, a template, a user or a group. Then who has access to it counts as well. */
  resource_id?: string | undefined;
  /** Whether any organization will do. */
  any_org?: boolean | undefined;
}

export interface BuildInfo {
  version: string;
  external_url: string;
  dashboard_url: string;
  deployment_id: string;
  telemetry: boolean;
  workspace_proxy: boolean;
  agent_api_version: string;
  provisioner_api_version: string;
  upgrade_message: string;
}

export interface CreateDryRunRequest {
  workspace_name: string;
  rich_parameter_values: readonly {
    name: string;
    value: string;
  }[];
}

export type DiagnosticSeverity = "error" | "warning";

/** Values by the name of the parameter. What is left out has its default. */
export interface DynamicParameterInputs {
  readonly [key: string]: string;
}

export interface DynamicParametersQuery {
  /**
   * Id of who would own the workspace.
   * @default the user whose token it is
   */
  user_id?: string | undefined;
}

export interface EvaluateDynamicParametersRequest {
  /** Comes back with the answer on a connection with many. The answer to a single request has 0. */
  id: number;
  inputs: {
    readonly [key: string]: string;
  };
  /** Required: the server has no default for it here. */
  owner_id: string;
}

export interface EvaluatedParameter {
  name: string;
  display_name: string;
  description: string;
  type: "string" | "number" | (string & {}) | "bool" | "list(string)";
  form_type: (string & {}) | "input" | "error" | "radio" | "dropdown" | "textarea" | "slider" | "checkbox" | "switch" | "tag-select" | "multi-select";
  mutable: boolean;
  default_value: string | undefined;
  icon: string;
  options: {
    name: string;
    description: string;
    value: string | undefined;
    icon: string;
  }[];
  validations: {
    validation_error: string;
    validation_regex: string | undefined;
    validation_min: number | undefined;
    validation_max: number | undefined;
    validation_monotonic: (string & {}) | "increasing" | "decreasing" | undefined;
  }[];
  required: boolean;
  order: number;
  ephemeral: boolean;
  value: string | undefined;
  diagnostics: {
    severity: (string & {}) | "error" | "warning";
    summary: string;
    detail: string;
    extra: {
      code: string;
    } | undefined;
  }[];
}

export interface EvaluatedParameters {
  id: number;
  diagnostics: {
    severity: (string & {}) | "error" | "warning";
    summary: string;
    detail: string;
    extra: {
      code: string;
    } | undefined;
  }[];
  parameters: EvaluatedParameter[];
}

/** Values, and who would own the workspace: it counts for the inputs after it, too. */
export interface OwnedDynamicParameterInputs {
  inputs: DynamicParameterInputs;
  /** Id of a user. */
  owner_id: string;
}

export type Entitlement = "entitled" | "grace_period" | "not_entitled";

export interface Entitlements {
  /** By name, such as "template_rbac". */
  features: {
    [key: string]: {
      entitlement: (string & {}) | "entitled" | "grace_period" | "not_entitled";
      /** Whether the server lets it be used. */
      enabled: boolean;
      /** Absent for a feature that is not counted. */
      limit: number | undefined;
      actual: number | undefined;
    };
  };
  warnings: string[];
  errors: string[];
  has_license: boolean;
  trial: boolean;
  require_telemetry: boolean;
  refreshed_at: string | undefined;
}

export type ArchiveContentType = "application/x-tar" | "application/zip";

export interface UploadedFile {
  id: string;
  /** Whether the server had the same bytes of the same user already. */
  isKnown: boolean;
}

/** @see codersdk/groups.go CreateGroupRequest */
export interface CreateGroupRequest {
  name: string;
  display_name?: string | undefined;
  avatar_url?: string | undefined;
  /**
   * Credits a day that the group adds to the quota of its members.
   * @default 0
   */
  quota_allowance?: number | undefined;
}

export interface Group {
  id: string;
  name: string;
  display_name: string;
  organization_id: string;
  organization_name: string;
  organization_display_name: string;
  /** Only those whom the token may see. */
  members: {
    id: string;
    username: string;
    name: string;
    email: string;
    avatar_url: string;
    created_at: string | undefined;
    updated_at: string | undefined;
    last_seen_at: string | undefined;
    status: (string & {}) | "active" | "dormant" | "suspended";
    login_type: (string & {}) | "password" | "github" | "oidc" | "token" | "none";
  }[];
  total_member_count: number;
  avatar_url: string;
  quota_allowance: number;
  /** Made by a person, or by the login of its members. */
  source: (string & {}) | "oidc" | "user";
}

export type GroupSource = "oidc" | "user";

/**
 * What is left out stays as it is. Members are ids of users.
 * @see codersdk/groups.go PatchGroupRequest
 */
export interface UpdateGroupRequest {
  name?: string | undefined;
  display_name?: string | undefined;
  avatar_url?: string | undefined;
  quota_allowance?: number | undefined;
  add_users?: readonly string[] | undefined;
  remove_users?: readonly string[] | undefined;
}

export interface Organization {
  id: string;
  name: string;
  display_name: string;
  description: string;
  icon: string;
  created_at: string | undefined;
  updated_at: string | undefined;
  is_default: boolean;
}

/** How a paged list is read: always from its beginning to its end. */
export interface PageOptions {
  /**
   * Entries for each request.
   * @default 100
   */
  pageSize?: number | undefined;
}

/** Coder's API reference also lists `before`; no supported server reads it. */
export interface LogQuery {
  /** Id of the last line that is known: the answer begins with the next one. */
  after?: number | undefined;
}

/** How a stream of logs is read. */
export interface LogStreamOptions {
  /**
   * Reads one connection only: it ends when the server closes it, whatever becomes of the job, and throws when it
   * breaks off.
   * @default false
   */
  isSingle?: boolean | undefined;
  /** Ends requests and streams that are under way once it is aborted, also in a pause before a repetition. */
  signal?: AbortSignal | undefined;
  /** Told in words what a request waits for. */
  onWait?: ((message: string) => void) | undefined;
  /** Called right before a request is written to the server: after all waits, and again for each repetition. */
  onSend?: (() => void) | undefined;
  /**
   * No pause before a repetition goes beyond it. Without `since`, it counts from the beginning of each request.
   * @default an hour
   */
  deadline?: Deadline | undefined;
  /** Takes out of the server's words what must not be repeated. Errors never repeat the token. */
  hide?: Hiding | undefined;
}

export type LogLevel = "error" | "trace" | "debug" | "info" | "warn";

export type LogSource = "provisioner" | "provisioner_daemon";

export interface MatchedProvisioners {
  count: number;
  available: number;
  most_recently_seen: string | undefined;
}

export interface ProvisionerDaemon {
  id: string;
  organization_id: string | undefined;
  key_id: string | undefined;
  key_name: string;
  created_at: string;
  last_seen_at: string | undefined;
  name: string;
  version: string;
  api_version: string;
  provisioners: string[];
  tags: {
    [key: string]: string;
  };
  status: (string & {}) | "offline" | "idle" | "busy";
  current_job: {
    id: string;
    status: (string & {}) | "unknown" | "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed";
    template_name: string;
    template_icon: string;
    template_display_name: string;
  } | undefined;
  previous_job: {
    id: string;
    status: (string & {}) | "unknown" | "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed";
    template_name: string;
    template_icon: string;
    template_display_name: string;
  } | undefined;
}

export interface ProvisionerDaemonsQuery {
  /**
   * Largest number of daemons.
   * @default 50
   */
  limit?: number | undefined;
  /** No ids at all find no daemon. */
  ids?: readonly string[] | undefined;
  /** Coder 2.26 and newer list daemons that are offline only when they are asked for. No statuses find no daemon. */
  status?: readonly ProvisionerDaemonStatus[] | undefined;
  /**
   * Whether daemons that are offline are listed too.
   * @default the server's own: false from Coder 2.26 on, else true
   */
  offline?: boolean | undefined;
  /** Tags of a job: only daemons that may take it. */
  tags?: {
    readonly [key: string]: string;
  } | undefined;
}

export type ProvisionerDaemonStatus = "offline" | "idle" | "busy";

export interface ProvisionerJob {
  id: string;
  created_at: string;
  started_at: string | undefined;
  completed_at: string | undefined;
  canceled_at: string | undefined;
  /** Undefined unless the job failed. */
  error: string | undefined;
  error_code: (string & {}) | "REQUIRED_TEMPLATE_VARIABLES" | "MISSING_TEMPLATE_PARAMETER" | undefined;
  status: (string & {}) | "unknown" | "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed";
  worker_id: string | undefined;
  worker_name: string;
  file_id: string;
  tags: {
    [key: string]: string;
  };
  queue_position: number;
  queue_size: number;
  organization_id: string | undefined;
  input: {
    template_version_id: string | undefined;
    workspace_build_id: string | undefined;
    error: string;
  } | undefined;
  type: (string & {}) | "template_version_import" | "template_version_dry_run" | "workspace_build";
  /** Ids of the daemons that may take the job, while it waits. */
  available_workers: string[];
  /** Filled where jobs are asked for; the job of a version or a build has only empty texts in it. */
  metadata: {
    template_version_name: string;
    template_id: string | undefined;
    template_name: string;
    template_display_name: string;
    template_icon: string;
    workspace_id: string | undefined;
    workspace_name: string;
  } | undefined;
  /** Who began the job; undefined from a server that does not tell. */
  initiator_id: string | undefined;
  /** Whether the server left lines of the log out, as there were too many. */
  logs_overflowed: boolean;
}

export type ProvisionerJobErrorCode = "REQUIRED_TEMPLATE_VARIABLES" | "MISSING_TEMPLATE_PARAMETER";

export interface ProvisionerJobLog {
  id: number;
  created_at: string;
  log_source: (string & {}) | "provisioner" | "provisioner_daemon";
  log_level: (string & {}) | "error" | "trace" | "debug" | "info" | "warn";
  stage: string;
  /** Empty where a stage begins. */
  output: string;
}

export interface ProvisionerJobsQuery {
  /**
   * Largest number of jobs, the newest first.
   * @default 50
   */
  limit?: number | undefined;
  /** No ids at all find no job. */
  ids?: readonly string[] | undefined;
  /** No statuses at all find no job. */
  status?: readonly ProvisionerJobStatus[] | undefined;
  /** Tags that the jobs have. */
  tags?: {
    readonly [key: string]: string;
  } | undefined;
}

/** What a query may ask for; an answer may hold a newer one. */
export type ProvisionerJobStatus = "unknown" | "pending" | "running" | "succeeded" | "canceling" | "canceled" | "failed";

export type ProvisionerJobType = "template_version_import" | "template_version_dry_run" | "workspace_build";

export interface RequestOptions {
  /** Ends requests and streams that are under way once it is aborted, also in a pause before a repetition. */
  signal?: AbortSignal | undefined;
  /** Told in words what a request waits for. */
  onWait?: ((message: string) => void) | undefined;
  /** Called right before a request is written to the server: after all waits, and again for each repetition. */
  onSend?: (() => void) | undefined;
  /**
   * No pause before a repetition goes beyond it. Without `since`, it counts from the beginning of each request.
   * @default an hour
   */
  deadline?: Deadline | undefined;
  /** Takes out of the server's words what must not be repeated. Errors never repeat the token. */
  hide?: Hiding | undefined;
}

export interface TemplateAcl {
  groups: {
    id: string;
    name: string;
    display_name: string;
    organization_id: string;
    organization_name: string;
    organization_display_name: string;
    /** Only those whom the token may see. */
    members: {
      id: string;
      username: string;
      name: string;
      email: string;
      avatar_url: string;
      created_at: string | undefined;
      updated_at: string | undefined;
      last_seen_at: string | undefined;
      status: (string & {}) | "active" | "dormant" | "suspended";
      login_type: (string & {}) | "password" | "github" | "oidc" | "token" | "none";
    }[];
    total_member_count: number;
    avatar_url: string;
    quota_allowance: number;
    /** Made by a person, or by the login of its members. */
    source: (string & {}) | "oidc" | "user";
    role: (string & {}) | "use" | "admin";
  }[];
  users: {
    id: string;
    username: string;
    name: string;
    email: string;
    avatar_url: string;
    created_at: string;
    updated_at: string | undefined;
    last_seen_at: string | undefined;
    status: (string & {}) | "active" | "dormant" | "suspended";
    login_type: (string & {}) | "password" | "github" | "oidc" | "token" | "none";
    organization_ids: string[];
    roles: {
      name: string;
      display_name: string;
      /** Empty for a role that holds in the whole deployment. */
      organization_id: string;
    }[];
    role: (string & {}) | "use" | "admin";
  }[];
}

/** An empty role takes the right away. */
export type TemplateRole = "" | "use" | "admin";

/**
 * Ids of users and groups, each with its role; who is not named keeps the right.
 * @see codersdk/templates.go UpdateTemplateACL
 */
export interface UpdateTemplateAclRequest {
  user_perms?: {
    readonly [key: string]: TemplateRole;
  } | undefined;
  group_perms?: {
    readonly [key: string]: TemplateRole;
  } | undefined;
}

/**
 * With exactly one of `file_id` and `example_id`.
 * @see codersdk/organizations.go CreateTemplateVersionRequest
 */
export type CreateTemplateVersionRequest = ({
  file_id: string;
  example_id?: undefined;
} & {
  /**
   * Unique among the versions of the template.
   * @default one that the server makes up
   */
  name?: string | undefined;
  message?: string | undefined;
  /** Needed for a version of a template that exists: a free version can't join one later. */
  template_id?: string | undefined;
  /**
   * Tags that a provisioner must have to take the import.
   * @default {}
   */
  tags?: {
    readonly [key: string]: string;
  } | undefined;
  /** Values of Terraform's variables. The first of two with one name counts. */
  user_variable_values?: readonly {
    name: string;
    value: string;
  }[] | undefined;
}) | ({
  example_id: string;
  file_id?: undefined;
} & {
  /**
   * Unique among the versions of the template.
   * @default one that the server makes up
   */
  name?: string | undefined;
  message?: string | undefined;
  /** Needed for a version of a template that exists: a free version can't join one later. */
  template_id?: string | undefined;
  /**
   * Tags that a provisioner must have to take the import.
   * @default {}
   */
  tags?: {
    readonly [key: string]: string;
  } | undefined;
  /** Values of Terraform's variables. The first of two with one name counts. */
  user_variable_values?: readonly {
    name: string;
    value: string;
  }[] | undefined;
});

export type MonotonicOrder = "increasing" | "decreasing";

export type ParameterFormType = "input" | "error" | "radio" | "dropdown" | "textarea" | "slider" | "checkbox" | "switch" | "tag-select" | "multi-select";

export type ParameterType = "string" | "number" | "bool" | "list(string)";

export interface Preset {
  id: string;
  name: string;
  /** For people; empty from an older server. */
  description: string;
  icon: string;
  parameters: {
    name: string;
    value: string;
  }[];
  default: boolean;
  /** How many workspaces the server keeps ready; undefined where it keeps none, or does not tell. */
  desired_prebuild_instances: number | undefined;
}

export interface TemplateVersion {
  id: string;
  /** Undefined while no template holds the version. */
  template_id: string | undefined;
  organization_id: string | undefined;
  created_at: string;
  updated_at: string | undefined;
  name: string;
  message: string;
  job: ProvisionerJob;
  readme: string;
  created_by: {
    id: string;
    username: string;
    avatar_url: string;
  } | undefined;
  archived: boolean;
  warnings: ((string & {}) | "UNSUPPORTED_WORKSPACES" | "DEPRECATED_PARAMETERS")[];
  /** Only while the job is pending. */
  matched_provisioners: MatchedProvisioners | undefined;
}

export interface TemplateVersionExternalAuth {
  id: string;
  type: string;
  display_name: string;
  display_icon: string;
  authenticate_url: string;
  authenticated: boolean;
  optional: boolean;
}

export interface TemplateVersionParameter {
  name: string;
  display_name: string;
  description: string;
  description_plaintext: string;
  /** Servers that told no type had texts only. */
  type: "string" | "number" | (string & {}) | "bool" | "list(string)";
  form_type: (string & {}) | "input" | "error" | "radio" | "dropdown" | "textarea" | "slider" | "checkbox" | "switch" | "tag-select" | "multi-select";
  mutable: boolean;
  default_value: string;
  icon: string;
  options: {
    name: string;
    description: string;
    value: string;
    icon: string;
  }[];
  validation_error: string;
  validation_regex: string;
  validation_min: number | undefined;
  validation_max: number | undefined;
  /** Empty where the value may change in both directions. */
  validation_monotonic: (string & {}) | "increasing" | "decreasing";
  required: boolean;
  ephemeral: boolean;
}

/** What a version is made of: an uploaded file, or an example of the server. */
export type TemplateVersionSource = {
  file_id: string;
  example_id?: undefined;
} | {
  example_id: string;
  file_id?: undefined;
};

export interface TemplateVersionsQuery {
  include_archived?: boolean | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
  after_id?: string | undefined;
}

export interface TemplateVersionVariable {
  name: string;
  description: string;
  type: "string" | "number" | (string & {}) | "bool";
  value: string;
  default_value: string;
  required: boolean;
  sensitive: boolean;
}

export type TemplateVersionWarning = "UNSUPPORTED_WORKSPACES" | "DEPRECATED_PARAMETERS";

/** An empty name keeps it, an empty message clears it. */
export interface UpdateTemplateVersionRequest {
  name?: string | undefined;
  message?: string | undefined;
}

export type VariableType = "string" | "number" | "bool";

export interface ArchivedTemplateVersions {
  template_id: string;
  archived_ids: string[];
}

/** @see codersdk/templates.go TemplateAutostartRequirement */
export interface AutostartRequirement {
  /** None at all forbids autostart. */
  days_of_week: readonly Weekday[];
}

/** @see codersdk/templates.go TemplateAutostopRequirement */
export interface AutostopRequirement {
  /** None at all turns the requirement off. */
  days_of_week: readonly Weekday[];
  /** 0 to 16; 0 means 1. */
  weeks: number;
}

/**
 * Two keys differ from those of the update.
 * @see codersdk/organizations.go CreateTemplateRequest
 */
export interface CreateTemplateRequest {
  name: string;
  template_version_id: string;
  display_name?: string | undefined;
  description?: string | undefined;
  icon?: string | undefined;
  default_ttl_ms?: number | undefined;
  activity_bump_ms?: number | undefined;
  autostop_requirement?: AutostopRequirement | undefined;
  autostart_requirement?: AutostartRequirement | undefined;
  allow_user_cancel_workspace_jobs?: boolean | undefined;
  allow_user_autostart?: boolean | undefined;
  allow_user_autostop?: boolean | undefined;
  failure_ttl_ms?: number | undefined;
  dormant_ttl_ms?: number | undefined;
  delete_ttl_ms?: number | undefined;
  disable_everyone_group_access?: boolean | undefined;
  require_active_version?: boolean | undefined;
  max_port_share_level?: "authenticated" | "owner" | "organization" | "public" | undefined;
}

export interface DailyActiveUsers {
  /** Days as 2026-01-31. */
  entries: {
    date: string;
    amount: number;
  }[];
  tz_hour_offset: number;
}

export interface DailyActiveUsersQuery {
  /**
   * Hours that local time is ahead of UTC.
   * @default 0
   */
  tz_offset?: number | undefined;
}

export type PortShareLevel = "authenticated" | "owner" | "organization" | "public";

export type ProvisionerType = "terraform" | "echo";

export interface Template {
  id: string;
  created_at: string;
  updated_at: string | undefined;
  organization_id: string;
  organization_name: string;
  organization_display_name: string;
  organization_icon: string;
  name: string;
  display_name: string;
  provisioner: (string & {}) | "terraform" | "echo";
  active_version_id: string;
  /** -1 while the server has not counted yet. */
  active_user_count: number;
  /**
   * How long the latest builds took, by transition, in milliseconds: half of them at most `p50`, 95 percent at most
   * `p95`. Undefined where nothing was built yet.
   */
  build_time_stats: {
    [key: string]: {
      p50: number | undefined;
      p95: number | undefined;
    };
  };
  description: string;
  deprecated: boolean;
  deprecation_message: string;
  icon: string;
  default_ttl_ms: number;
  activity_bump_ms: number;
  autostop_requirement: {
    days_of_week: ((string & {}) | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
    weeks: number;
  };
  autostart_requirement: {
    days_of_week: ((string & {}) | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")[];
  };
  created_by_id: string;
  created_by_name: string;
  allow_user_autostart: boolean;
  allow_user_autostop: boolean;
  allow_user_cancel_workspace_jobs: boolean;
  failure_ttl_ms: number;
  time_til_dormant_ms: number;
  time_til_dormant_autodelete_ms: number;
  require_active_version: boolean;
  max_port_share_level: (string & {}) | "authenticated" | "owner" | "organization" | "public";
  /** Undefined on a server that knows no other flow. */
  use_classic_parameter_flow: boolean | undefined;
}

export interface TemplateExample {
  id: string;
  url: string;
  name: string;
  description: string;
  icon: string;
  tags: string[];
  /** Its README. */
  markdown: string;
}

export interface TemplatesQuery {
  organization?: string | undefined;
  /** The server's search language, e.g. `exact_name:docker` or `deprecated:true`. */
  q?: string | undefined;
}

/**
 * What is left out stays. Actions are not carried out when nothing else differs: the server answers 304, provided that
 * the name was sent.
 * @see codersdk/templates.go UpdateTemplateMeta
 */
export interface UpdateTemplateRequest {
  name?: string | undefined;
  display_name?: string | undefined;
  description?: string | undefined;
  icon?: string | undefined;
  default_ttl_ms?: number | undefined;
  activity_bump_ms?: number | undefined;
  autostop_requirement?: AutostopRequirement | undefined;
  autostart_requirement?: AutostartRequirement | undefined;
  allow_user_autostart?: boolean | undefined;
  allow_user_autostop?: boolean | undefined;
  allow_user_cancel_workspace_jobs?: boolean | undefined;
  failure_ttl_ms?: number | undefined;
  time_til_dormant_ms?: number | undefined;
  time_til_dormant_autodelete_ms?: number | undefined;
  require_active_version?: boolean | undefined;
  deprecation_message?: string | undefined;
  max_port_share_level?: "authenticated" | "owner" | "organization" | "public" | undefined;
  use_classic_parameter_flow?: boolean | undefined;
  /** An action: true takes the group "everyone" off, false never puts it back. */
  disable_everyone_group_access?: boolean | undefined;
  /** An action: counts the time until dormancy from now. */
  update_workspace_last_used_at?: boolean | undefined;
  /** An action: counts the time until deletion from now. */
  update_workspace_dormant_at?: boolean | undefined;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

export type ServerFeature = "presetBuilds" | "parameterFlows" | "daemonStatuses" | "parameterEvaluation" | "presetRules" | "organizationPortSharing";

/** A moment, as a `Date` or as RFC 3339 text such as `2026-01-31T12:00:00Z`. Answers hold the text. */
export type Time = string | Date;

export interface Timings {
  provisioner_timings: {
    job_id: string;
    started_at: string | undefined;
    ended_at: string | undefined;
    stage: (string & {}) | "init" | "plan" | "graph" | "apply";
    /** The Terraform provider, for most. */
    source: string;
    action: string;
    resource: string;
  }[];
  agent_script_timings: {
    started_at: string | undefined;
    ended_at: string | undefined;
    exit_code: number;
    stage: (string & {}) | "start" | "stop" | "cron";
    status: (string & {}) | "ok" | "exit_failure" | "timed_out" | "pipes_left_open";
    display_name: string;
    workspace_agent_id: string;
    workspace_agent_name: string;
  }[];
  agent_connection_timings: {
    started_at: string | undefined;
    ended_at: string | undefined;
    stage: (string & {}) | "connect";
    workspace_agent_id: string;
    workspace_agent_name: string;
  }[];
}

export type LoginType = "password" | "github" | "oidc" | "token" | "none";

export interface User {
  id: string;
  username: string;
  name: string;
  email: string;
  avatar_url: string;
  created_at: string;
  updated_at: string | undefined;
  last_seen_at: string | undefined;
  status: (string & {}) | "active" | "dormant" | "suspended";
  login_type: (string & {}) | "password" | "github" | "oidc" | "token" | "none";
  organization_ids: string[];
  roles: {
    name: string;
    display_name: string;
    /** Empty for a role that holds in the whole deployment. */
    organization_id: string;
  }[];
}

export type UserStatus = "active" | "dormant" | "suspended";

export interface ResolvedAutostart {
  parameter_mismatch: boolean;
}

/**
 * Both or neither: without them the workspace as a whole was used.
 * @see codersdk/workspaces.go PostWorkspaceUsageRequest
 */
export type WorkspaceUsage = {
  [key: string]: never;
} | {
  agent_id: string;
  app_name: "ssh" | "vscode" | "jetbrains" | "reconnecting-pty";
};

/**
 * The API's `dry_run` is not offered: no server reads it, so that what says it is a trial really builds. For a trial
 * there is `createDryRun`.
 * @see codersdk/workspaces.go CreateWorkspaceBuildRequest
 */
export interface CreateWorkspaceBuildRequest {
  transition: WorkspaceTransition;
  /** Without it: the version of the build before. */
  template_version_id?: string | undefined;
  /** Those of the build before are carried over, under these. */
  rich_parameter_values?: readonly WorkspaceBuildParameter[] | undefined;
  template_version_preset_id?: string | undefined;
  /** Only with the transition delete and without `state`: forget the resources without destroying them. */
  orphan?: boolean | undefined;
  /**
   * Takes the place of Terraform's state of the build before, as `coder state push` does: the JSON text that
   * `getWorkspaceBuildState` gives, mended.
   *
   * Take care: the server checks nothing of it. Resources that it lacks are forgotten and go on running, and are made a
   * second time by a start; resources that it has too much are changed or destroyed. Keep a copy of the state before.
   * Refused with 403 to those who may not change the template.
   */
  state?: string | Uint8Array<ArrayBuffer | SharedArrayBuffer> | undefined;
  log_level?: "debug" | undefined;
}

export interface WorkspaceBuild {
  id: string;
  created_at: string;
  updated_at: string | undefined;
  workspace_id: string;
  workspace_name: string;
  workspace_owner_id: string;
  workspace_owner_name: string;
  workspace_owner_avatar_url: string;
  template_version_id: string;
  /** Empty in the answer to a creation. */
  template_version_name: string;
  build_number: number;
  transition: (string & {}) | "delete" | "start" | "stop";
  initiator_id: string;
  initiator_name: string;
  job: ProvisionerJob;
  /** Why it was begun. */
  reason: (string & {}) | "initiator" | "autostart" | "autostop" | "dormancy" | "autodelete" | "dashboard" | "cli" | "ssh_connection" | "vscode_connection" | "jetbrains_connection";
  /** Empty in the answer to a creation. */
  resources: WorkspaceResource[];
  deadline: string | undefined;
  max_deadline: string | undefined;
  status: (string & {}) | "pending" | "running" | "canceling" | "canceled" | "failed" | "starting" | "stopping" | "stopped" | "deleting" | "deleted";
  daily_cost: number;
  /** Only while the job is pending. */
  matched_provisioners: MatchedProvisioners | undefined;
  template_version_preset_id: string | undefined;
  has_ai_task: boolean | undefined;
  ai_task_sidebar_app_id: string | undefined;
}

export interface WorkspaceBuildParameter {
  name: string;
  value: string;
}

export type WorkspaceBuildReason = "initiator" | "autostart" | "autostop" | "dormancy" | "autodelete" | "dashboard" | "cli" | "ssh_connection" | "vscode_connection" | "jetbrains_connection";

export interface WorkspaceBuildsQuery {
  limit?: number | undefined;
  /** Only those that are newer than this build: no way to the next page, which is older. */
  after_id?: string | undefined;
  offset?: number | undefined;
  /** Only those that were made after it. */
  since?: string | Date | undefined;
}

/** The values that this package knows; an answer may hold a newer one. */
export type WorkspaceStatus = "pending" | "running" | "canceling" | "canceled" | "failed" | "starting" | "stopping" | "stopped" | "deleting" | "deleted";

export interface WorkspaceAgent {
  id: string;
  /** Of an agent that another agent started, such as that of a development container. */
  parent_id: string | undefined;
  name: string;
  resource_id: string | undefined;
  created_at: string;
  updated_at: string | undefined;
  first_connected_at: string | undefined;
  last_connected_at: string | undefined;
  disconnected_at: string | undefined;
  started_at: string | undefined;
  ready_at: string | undefined;
  status: (string & {}) | "connecting" | "connected" | "disconnected" | "timeout";
  lifecycle_state: (string & {}) | "created" | "starting" | "start_timeout" | "start_error" | "ready" | "shutting_down" | "shutdown_timeout" | "shutdown_error" | "off";
  instance_id: string;
  architecture: string;
  operating_system: string;
  environment_variables: {
    [key: string]: string;
  };
  directory: string;
  expanded_directory: string;
  version: string;
  api_version: string;
  apps: WorkspaceApp[];
  /** By the region's name; empty until the agent has connected. Measured anew all the time. */
  latency: {
    [key: string]: {
      preferred: boolean;
      latency_ms: number;
    };
  };
  logs_length: number;
  logs_overflowed: boolean;
  connection_timeout_seconds: number;
  troubleshooting_url: string;
  subsystems: ((string & {}) | "envbox" | "envbuilder" | "exectrace")[];
  /** The reason is empty while it is healthy. */
  health: {
    healthy: boolean;
    reason: string;
  } | undefined;
  display_apps: ((string & {}) | "vscode" | "vscode_insiders" | "web_terminal" | "port_forwarding_helper" | "ssh_helper")[];
  scripts: {
    id: string | undefined;
    log_source_id: string | undefined;
    log_path: string;
    display_name: string;
    script: string;
    cron: string;
    run_on_start: boolean;
    run_on_stop: boolean;
    start_blocks_login: boolean;
    /** In nanoseconds, as Go writes durations. */
    timeout: number;
  }[];
  log_sources: {
    id: string;
    workspace_agent_id: string | undefined;
    created_at: string | undefined;
    display_name: string;
    icon: string;
  }[];
  /** Whether a login waits for the start-up script. */
  startup_script_behavior: (string & {}) | "blocking" | "non-blocking";
}

export type WorkspaceAgentLifecycle = "created" | "starting" | "start_timeout" | "start_error" | "ready" | "shutting_down" | "shutdown_timeout" | "shutdown_error" | "off";

export type WorkspaceAgentStatus = "connecting" | "connected" | "disconnected" | "timeout";

export interface WorkspaceApp {
  id: string;
  slug: string;
  display_name: string;
  url: string;
  external: boolean;
  command: string;
  icon: string;
  subdomain: boolean;
  subdomain_name: string;
  /** Who may open it. */
  sharing_level: (string & {}) | "authenticated" | "owner" | "organization" | "public";
  healthcheck: {
    url: string;
    interval: number;
    threshold: number;
  } | undefined;
  /** `disabled` where the template declares no check. */
  health: (string & {}) | "disabled" | "initializing" | "healthy" | "unhealthy";
  group: string;
  hidden: boolean;
  open_in: (string & {}) | "slim-window" | "tab";
  statuses: WorkspaceAppStatus[];
}

export type WorkspaceAppHealth = "disabled" | "initializing" | "healthy" | "unhealthy";

export type WorkspaceAppSharingLevel = "authenticated" | "owner" | "organization" | "public";

export type WorkspaceAppState = "idle" | "working" | "complete" | "failure";

export interface WorkspaceAppStatus {
  id: string;
  created_at: string;
  workspace_id: string | undefined;
  agent_id: string | undefined;
  app_id: string | undefined;
  state: (string & {}) | "idle" | "working" | "complete" | "failure";
  message: string;
  uri: string;
  /** Deprecated by the server, which no longer sets it. */
  icon: string;
  /** Deprecated by the server, which no longer sets it. */
  needs_user_attention: boolean;
}

export interface WorkspaceResource {
  id: string;
  created_at: string;
  job_id: string;
  workspace_transition: (string & {}) | "delete" | "start" | "stop";
  type: string;
  name: string;
  hide: boolean;
  icon: string;
  agents: WorkspaceAgent[];
  /** What the template publishes of it. The value of a sensitive item is here like any other. */
  metadata: {
    key: string;
    value: string;
    sensitive: boolean;
  }[];
  daily_cost: number;
}

/** The values that this package knows; an answer may hold a newer one. */
export type WorkspaceTransition = "delete" | "start" | "stop";

/** What a request takes. The value of an answer may be a newer one: `isOneOf` tells. */
export type AutomaticUpdates = "never" | "always";

/**
 * The API's `enable_dynamic_parameters` is not offered: one release (2.23) read it, behind an experiment. The template
 * decides, by `use_classic_parameter_flow`.
 * @see codersdk/organizations.go CreateWorkspaceRequest
 */
export type CreateWorkspaceRequest = ({
  template_id: string;
  template_version_id?: undefined;
} & NewWorkspace) | ({
  template_version_id: string;
  template_id?: undefined;
} & NewWorkspace);

/** What a new workspace is, apart from the template that it is made of. */
export interface NewWorkspace {
  name: string;
  autostart_schedule?: string | undefined;
  /** 0 takes the template's default, it does not switch it off. */
  ttl_ms?: number | undefined;
  rich_parameter_values?: readonly WorkspaceBuildParameter[] | undefined;
  automatic_updates?: "never" | "always" | undefined;
  template_version_preset_id?: string | undefined;
}

export interface Workspace {
  id: string;
  created_at: string;
  updated_at: string | undefined;
  owner_id: string;
  owner_name: string;
  owner_avatar_url: string;
  organization_id: string;
  organization_name: string;
  template_id: string;
  template_name: string;
  template_display_name: string;
  template_icon: string;
  template_allow_user_cancel_workspace_jobs: boolean;
  template_active_version_id: string;
  template_require_active_version: boolean;
  /** Undefined on a server that knows no other flow. */
  template_use_classic_parameter_flow: boolean | undefined;
  latest_build: WorkspaceBuild;
  latest_app_status: WorkspaceAppStatus | undefined;
  outdated: boolean;
  name: string;
  /** Undefined without one. */
  autostart_schedule: string | undefined;
  ttl_ms: number | undefined;
  last_used_at: string | undefined;
  deleting_at: string | undefined;
  dormant_at: string | undefined;
  health: {
    healthy: boolean;
    failing_agents: string[];
  };
  automatic_updates: (string & {}) | "never" | "always";
  allow_renames: boolean;
  /** True only for the owner: no one else can see it. */
  favorite: boolean;
  next_start_at: string | undefined;
  /** Whether it was made in advance and waits for an owner; undefined on a server that does not tell. */
  is_prebuild: boolean | undefined;
}

export interface WorkspaceQuery {
  includeDeleted?: boolean | undefined;
}

export interface Workspaces {
  workspaces: Workspace[];
  count: number;
}

export interface WorkspacesQuery {
  /** The server's search language, e.g. `owner:me template:docker status:running`. */
  q?: string | undefined;
  /**
   * Largest number of workspaces.
   * @default all
   */
  limit?: number | undefined;
  /**
   * Number of workspaces to skip.
   * @default 0
   */
  offset?: number | undefined;
}

export interface ClientOptions {
  /** @default the system's clock */
  clock?: Clock | undefined;
  /** Address of the server. */
  url: string;
  /** Only requests that need no user work without one: build information, logging in, making the first user. */
  token?: string | undefined;
  /** Sent with every request, for a proxy in front of the server. Secret. */
  headers?: {
    readonly [key: string]: string;
  } | undefined;
  /** Path to a file of PEM certificates to trust beside those of Node and of `NODE_EXTRA_CA_CERTS`. */
  caFile?: string | undefined;
  /** Where the token came from, for the message when it is refused. */
  tokenSource?: string | undefined;
}

/**
 * Coder's API with one server and one token, a function for each of its paths. A request that failed is repeated only
 * where that does no harm. Connections stay open for the next request: close the client at the end.
 * @example
 * const client = createClient({ url: "https://coder.example.com", token });
 * const { workspaces } = await client.getWorkspaces({ q: "owner:me" });
 * await client.close();
 */
export interface CoderClient {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  /** Tells servers and tokens apart, without telling the token. */
  readonly identity: string;
  /** As the last answer told it; undefined before the first one. */
  readonly serverVersion: string | undefined;
  /** The server's clock, in milliseconds, as its last answer told it; this machine's before the first. */
  readonly serverTime: number;
  /** The same connections, with another signal (none, when left out), waiting notice and deadline for all requests. */
  with(options: RequestOptions): CoderClient;
  /** Closes the connections; streams that are open end. */
  close(): Promise<void>;
  /**
   * A template version by its id, with its job. Answered with 404 when it is gone, or may not be seen.
   * @see coderd/templateversions.go templateVersion
   * @example const { job } = await client.getTemplateVersion(version.id);
   */
  getTemplateVersion(id: string, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * Asks for the end of an import; it ends as `canceled` when it was waiting, mostly as `failed` when it ran. Refused
   * with 400 when the import has ended or is being cancelled.
   * @see coderd/templateversions.go patchCancelTemplateVersion
   * @example await client.cancelTemplateVersion(version.id);
   */
  cancelTemplateVersion(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of the import so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getTemplateVersionLogs(version.id, { after: 100 });
   */
  getTemplateVersionLogs(id: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of the import, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { stage, output } of client.streamTemplateVersionLogs(version.id)) console.log(stage,
   * output);
   */
  streamTemplateVersionLogs(id: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * Terraform's variables with the values that the version was imported with. Answered with 403 before the import has
   * ended.
   * @see coderd/templateversions.go templateVersionVariables
   * @example const variables = await client.getTemplateVersionVariables(version.id);
   */
  getTemplateVersionVariables(id: string, options?: RequestOptions): Promise<TemplateVersionVariable[]>;
  /**
   * The job of a dry run.
   * @see coderd/templateversions.go templateVersionDryRun
   * @example const { status } = await client.getDryRun(version.id, job.id);
   */
  getDryRun(versionId: string, jobId: string, options?: RequestOptions): Promise<ProvisionerJob>;
  /**
   * Asks for the end of a dry run. Refused with 400 when it has ended.
   * @see coderd/templateversions.go patchTemplateVersionDryRunCancel
   * @example await client.cancelDryRun(version.id, job.id);
   */
  cancelDryRun(versionId: string, jobId: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of a dry run so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getDryRunLogs(version.id, job.id);
   */
  getDryRunLogs(versionId: string, jobId: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of a dry run, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { output } of client.streamDryRunLogs(version.id, job.id)) console.log(output);
   */
  streamDryRunLogs(versionId: string, jobId: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * A build by its id, with its job.
   * @see coderd/workspacebuilds.go workspaceBuild
   * @example const { status } = await client.getWorkspaceBuild(build.id);
   */
  getWorkspaceBuild(id: string, options?: RequestOptions): Promise<WorkspaceBuild>;
  /**
   * Asks for the end of a build; it ends as `canceled` when it was waiting, mostly as `failed` when it ran, and may have
   * made things. Refused with 403 where the template allows it to no one but owners, with 400 when the build has ended.
   * @see coderd/workspacebuilds.go patchCancelWorkspaceBuild
   * @example await client.cancelWorkspaceBuild(build.id);
   */
  cancelWorkspaceBuild(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of a build so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getWorkspaceBuildLogs(build.id);
   */
  getWorkspaceBuildLogs(id: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of a build, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { output } of client.streamWorkspaceBuildLogs(build.id)) console.log(output);
   */
  streamWorkspaceBuildLogs(id: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * A template by its id. Answered with 404 when it is gone, or may not be seen.
   * @see coderd/templates.go template
   * @example const { active_version_id } = await client.getTemplate(template.id);
   */
  getTemplate(id: string, options?: RequestOptions): Promise<Template>;
  /**
   * An organization. Answered with 404 when there is none, or none that the token may see. `organization` is an id, a
   * name, or "default" for the server's own default.
   * @see coderd/organizations.go organization
   * @example const { id } = await client.getOrganization("default");
   */
  getOrganization(organization: string, options?: RequestOptions): Promise<Organization>;
  /**
   * A workspace by its id, with its latest build. A deleted workspace is answered with 410.
   * @see coderd/workspaces.go workspace
   * @example const { latest_build } = await client.getWorkspace(workspace.id);
   */
  getWorkspace(id: string, query?: WorkspaceQuery, options?: RequestOptions): Promise<Workspace>;
  /**
   * The jobs of an organization. Newest first; the server's own limit is 50. Answers 404 to those who may not see jobs.
   * @see coderd/provisionerjobs.go provisionerJobs
   * @example const waiting = await client.getProvisionerJobs("default", { status: ["pending"], limit: 10 });
   */
  getProvisionerJobs(organization: string, query?: ProvisionerJobsQuery, options?: RequestOptions): Promise<ProvisionerJob[]>;
  /**
   * Moves the time at which a running workspace is stopped. Refused with 409 unless it runs and has a deadline, with 400
   * when the new one is less than half an hour away or beyond the template's limit.
   * @see coderd/workspaces.go putExtendWorkspace
   * @example
   * await client.extendWorkspace(workspace.id, new Date(Date.now() + 4 * 3_600_000));
   * const { max_deadline } = workspace.latest_build;
   * if (max_deadline !== undefined) await client.extendWorkspace(workspace.id, max_deadline);
   */
  extendWorkspace(id: string, deadline: Time, options?: RequestOptions): Promise<void>;
  /**
   * Counts as use: puts dormancy off and, where the template bumps deadlines, the deadline too.
   * @see coderd/workspaces.go postWorkspaceUsage
   * @example await client.reportWorkspaceUsage(workspace.id, { agent_id: agent.id, app_name: "ssh" });
   */
  reportWorkspaceUsage(id: string, usage?: {
    [key: string]: never;
  } | {
    agent_id: string;
    app_name: "ssh" | "vscode" | "jetbrains" | "reconnecting-pty";
  }, options?: RequestOptions): Promise<void>;
  /**
   * Whether the workspace could be started automatically with the parameters that it has.
   * @see coderd/workspaces.go resolveAutostart
   * @example const { parameter_mismatch } = await client.resolveWorkspaceAutostart(workspace.id);
   */
  resolveWorkspaceAutostart(id: string, options?: RequestOptions): Promise<ResolvedAutostart>;
  /**
   * The workspace as it is, then again after each change. The agents' `latency` is no change: the server measures it anew
   * for each answer. When a connection breaks off or the server shuts down, another connection goes on with the workspace
   * as it is then. Where no WebSocket can be opened (a server before 2.23, a proxy), server-sent events carry the same.
   * Ends when the reader has enough, when it is aborted, and when the client is closed.
   * @see coderd/workspaces.go watchWorkspace
   * @example for await (const { latest_build } of client.watchWorkspace(workspace.id)) console.log(latest_build.status);
   */
  watchWorkspace(id: string, options?: RequestOptions): AsyncGenerator<Workspace, void, void>;
  /**
   * How long the parts of a workspace's latest build took.
   * @see coderd/workspaces.go workspaceTimings
   * @example const { agent_script_timings } = await client.getWorkspaceTimings(workspace.id);
   */
  getWorkspaceTimings(workspaceId: string, options?: RequestOptions): Promise<Timings>;
  /**
   * Begins a start, stop or deletion. Refused with 409 while another build is under way. The server queues a build even
   * for a deleted workspace: look for 410 first. With `state`, it takes the place of Terraform's state; see there.
   * @see coderd/workspacebuilds.go postWorkspaceBuilds
   * @example const build = await client.createWorkspaceBuild(workspace.id, { transition: "stop" });
   */
  createWorkspaceBuild(workspaceId: string, request: CreateWorkspaceBuildRequest, options?: RequestOptions): Promise<WorkspaceBuild>;
  /**
   * One page of the builds of a workspace. No limit means all. Newest first.
   * @see coderd/workspacebuilds.go workspaceBuilds
   * @example const page = await client.getWorkspaceBuilds(workspace.id, { limit: 10, offset: 10 });
   */
  getWorkspaceBuilds(workspaceId: string, query?: WorkspaceBuildsQuery, options?: RequestOptions): Promise<WorkspaceBuild[]>;
  /**
   * All builds of a workspace, page after page, newest first.
   * @see coderd/workspacebuilds.go workspaceBuilds
   * @example for await (const build of client.iterateWorkspaceBuilds(workspace.id)) console.log(build.build_number,
   * build.status);
   */
  iterateWorkspaceBuilds(workspaceId: string, query?: ({
    /** Only those that were made after it. */
    since?: string | Date | undefined;
  } & PageOptions), options?: RequestOptions): AsyncIterable<WorkspaceBuild>;
  /**
   * All builds as one list, newest first.
   * @see coderd/workspacebuilds.go workspaceBuilds
   * @example const builds = await client.getAllWorkspaceBuilds(workspace.id, { since: workspace.created_at });
   */
  getAllWorkspaceBuilds(workspaceId: string, query?: ({
    /** Only those that were made after it. */
    since?: string | Date | undefined;
  } & PageOptions), options?: RequestOptions): Promise<WorkspaceBuild[]>;
  /**
   * A build by its number, which counts from 1 in each workspace.
   * @see coderd/workspacebuilds.go workspaceBuildByBuildNumber
   * @example const first = await client.getWorkspaceBuildByNumber("ada", "dev", 1);
   */
  getWorkspaceBuildByNumber(user: string, workspaceName: string, buildNumber: number, options?: RequestOptions): Promise<WorkspaceBuild>;
  /**
   * The parameter values of a build.
   * @see coderd/workspacebuilds.go workspaceBuildParameters
   * @example const values = await client.getWorkspaceBuildParameters(build.id);
   */
  getWorkspaceBuildParameters(id: string, options?: RequestOptions): Promise<WorkspaceBuildParameter[]>;
  /**
   * What the build made. Every server tells it with the build; the address that it once had of its own is not asked.
   * @see coderd/workspacebuilds.go workspaceBuild
   * @example const agents = (await client.getWorkspaceBuildResources(build.id)).flatMap((resource) => resource.agents);
   */
  getWorkspaceBuildResources(id: string, options?: RequestOptions): Promise<WorkspaceResource[]>;
  /**
   * Terraform's state after the build: it holds secrets. Empty when there is none. Answered with 404 to those who may not
   * change the template.
   * @see coderd/workspacebuilds.go workspaceBuildState
   * @example const state = await client.getWorkspaceBuildState(build.id);
   */
  getWorkspaceBuildState(id: string, options?: RequestOptions): Promise<Buffer<ArrayBuffer | SharedArrayBuffer>>;
  /**
   * How long the parts of a build took.
   * @see coderd/workspacebuilds.go workspaceBuildTimings
   * @example const { provisioner_timings } = await client.getWorkspaceBuildTimings(build.id);
   */
  getWorkspaceBuildTimings(buildId: string, options?: RequestOptions): Promise<Timings>;
  /**
   * Makes a group in an organization. Refused with 403 without a licence, with 404 by a server that is built without
   * licensed features.
   * @see enterprise/coderd/groups.go postGroupByOrganization
   * @example const group = await client.createGroup("default", { name: "research", quota_allowance: 10 });
   */
  createGroup(organization: string, request: CreateGroupRequest, options?: RequestOptions): Promise<Group>;
  /**
   * A group with those members whom the token may see.
   * @see enterprise/coderd/groups.go group
   * @example const { members } = await client.getGroup(groupId);
   */
  getGroup(id: string, options?: RequestOptions): Promise<Group>;
  /**
   * By the name's exact case. Every organization has a group "Everyone", of all its members, whose id is that of the
   * organization.
   * @see enterprise/coderd/groups.go groupByOrganization
   * @example const group = await client.getGroupByName("default", "research");
   */
  getGroupByName(organization: string, name: string, options?: RequestOptions): Promise<Group>;
  /**
   * Changes a group and who belongs to it.
   * @see enterprise/coderd/groups.go patchGroup
   * @example await client.updateGroup(groupId, { add_users: [user.id] });
   */
  updateGroup(id: string, request: UpdateGroupRequest, options?: RequestOptions): Promise<Group>;
  /**
   * Removes a group; its members lose what they had through it.
   * @see enterprise/coderd/groups.go deleteGroup
   * @example await client.deleteGroup(groupId);
   */
  deleteGroup(id: string, options?: RequestOptions): Promise<void>;
  /**
   * A job of an organization by its id. Answered with 404 to those who may not see jobs.
   * @see coderd/provisionerjobs.go provisionerJob
   * @example const { queue_position } = await client.getProvisionerJob("default", job.id);
   */
  getProvisionerJob(organization: string, jobId: string, options?: RequestOptions): Promise<ProvisionerJob>;
  /**
   * The daemons of an organization that import templates and build workspaces. A server that is older than 2.26 refuses
   * to filter by status: there all daemons are asked for, and filtered here.
   * @see coderd/provisionerdaemons.go provisionerDaemons
   * @example const offline = await client.getProvisionerDaemons("default", { status: ["offline"] });
   */
  getProvisionerDaemons(organization: string, query?: ProvisionerDaemonsQuery, options?: RequestOptions): Promise<ProvisionerDaemon[]>;
  /**
   * When the workspace is started: minute, hour and days of the week, with CRON_TZ for a zone other than UTC. Refused
   * with 400 where the template forbids it. No schedule switches autostart off.
   * @see coderd/workspaces.go putWorkspaceAutostart
   * @example await client.setWorkspaceAutostart(workspace.id, "CRON_TZ=Europe/Berlin 0 9 * * 1-5");
   */
  setWorkspaceAutostart(id: string, schedule: string | undefined, options?: RequestOptions): Promise<void>;
  /**
   * Time from start to automatic stop, in milliseconds: one minute to 30 days. Refused with 400 where the template
   * forbids it. No time switches autostop off, also for the build that runs.
   * @see coderd/workspaces.go putWorkspaceTTL
   * @example await client.setWorkspaceTtl(workspace.id, 8 * 3_600_000);
   */
  setWorkspaceTtl(id: string, ttlMilliseconds: number | undefined, options?: RequestOptions): Promise<void>;
  /**
   * Whether each start takes the active version of the template. To copy the value of another workspace, check it with
   * `isOneOf`: an answer may hold a newer value.
   * @see coderd/workspaces.go putWorkspaceAutoupdates
   * @example await client.setWorkspaceAutomaticUpdates(workspace.id, "always");
   */
  setWorkspaceAutomaticUpdates(id: string, automaticUpdates: AutomaticUpdates, options?: RequestOptions): Promise<void>;
  /**
   * Makes a workspace dormant, which stops it, or takes that back. The workspace as it is then; undefined when it was
   * so already, and nothing happened.
   * @see coderd/workspaces.go putWorkspaceDormant
   * @example const woken = (await client.setWorkspaceDormant(workspace.id, false)) !== undefined;
   */
  setWorkspaceDormant(id: string, isDormant: boolean, options?: RequestOptions): Promise<Workspace | undefined>;
  /**
   * Shows the workspace first in its owner's list, or no longer. Refused with 403 unless the token is the workspace
   * owner's own.
   * @see coderd/workspaces.go putFavoriteWorkspace
   * @example await client.setWorkspaceFavorite(workspace.id, true);
   */
  setWorkspaceFavorite(id: string, isFavorite: boolean, options?: RequestOptions): Promise<void>;
  /**
   * The version of the server and where it is. Needs no token.
   * @see coderd/deployment.go buildInfoHandler
   * @example const { version } = await client.getBuildInfo();
   */
  getBuildInfo(options?: RequestOptions): Promise<BuildInfo>;
  /**
   * What the licence allows. Needs no rights, not even a token. Refused with 404 by a server that is built without
   * licensed features.
   * @see enterprise/coderd/coderd.go serveEntitlements
   * @example const { features } = await client.getEntitlements();
   */
  getEntitlements(options?: RequestOptions): Promise<Entitlements>;
  /**
   * Why the server can't do it, by its version; undefined when it can. Asks only when no answer has told the version yet.
   * @see coderd/deployment.go buildInfoHandler
   * @example const reason = await client.explainLack("presetBuilds");
   */
  explainLack(feature: ServerFeature, options?: RequestOptions): Promise<string | undefined>;
  /**
   * Whether the token's user may do each of these, under the names that the caller gives them. Changes nothing. At most
   * ten checks of one request may name a `resource_id`; false for an object that is not there.
   * @see coderd/authorize.go checkAuthorization
   * @example const { makes } = await client.checkAuthorization({ makes: { object: { resource_type: "template",
   * organization_id: template.organization_id }, action: "create" } });
   */
  checkAuthorization(checks: {
    readonly [key: string]: AuthorizationCheck;
  }, options?: RequestOptions): Promise<Authorization>;
  /**
   * Makes the owner of a server that has no user yet. Refused with 409 when there is one.
   * @see coderd/users.go postFirstUser
   * @example await createClient({ url }).createFirstUser({ email: "ada@example.com", username: "ada", password });
   */
  createFirstUser(request: CreateFirstUserRequest, options?: RequestOptions): Promise<FirstUser>;
  /**
   * A session of a user who has a password.
   * @see coderd/userauth.go postLogin
   * @example const { session_token } = await createClient({ url }).login({ email: "ada@example.com", password });
   */
  login(request: {
    email: string;
    password: string;
  }, options?: RequestOptions): Promise<Login>;
  /**
   * A token for scripts. Its text is in this answer only.
   * @see coderd/apikey.go postToken
   * @example const { key } = await client.createToken("me", { token_name: "deploy", lifetimeSeconds: 30 * 86_400 });
   */
  createToken(user: string, request: CreateTokenRequest, options?: RequestOptions): Promise<CreatedToken>;
  /**
   * A user. `user` is an id, a username, or "me". The server answers 400, not 404, when there is none.
   * @see coderd/users.go userByName
   * @example const { id } = await client.getUser("ada");
   */
  getUser(user: string, options?: RequestOptions): Promise<User>;
  /**
   * The user whose token it is. Asked for once per client.
   * @see coderd/users.go userByName
   * @example const { username } = await client.getCurrentUser();
   */
  getCurrentUser(options?: RequestOptions): Promise<User>;
  /**
   * All organizations that the token may see.
   * @see coderd/organizations.go organizations
   * @example const names = (await client.getOrganizations()).map(({ name }) => name);
   */
  getOrganizations(options?: RequestOptions): Promise<Organization[]>;
  /**
   * The server takes few uploads a minute from one user. Owners of the deployment bypass that; for everyone else the
   * uploads go one after another and wait, each within its deadline.
   * @see coderd/files.go postFile
   * @example const { id } = await client.uploadFile(await readFile("template.tar"), "application/x-tar");
   */
  uploadFile(bytes: Buffer<ArrayBuffer | SharedArrayBuffer>, contentType: ArchiveContentType, options?: RequestOptions): Promise<UploadedFile>;
  /**
   * The bytes of an archive as the server keeps them; a zip was turned into a tar.
   * @see coderd/files.go fileByID
   * @example await writeFile("template.tar", await client.getFile(version.job.file_id));
   */
  getFile(id: string, options?: RequestOptions): Promise<Buffer<ArrayBuffer | SharedArrayBuffer>>;
  /**
   * A template by its name, whatever its case, in an organization (id, name or "default"). Answered with 404 when there
   * is none.
   * @see coderd/templates.go templateByOrganizationAndName
   * @example const { id } = await client.getTemplateByName("default", "docker");
   */
  getTemplateByName(organization: string, name: string, options?: RequestOptions): Promise<Template>;
  /**
   * The templates that the token may see, of one organization or all. Deprecated templates are left out unless `q` asks
   * for them.
   * @see coderd/templates.go fetchTemplates
   * @example const templates = await client.getTemplates({ organization: "default", q: "deprecated:false" });
   */
  getTemplates(query?: TemplatesQuery, options?: RequestOptions): Promise<Template[]>;
  /**
   * The starter templates that are built into the server. Answers 404 to those who may see no template of any
   * organization.
   * @see coderd/templates.go templateExamples
   * @example const ids = (await client.getTemplateExamples()).map(({ id }) => id);
   */
  getTemplateExamples(options?: RequestOptions): Promise<TemplateExample[]>;
  /**
   * The starter templates, which are the same for every organization. Answers 404 to those who may see no template of
   * this one.
   * @see coderd/templates.go templateExamplesByOrganization
   * @example const examples = await client.getOrganizationTemplateExamples("default");
   */
  getOrganizationTemplateExamples(organization: string, options?: RequestOptions): Promise<TemplateExample[]>;
  /**
   * Makes a template of a version that belongs to none. Wait for the import first: the server also takes a version whose
   * import failed. A name that is taken, whatever its case, is refused with 409. Old documents also have
   * `parameter_values`, which no supported server reads.
   * @see coderd/templates.go postTemplateByOrganization
   * @example const template = await client.createTemplate("default", { name: "docker", template_version_id: version.id
   * });
   */
  createTemplate(organization: string, request: CreateTemplateRequest, options?: RequestOptions): Promise<Template>;
  /**
   * Changes a template; what the request leaves out stays. The server itself would reset some of that, such as the
   * description, so a request that leaves out any of it takes two: the template is read, and all is written. What
   * somebody else changes between the two is undone. Instead of an id, a template that was read before can be given: then
   * it is not read again, and what was changed since then is undone. Undefined when the server found nothing to change.
   * @see coderd/templates.go patchTemplateMeta
   * @example const changed = await client.updateTemplate(template.id, { description: "For Go.", default_ttl_ms: 0 });
   */
  updateTemplate(template: string | Template, request: UpdateTemplateRequest, options?: RequestOptions): Promise<Template | undefined>;
  /**
   * Removes a template. Refused with 400 while any workspace of the template exists.
   * @see coderd/templates.go deleteTemplate
   * @example await client.deleteTemplate(template.id);
   */
  deleteTemplate(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Makes the version the active one. Promoting the active version changes nothing.
   * @see coderd/templateversions.go patchActiveTemplateVersion
   * @example await client.promoteTemplateVersion(template.id, version.id);
   */
  promoteTemplateVersion(templateId: string, versionId: string, options?: RequestOptions): Promise<void>;
  /**
   * How many people used workspaces of the template, by day.
   * @see coderd/templates.go templateDAUs
   * @example const { entries } = await client.getTemplateDailyActiveUsers(template.id, { tz_offset: 2 });
   */
  getTemplateDailyActiveUsers(id: string, query?: DailyActiveUsersQuery, options?: RequestOptions): Promise<DailyActiveUsers>;
  /**
   * Archives versions that no workspace uses and that are not active: those whose import failed, or `all`.
   * @see coderd/templateversions.go postArchiveTemplateVersions
   * @example const { archived_ids } = await client.archiveUnusedTemplateVersions(template.id, { all: true });
   */
  archiveUnusedTemplateVersions(id: string, request?: {
    all?: boolean | undefined;
  }, options?: RequestOptions): Promise<ArchivedTemplateVersions>;
  /**
   * Who may use a template, and who may change it. Refused with 403 without a licence, with 404 by a server that is built
   * without licensed features.
   * @see enterprise/coderd/templates.go templateACL
   * @example const { users, groups } = await client.getTemplateAcl(template.id);
   */
  getTemplateAcl(templateId: string, options?: RequestOptions): Promise<TemplateAcl>;
  /**
   * Gives roles to users and groups, or takes them away.
   * @see enterprise/coderd/templates.go patchTemplateACL
   * @example await client.updateTemplateAcl(template.id, { user_perms: { [user.id]: "use" } });
   */
  updateTemplateAcl(templateId: string, request: UpdateTemplateAclRequest, options?: RequestOptions): Promise<void>;
  /**
   * Begins the import of a template version. Refused with 409 when the template has a version of the name, with 500 when
   * the source can not be read.
   * @see coderd/templateversions.go postTemplateVersionsByOrganization
   * @example const version = await client.createTemplateVersion("default", { file_id: file.id, template_id: template.id,
   * name: "v2" });
   */
  createTemplateVersion(organization: string, request: CreateTemplateVersionRequest, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * A version of a template by its name, archived ones too. Answered with 404 when there is none.
   * @see coderd/templateversions.go templateVersionByName
   * @example const { id } = await client.getTemplateVersionByName(template.id, "v2");
   */
  getTemplateVersionByName(templateId: string, name: string, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * A version by the names of its organization and template. Answered with 404 when there is none.
   * @see coderd/templateversions.go templateVersionByOrganizationTemplateAndName
   * @example const version = await client.getTemplateVersionByNames("default", "docker", "v12");
   */
  getTemplateVersionByNames(organization: string, template: string, name: string, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * The version of the template that was made before this one; answered with 404 when there is none. Old documents have
   * a path without the template, which no supported server knows; so it is with a version by its names.
   * @see coderd/templateversions.go previousTemplateVersionByOrganizationTemplateAndName
   * @example const previous = await client.getPreviousTemplateVersion("default", "docker", "v12");
   */
  getPreviousTemplateVersion(organization: string, template: string, name: string, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * One page of the versions of a template. No limit means all. Oldest first; archived ones only when asked for.
   * @see coderd/templateversions.go templateVersionsByTemplate
   * @example const page = await client.getTemplateVersions(template.id, { limit: 10, after_id: version.id });
   */
  getTemplateVersions(templateId: string, query?: TemplateVersionsQuery, options?: RequestOptions): Promise<TemplateVersion[]>;
  /**
   * All versions of a template, page after page, oldest first.
   * @see coderd/templateversions.go templateVersionsByTemplate
   * @example for await (const { name } of client.iterateTemplateVersions(template.id, { include_archived: true }))
   * console.log(name);
   */
  iterateTemplateVersions(templateId: string, query?: ({
    include_archived?: boolean | undefined;
  } & PageOptions), options?: RequestOptions): AsyncIterable<TemplateVersion>;
  /**
   * All versions as one list, oldest first.
   * @see coderd/templateversions.go templateVersionsByTemplate
   * @example const versions = await client.getAllTemplateVersions(template.id);
   */
  getAllTemplateVersions(templateId: string, query?: ({
    include_archived?: boolean | undefined;
  } & PageOptions), options?: RequestOptions): Promise<TemplateVersion[]>;
  /**
   * Changes name or message. A name that is taken is refused with 400 here, with 409 at creation.
   * @see coderd/templateversions.go patchTemplateVersion
   * @example await client.updateTemplateVersion(version.id, { message: "Adds Go." });
   */
  updateTemplateVersion(id: string, request: UpdateTemplateVersionRequest, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * Hides a version and keeps it from being used. Refused with 400 when it is archived already, with 500 when it is
   * active or a workspace uses it.
   * @see coderd/templateversions.go setArchiveTemplateVersion
   * @example await client.archiveTemplateVersion(version.id);
   */
  archiveTemplateVersion(id: string, options?: RequestOptions): Promise<void>;
  /**
   * Takes an archived version back. Refused with 400 when it is not archived.
   * @see coderd/templateversions.go setArchiveTemplateVersion
   * @example await client.unarchiveTemplateVersion(version.id);
   */
  unarchiveTemplateVersion(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The parameters that a workspace of the version takes. Answered with 425 before the import has ended. The paths that
   * came before, `/parameters` and `/schema`, bring an empty list from every supported server.
   * @see coderd/templateversions.go templateVersionRichParameters
   * @example const required = (await client.getTemplateVersionParameters(version.id)).filter((parameter) =>
   * parameter.required);
   */
  getTemplateVersionParameters(id: string, options?: RequestOptions): Promise<TemplateVersionParameter[]>;
  /**
   * The presets of parameter values that the version defines; none is an empty list.
   * @see coderd/presets.go templateVersionPresets
   * @example const [preset] = await client.getTemplateVersionPresets(version.id);
   */
  getTemplateVersionPresets(id: string, options?: RequestOptions): Promise<Preset[]>;
  /**
   * What a workspace of the version consists of. Of all transitions. Answered with 400 before the import has ended.
   * @see coderd/templateversions.go templateVersionResources
   * @example const resources = await client.getTemplateVersionResources(version.id);
   */
  getTemplateVersionResources(id: string, options?: RequestOptions): Promise<WorkspaceResource[]>;
  /**
   * The logins that a workspace of the version needs, and whether the caller has them.
   * @see coderd/templateversions.go templateVersionExternalAuth
   * @example const missing = (await client.getTemplateVersionExternalAuth(version.id)).filter((auth) =>
   * !auth.authenticated);
   */
  getTemplateVersionExternalAuth(id: string, options?: RequestOptions): Promise<TemplateVersionExternalAuth[]>;
  /**
   * Begins a plan of what a workspace with these parameters would consist of. Answered with 425 before the import has
   * ended. The owner is always the caller.
   * @see coderd/templateversions.go postTemplateVersionDryRun
   * @example const job = await client.createDryRun(version.id, { workspace_name: "dev", rich_parameter_values: [] });
   */
  createDryRun(versionId: string, request: CreateDryRunRequest, options?: RequestOptions): Promise<ProvisionerJob>;
  /**
   * What the workspace would consist of. Refused with 400 before the dry run has ended.
   * @see coderd/templateversions.go templateVersionDryRunResources
   * @example const resources = await client.getDryRunResources(version.id, job.id);
   */
  getDryRunResources(versionId: string, jobId: string, options?: RequestOptions): Promise<WorkspaceResource[]>;
  /**
   * How many daemons could run a dry run.
   * @see coderd/templateversions.go templateVersionDryRunMatchedProvisioners
   * @example const { available } = await client.getDryRunMatchedProvisioners(version.id, job.id);
   */
  getDryRunMatchedProvisioners(versionId: string, jobId: string, options?: RequestOptions): Promise<MatchedProvisioners>;
  /**
   * What the server thinks of these parameter values, each with its diagnostics. Builds nothing, so it may be repeated.
   * @see coderd/parameters.go templateVersionDynamicParametersEvaluate
   * @example const { parameters } = await client.evaluateDynamicParameters(version.id, { id: 0, inputs: { region: "eu" },
   * owner_id: user.id });
   */
  evaluateDynamicParameters(versionId: string, request: EvaluateDynamicParametersRequest, options?: RequestOptions): Promise<EvaluatedParameters>;
  /**
   * The parameters without any input first, then as they are with each of the inputs. Ends after the last of them.
   * @see coderd/parameters.go templateVersionDynamicParametersWebsocket
   * @example for await (const { parameters } of client.streamDynamicParameters(version.id, [{ region: "eu" }]))
   * console.log(parameters);
   */
  streamDynamicParameters(versionId: string, inputs: Iterable<DynamicParameterInput> | AsyncIterable<DynamicParameterInput>, query?: DynamicParametersQuery, options?: RequestOptions): AsyncGenerator<EvaluatedParameters, void, void>;
  /**
   * Makes a workspace and begins its first build. Refused with 409 when the owner has one of the name, with 406 while the
   * version is imported. The workspace exists from here on, also when its first build fails.
   * @see coderd/workspaces.go postUserWorkspaces
   * @example const workspace = await client.createWorkspace("me", { name: "dev", template_id: template.id });
   */
  createWorkspace(user: string, request: CreateWorkspaceRequest, options?: RequestOptions): Promise<Workspace>;
  /**
   * A workspace by its owner (id, username or "me") and name. A deleted workspace is answered with 404, unless it is
   * asked for: then the newest of the name is found, one that is not deleted first.
   * @see coderd/workspaces.go workspaceByOwnerAndName
   * @example const { id } = await client.getWorkspaceByOwnerAndName("ada", "dev");
   */
  getWorkspaceByOwnerAndName(user: string, name: string, query?: WorkspaceQuery, options?: RequestOptions): Promise<Workspace>;
  /**
   * One page of the workspaces that the query finds, and how many it finds in all. No limit means all.
   * @see coderd/workspaces.go workspaces
   * @example const { workspaces, count } = await client.getWorkspaces({ q: "owner:me", limit: 10, offset: 20 });
   */
  getWorkspaces(query?: WorkspacesQuery, options?: RequestOptions): Promise<Workspaces>;
  /**
   * All that the query finds, page after page.
   * @see coderd/workspaces.go workspaces
   * @example for await (const { name } of client.iterateWorkspaces({ q: "owner:me" })) console.log(name);
   */
  iterateWorkspaces(query?: ({
    /** The server's search language, e.g. `owner:me template:docker status:running`. */
    q?: string | undefined;
  } & PageOptions), options?: RequestOptions): AsyncIterable<Workspace>;
  /**
   * All that the query finds, as one list.
   * @see coderd/workspaces.go workspaces
   * @example const stopped = await client.getAllWorkspaces({ q: "status:stopped" });
   */
  getAllWorkspaces(query?: ({
    /** The server's search language, e.g. `owner:me template:docker status:running`. */
    q?: string | undefined;
  } & PageOptions), options?: RequestOptions): Promise<Workspace[]>;
  /**
   * Gives a workspace another name. Refused with 400 unless the server allows renaming (`allow_renames`).
   * @see coderd/workspaces.go patchWorkspace
   * @example await client.updateWorkspace(workspace.id, { name: "dev2" });
   */
  updateWorkspace(id: string, request: {
    name: string;
  }, options?: RequestOptions): Promise<void>;
}

/** The requests that following a job makes. */
interface JobEndpoints {
  /**
   * A template version by its id, with its job. Answered with 404 when it is gone, or may not be seen.
   * @see coderd/templateversions.go templateVersion
   * @example const { job } = await client.getTemplateVersion(version.id);
   */
  getTemplateVersion(id: string, options?: RequestOptions): Promise<TemplateVersion>;
  /**
   * Asks for the end of an import; it ends as `canceled` when it was waiting, mostly as `failed` when it ran. Refused
   * with 400 when the import has ended or is being cancelled.
   * @see coderd/templateversions.go patchCancelTemplateVersion
   * @example await client.cancelTemplateVersion(version.id);
   */
  cancelTemplateVersion(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of the import so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getTemplateVersionLogs(version.id, { after: 100 });
   */
  getTemplateVersionLogs(id: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of the import, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { stage, output } of client.streamTemplateVersionLogs(version.id)) console.log(stage,
   * output);
   */
  streamTemplateVersionLogs(id: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * Terraform's variables with the values that the version was imported with. Answered with 403 before the import has
   * ended.
   * @see coderd/templateversions.go templateVersionVariables
   * @example const variables = await client.getTemplateVersionVariables(version.id);
   */
  getTemplateVersionVariables(id: string, options?: RequestOptions): Promise<TemplateVersionVariable[]>;
  /**
   * The job of a dry run.
   * @see coderd/templateversions.go templateVersionDryRun
   * @example const { status } = await client.getDryRun(version.id, job.id);
   */
  getDryRun(versionId: string, jobId: string, options?: RequestOptions): Promise<ProvisionerJob>;
  /**
   * Asks for the end of a dry run. Refused with 400 when it has ended.
   * @see coderd/templateversions.go patchTemplateVersionDryRunCancel
   * @example await client.cancelDryRun(version.id, job.id);
   */
  cancelDryRun(versionId: string, jobId: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of a dry run so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getDryRunLogs(version.id, job.id);
   */
  getDryRunLogs(versionId: string, jobId: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of a dry run, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { output } of client.streamDryRunLogs(version.id, job.id)) console.log(output);
   */
  streamDryRunLogs(versionId: string, jobId: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * A build by its id, with its job.
   * @see coderd/workspacebuilds.go workspaceBuild
   * @example const { status } = await client.getWorkspaceBuild(build.id);
   */
  getWorkspaceBuild(id: string, options?: RequestOptions): Promise<WorkspaceBuild>;
  /**
   * Asks for the end of a build; it ends as `canceled` when it was waiting, mostly as `failed` when it ran, and may have
   * made things. Refused with 403 where the template allows it to no one but owners, with 400 when the build has ended.
   * @see coderd/workspacebuilds.go patchCancelWorkspaceBuild
   * @example await client.cancelWorkspaceBuild(build.id);
   */
  cancelWorkspaceBuild(id: string, options?: RequestOptions): Promise<void>;
  /**
   * The log of a build so far.
   * @see coderd/provisionerjobs.go provisionerJobLogs
   * @example const lines = await client.getWorkspaceBuildLogs(build.id);
   */
  getWorkspaceBuildLogs(id: string, query?: LogQuery, options?: RequestOptions): Promise<ProvisionerJobLog[]>;
  /**
   * The log of a build, line by line until it ends. Goes on by itself after a connection that breaks off.
   * @see coderd/provisionerjobs.go logFollower
   * @example for await (const { output } of client.streamWorkspaceBuildLogs(build.id)) console.log(output);
   */
  streamWorkspaceBuildLogs(id: string, query?: LogQuery, options?: LogStreamOptions): AsyncIterable<ProvisionerJobLog>;
  /**
   * A template by its id. Answered with 404 when it is gone, or may not be seen.
   * @see coderd/templates.go template
   * @example const { active_version_id } = await client.getTemplate(template.id);
   */
  getTemplate(id: string, options?: RequestOptions): Promise<Template>;
  /**
   * An organization. Answered with 404 when there is none, or none that the token may see. `organization` is an id, a
   * name, or "default" for the server's own default.
   * @see coderd/organizations.go organization
   * @example const { id } = await client.getOrganization("default");
   */
  getOrganization(organization: string, options?: RequestOptions): Promise<Organization>;
  /**
   * A workspace by its id, with its latest build. A deleted workspace is answered with 410.
   * @see coderd/workspaces.go workspace
   * @example const { latest_build } = await client.getWorkspace(workspace.id);
   */
  getWorkspace(id: string, query?: WorkspaceQuery, options?: RequestOptions): Promise<Workspace>;
  /**
   * The jobs of an organization. Newest first; the server's own limit is 50. Answers 404 to those who may not see jobs.
   * @see coderd/provisionerjobs.go provisionerJobs
   * @example const waiting = await client.getProvisionerJobs("default", { status: ["pending"], limit: 10 });
   */
  getProvisionerJobs(organization: string, query?: ProvisionerJobsQuery, options?: RequestOptions): Promise<ProvisionerJob[]>;
}

/**
 * What following needs of the client. `with` replaces the signal that the client was bound to: a job is cancelled after
 * that was aborted.
 */
interface JobClient {
  readonly url: string;
  /** Tells servers and tokens apart. */
  readonly identity: string;
  with(options: RequestOptions): JobEndpoints;
}

interface Deadline {
  readonly milliseconds: number;
  /** The setting that allows more time, as messages name it. */
  readonly setting?: string | undefined;
  /** When the operation began, if the time counts for all of it. */
  readonly since?: number | undefined;
}

/** Texts that must not be shown; "unknown" if they can't be told, and then no text of the log is shown. */
type Secrets = "unknown" | readonly string[];

interface Clock {
  now(): number;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  /** Rejects with the signal's reason as soon as it is aborted. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** Runs at this interval until the returned function is called. Does not keep the process alive. */
  every(milliseconds: number, run: (() => void)): (() => void);
}

/** How texts of the server are shown. */
interface Hiding {
  /** In errors: messages, details, validations, pages. */
  inErrors(text: string): string;
  /** In the logs of jobs. */
  inLogs(text: string): string;
}

type DynamicParameterInput = DynamicParameterInputs | OwnedDynamicParameterInputs;
