// One job of a server, in memory: its clock, its answers and its log stream move only when a test moves them.
import type { Organization } from "../../provider/client/organizations";
import {
  provisionerJobSchema,
  type ProvisionerJob,
  type ProvisionerJobLog,
  type ProvisionerJobsQuery,
} from "../../provider/client/provisioner";
import {
  templateVersionSchema,
  type TemplateVersion,
  type TemplateVersionVariable,
} from "../../provider/client/template-versions";
import type { Template } from "../../provider/client/templates";
import type { RequestOptions } from "../../provider/client/transport/transport";
import { workspaceBuildSchema } from "../../provider/client/workspace-builds";
import type { Workspace } from "../../provider/client/workspaces";
import { ApiError } from "../../provider/errors";
import type { JobClient, JobEndpoints } from "../../provider/jobs/job-client";
import type { ResourceLog } from "../../provider/log";
import { ManualClock } from "./clocks";

/** A connection of the log stream. */
export class FakeLogStream implements AsyncIterableIterator<ProvisionerJobLog> {
  private readonly queue: (() => Promise<IteratorResult<ProvisionerJobLog>>)[] = [];
  private wake: () => void = () => {};
  isOver = false;

  constructor(
    readonly after: number,
    private readonly signal: AbortSignal | undefined,
    private readonly heedsAbort: boolean,
  ) {
    signal?.addEventListener("abort", this.abort);
  }

  private readonly abort = (): void => {
    if (this.heedsAbort) this.drop();
    else this.end();
  };

  private end(): void {
    this.isOver = true;
    this.signal?.removeEventListener("abort", this.abort);
  }

  send(...entries: ProvisionerJobLog[]): void {
    for (const value of entries) this.put(() => Promise.resolve({ done: false, value }));
  }

  /** As the server closes it when the job's log is complete. */
  close(): void {
    this.end();
    this.put(() => Promise.resolve({ done: true, value: undefined }));
  }

  drop(): void {
    this.end();
    this.put(() => Promise.reject(new Error("The connection was lost.")));
  }

