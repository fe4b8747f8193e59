// A server with one job, played by hand: its clock, its answers and its log stream move only when a test says so.
import type { Clock } from "../../../provider/client/transport/clock";
import type { Organization } from "../../../provider/client/organizations";
import type { ProvisionerJob, ProvisionerJobLog } from "../../../provider/client/provisioner";
import type { TemplateVersion, TemplateVersionVariable } from "../../../provider/client/template-versions";
import type { Template } from "../../../provider/client/templates";
import type { RequestOptions } from "../../../provider/client/transport/transport";
import type { WorkspaceBuild } from "../../../provider/client/workspace-builds";
import { ApiError } from "../../../provider/errors";
import type { JobClient, JobEndpoints } from "../../../provider/jobs/follower";
import type { ResourceLog } from "../../../provider/log";

export class ManualClock implements Clock {
  private time = 0;
  private readonly timers = new Set<{ at: number; run: () => void }>();

  now(): number {
    return this.time;
  }

  random(): number {
    return 0;
  }

  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.timers.delete(timer);
        reject(new Error("The wait was aborted."));
      };
      const run = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer = { at: this.time + milliseconds, run };
      this.timers.add(timer);
      signal?.addEventListener("abort", stop);
    });
  }

  every(): () => void {
    throw new Error("Nothing here is done again and again.");
  }

  /** Timers that nobody cleared. */
  get pending(): number {
    return this.timers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.timers].sort((left, right) => left.at - right.at)[0];
      if (next === undefined || next.at > end) break;
      this.timers.delete(next);
      this.time = next.at;
      next.run();
      await settle();
    }
    this.time = end;
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await new Promise((resolve) => setImmediate(resolve));
}

/** A connection of the log stream. */
export class FakeStream implements AsyncIterableIterator<ProvisionerJobLog> {
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

export class RecordingLog implements ResourceLog {
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

export const JOB: ProvisionerJob = {
  id: "job-1",
  created_at: "2026-01-01T00:00:00Z",
  started_at: undefined,
  completed_at: undefined,
  canceled_at: undefined,
  error: undefined,
  error_code: undefined,
  status: "pending",
  worker_id: undefined,
  worker_name: "",
  file_id: "file-1",
  tags: { scope: "organization", owner: "" },
  queue_position: 1,
  queue_size: 1,
  organization_id: "organization-1",
  input: undefined,
  type: "template_version_import",
  available_workers: [],
  metadata: undefined,
};

const VERSION: Omit<TemplateVersion, "job"> = {
  id: "version-1",
  template_id: undefined,
  organization_id: "organization-1",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: undefined,
  name: "first",
  message: "",
  readme: "",
  created_by: undefined,
  archived: false,
  warnings: [],
  matched_provisioners: undefined,
};

const BUILD: Omit<WorkspaceBuild, "job"> = {
  id: "build-1",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: undefined,
  workspace_id: "workspace-1",
  workspace_name: "dev",
  workspace_owner_id: "user-1",
  workspace_owner_name: "ada",
  workspace_owner_avatar_url: "",
  template_version_id: "version-1",
  template_version_name: "first",
  build_number: 3,
  transition: "start",
  initiator_id: "user-1",
  initiator_name: "ada",
  reason: "initiator",
  resources: [],
  deadline: undefined,
  max_deadline: undefined,
  status: "starting",
  daily_cost: 0,
  matched_provisioners: undefined,
  template_version_preset_id: undefined,
  has_ai_task: undefined,
  ai_task_sidebar_app_id: undefined,
};

export function apiError(status: number | undefined, serverMessage: string, method = "GET"): ApiError {
  return new ApiError({ method, path: "/path", status, serverMessage });
}

export function entry(id: number, output: string, overrides: Partial<ProvisionerJobLog> = {}): ProvisionerJobLog {
  return { id, created_at: "", log_source: "provisioner", log_level: "info", stage: "Planning", output, ...overrides };
}

/** The job's own requests go to `requests`, in order; those of its failure too. */
export class FakeServer {
  readonly clock = new ManualClock();
  readonly log = new RecordingLog();
  /** The signal of the operation that waits. */
  readonly interrupt = new AbortController();
  readonly requests: string[] = [];
  readonly streams: FakeStream[] = [];
  job: ProvisionerJob = JOB;
  version: Partial<TemplateVersion> = {};
  logs: ProvisionerJobLog[] = [];
  variables: TemplateVersionVariable[] = [];
  /** Answers the next GET of the status instead of the server; taken from the front. */
  readonly interceptedGets: (() => Promise<void>)[] = [];
  onCancel: () => void | Promise<void> = () => {};
  connect: (stream: FakeStream) => void = () => {};
  streamsHeedAbort = true;
  /** Takes the place of what the server does. */
  overrides: Partial<JobEndpoints> = {};

  get stream(): FakeStream {
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

  readonly client: JobClient = {
    url: "https://coder.example.com",
    with: (options) => ({ ...this.endpointsFor(options), ...this.overrides }),
  };

  private readonly endpointsFor = (options: RequestOptions): JobEndpoints => ({
    getTemplateVersion: async (id) => {
      await this.request(`GET version ${id}`, options);
      return { ...VERSION, ...this.version, id, job: this.job };
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
    cancelWorkspaceBuild: (id) => this.cancel(`CANCEL build ${id}`, options),
    getWorkspaceBuildLogs: (id, query) => this.logsAfter(`GET build ${id} logs`, query, options),
    streamWorkspaceBuildLogs: (id, query) => this.open(`STREAM build ${id}`, query, options),
    getTemplate: (id) => {
      this.requests.push(`GET template ${id}`);
      if (id !== "template-1") return Promise.reject(apiError(404, "Resource not found."));
      return Promise.resolve({ id, name: "docker", organization_name: "acme" } as Template);
    },
    getOrganization: (name) => {
      this.requests.push(`GET organization ${name}`);
      return Promise.resolve({ id: "organization-1", name: "acme" } as Organization);
    },
  });

  private async request(name: string, options: RequestOptions): Promise<void> {
    this.requests.push(name);
    const { signal } = options;
    if (signal?.aborted === true) throw new Error("The request was aborted.");
    let abort: () => void = () => {};
    const aborted = new Promise<never>(
      (_resolve, reject) => (abort = () => reject(new Error("The request was aborted."))),
    );
    signal?.addEventListener("abort", abort);
    try {
      await Promise.race([this.interceptedGets.shift()?.(), aborted]);
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

  private open(name: string, query: { after?: number | undefined } | undefined, options: RequestOptions): FakeStream {
    this.requests.push(`${name} after ${query?.after ?? 0}`);
    const stream = new FakeStream(query?.after ?? 0, options.signal, this.streamsHeedAbort);
    this.streams.push(stream);
    this.connect(stream);
    return stream;
  }
}