  async next(): Promise<IteratorResult<ProvisionerJobLog>> {
    while (this.queue.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    const item = this.queue.shift();
    return item === undefined ? { done: true, value: undefined } : item();
  }

  return(): Promise<IteratorResult<ProvisionerJobLog>> {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private put(item: () => Promise<IteratorResult<ProvisionerJobLog>>): void {
    this.queue.push(item);
    this.wake();
  }
}

class RecordingLog implements ResourceLog {
  readonly statuses: string[] = [];
  readonly warnings: string[] = [];
  readonly infos: string[] = [];
  status(message: string): void {
    this.statuses.push(message);
  }
  info(message: string): void {
    this.infos.push(message);
  }
  warning(message: string): void {
    this.warnings.push(message);
  }
}

const TIME = "2026-01-01T00:00:00Z";

const JOB = provisionerJobSchema.parse({
  id: "job-1",
  created_at: TIME,
  status: "pending",
  file_id: "file-1",
  tags: { scope: "organization", owner: "" },
  queue_position: 1,
  queue_size: 1,
  organization_id: "organization-1",
  type: "template_version_import",
});

const VERSION = templateVersionSchema.parse({
  id: "version-1",
  organization_id: "organization-1",
  created_at: TIME,
  name: "first",
  job: JOB,
});

const BUILD = workspaceBuildSchema.parse({
  id: "build-1",
  created_at: TIME,
  workspace_id: "workspace-1",
  workspace_name: "dev",
  workspace_owner_id: "user-1",
  workspace_owner_name: "ada",
  template_version_id: "version-1",
  template_version_name: "first",
  build_number: 3,
  transition: "start",
  initiator_id: "user-1",
  initiator_name: "ada",
  job: JOB,
  reason: "initiator",
  status: "starting",
});

export function apiError(status: number | undefined, serverMessage: string, method = "GET"): ApiError {
  return new ApiError({ method, path: "/path", status, serverMessage });
}

export function entry(id: number, output: string, overrides: Partial<ProvisionerJobLog> = {}): ProvisionerJobLog {
  return { id, created_at: "", log_source: "provisioner", log_level: "info", stage: "Planning", output, ...overrides };
}

let tokens = 0;

/** The job's own requests go to `requests`, in order; those of its failure too. */
export class FakeJob {
  /** Whether the token may list jobs: a member may not. */
  mayListJobs = false;
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  /** The signal of the operation that waits. */
  readonly interrupt = new AbortController();
  readonly requests: string[] = [];
  readonly streams: FakeLogStream[] = [];
  job: ProvisionerJob = JOB;
  version: Partial<TemplateVersion> = {};
  logs: ProvisionerJobLog[] = [];
  variables: TemplateVersionVariable[] = [];
  /** Answers the next GET of the status instead of the server; taken from the front. */
  readonly interceptedGets: (() => Promise<void>)[] = [];
  readonly interceptedLists: (() => Promise<void>)[] = [];
  /** Ids of daemons that match the job, connected or not. */
  workers = ["daemon-1"];
  onCancel: () => void | Promise<void> = () => {};
  connect: (stream: FakeLogStream) => void = () => {};
  streamsHeedAbort = true;
  /** Takes the place of what the server does. */
  overrides: Partial<JobEndpoints> = {};

  get stream(): FakeLogStream {
    const stream = this.streams.at(-1);
    if (stream === undefined) throw new Error("Nobody asked for the stream.");
    return stream;
  }

  count(request: string): number {
    return this.requests.filter((made) => made === request).length;
  }

  run(): void {
    this.job = { ...this.job, status: "running", started_at: "2026-01-01T00:00:01Z", queue_position: 0, queue_size: 0 };
  }

  finish(status: "succeeded" | "failed" | "canceled", more: Partial<ProvisionerJob> = {}): void {
    this.job = { ...this.job, status, completed_at: "2026-01-01T00:00:02Z", ...more };
  }

  /** Another one for each: what one test learns of its token does not count in the next. */
  readonly client: JobClient = {
    url: "https://coder.example.com",
    identity: `token-${(tokens += 1)}`,
    with: (options) => ({ ...this.endpointsFor(options), ...this.overrides }),
  };

  private readonly endpointsFor = (options: RequestOptions): JobEndpoints => ({
    getTemplateVersion: async (id) => {
      await this.request(`GET version ${id}`, options);
      return structuredClone({ ...VERSION, ...this.version, id, job: this.job });
    },
    cancelTemplateVersion: (id) => this.cancel(`CANCEL version ${id}`, options),
    getTemplateVersionLogs: (id, query) => this.logsAfter(`GET version ${id} logs`, query, options),
    streamTemplateVersionLogs: (id, query) => this.open(`STREAM version ${id}`, query, options),
    getTemplateVersionVariables: (id) => {
      this.requests.push(`GET version ${id} variables`);
      return Promise.resolve(this.variables);
    },
    getDryRun: async (id, jobId) => {
      await this.request(`GET dry-run ${id} ${jobId}`, options);
      return this.job;
    },
    cancelDryRun: (id, jobId) => this.cancel(`CANCEL dry-run ${id} ${jobId}`, options),
    getDryRunLogs: (id, jobId, query) => this.logsAfter(`GET dry-run ${id} ${jobId} logs`, query, options),
    streamDryRunLogs: (id, jobId, query) => this.open(`STREAM dry-run ${id} ${jobId}`, query, options),
    getWorkspaceBuild: async (id) => {
      await this.request(`GET build ${id}`, options);
      return { ...BUILD, id, job: this.job };
    },
    getWorkspace: async (id) => {
      await this.request(`GET workspace ${id}`, options);
      return { id, latest_build: { ...BUILD, job: this.job } } as Workspace;
    },
    cancelWorkspaceBuild: (id) => this.cancel(`CANCEL build ${id}`, options),
    getWorkspaceBuildLogs: (id, query) => this.logsAfter(`GET build ${id} logs`, query, options),
    streamWorkspaceBuildLogs: (id, query) => this.open(`STREAM build ${id}`, query, options),
    getTemplate: (id) => {
      this.requests.push(`GET template ${id}`);
      if (id !== "template-1") return Promise.reject(apiError(404, "Resource not found."));
      return Promise.resolve({ id, name: "docker", organization_name: "acme" } as Template);
    },
    getProvisionerJobs: (organization, query = {}) => this.listed(organization, query, options),
    getOrganization: (name) => {
      this.requests.push(`GET organization ${name}`);
      return Promise.resolve({ id: "organization-1", name: "acme" } as Organization);
    },
  });

  private async listed(
    organization: string,
    { ids = [], limit }: ProvisionerJobsQuery,
    options: RequestOptions,
  ): Promise<ProvisionerJob[]> {
    await this.request(`LIST ${organization} ${ids.join(",")} limit ${limit}`, options, this.interceptedLists);
    if (!this.mayListJobs) throw apiError(404, "Resource not found.");
    return ids.includes(this.job.id) ? [{ ...this.job, available_workers: this.workers }] : [];
  }

  private async request(
    name: string,
    options: RequestOptions,
    intercepted: (() => Promise<void>)[] = this.interceptedGets,
  ): Promise<void> {
    this.requests.push(name);
    const { signal } = options;
    if (signal?.aborted === true) throw new Error("The request was aborted.");
    let abort: () => void = () => {};
    const aborted = new Promise<never>(
      (_resolve, reject) => (abort = () => reject(new Error("The request was aborted."))),
    );
    signal?.addEventListener("abort", abort);
    try {
      await Promise.race([intercepted.shift()?.(), aborted]);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  private async cancel(name: string, options: RequestOptions): Promise<void> {
    this.requests.push(name);
    if (options.signal?.aborted === true) throw new Error("The request was aborted.");
    await this.onCancel();
  }

  private logsAfter(
    name: string,
    query: { after?: number | undefined } | undefined,
    options: RequestOptions,
  ): Promise<ProvisionerJobLog[]> {
    this.requests.push(`${name} after ${query?.after ?? 0}`);
    if (options.signal?.aborted === true) return Promise.reject(new Error("The request was aborted."));
    return Promise.resolve(this.logs.filter((line) => line.id > (query?.after ?? 0)));
  }

  private open(
    name: string,
    query: { after?: number | undefined } | undefined,
    options: RequestOptions,
  ): FakeLogStream {
    this.requests.push(`${name} after ${query?.after ?? 0}`);
    const stream = new FakeLogStream(query?.after ?? 0, options.signal, this.streamsHeedAbort);
    this.streams.push(stream);
    this.connect(stream);
    return stream;
  }
}
