// The wait for one server job of any kind: log stream and polling side by side, deadline, cancellation. Words live in
// failure.ts, and the polling that many jobs share in shared-poll.ts.
import type { LogQuery } from "../client/job-logs";
import {
  hasJobEnded,
  type MatchedProvisioners,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "../client/provisioner";
import type { Clock } from "../client/transport/clock";
import { resumed } from "../client/transport/resume";
import { ApiError, ConfigurationError, messageOf, toError } from "../errors";
import type { ResourceLog } from "../log";
import { after, sleep } from "./clock";
import { statusLine, type JobLog, type Secrets, type SecretsOnDemand } from "./logs";
import type { JobClient, JobEndpoints } from "./job-client";
import { Progress } from "./progress";
import { sharedPollOf, type SharedPoll } from "./shared-poll";
import { ShownLog } from "./shown-log";

const FIRST_POLL_DELAY_MILLISECONDS = 500;
/** Without a stream, polling is all there is. Of a job that waits, it tells the place in the queue. */
const ONLY_POLL_MILLISECONDS = 2_000;
/** While the stream delivers, polling only guards against a stream that never ends. */
const GUARDING_POLL_MILLISECONDS = 5_000;
/** A request for this job alone, where the stream tells when it begins and ends. */
const SINGLE_POLL_MILLISECONDS = 10_000;
/** A job that has waited for so long is asked for alone: only that tells whether daemons for it are connected. */
const DOUBTFUL_WAIT_MILLISECONDS = 5_000;
/** How often at most, after a few times. */
const LONGEST_DOUBT_MILLISECONDS = 30_000;
const CANCELLING_POLL_MILLISECONDS = 500;
const CANCEL_RETRY_MILLISECONDS = 1_000;
/** How long to wait for the end of a cancelled job: Terraform stops within seconds, or not soon. */
export const CANCEL_GRACE_MILLISECONDS = 20_000;
const LAST_LOGS_MILLISECONDS = 5_000;

/** One kind of job: how to ask for it, through a client that is bound to the wait. */
export interface JobSource<Result> {
  get(client: JobEndpoints): Promise<Result>;
  /**
   * Asks when the job seems to have ended, where another request then brings more. Where several jobs are followed,
   * others may end at the same time.
   */
  getEnded?(client: JobEndpoints, areSeveral: boolean): Promise<Result>;
  jobOf(result: Result): ProvisionerJob;
  matchedProvisionersOf(result: Result): MatchedProvisioners | undefined;
  cancel(client: JobEndpoints): Promise<void>;
  logs(client: JobEndpoints, query: LogQuery): Promise<ProvisionerJobLog[]>;
  stream(client: JobEndpoints, query: LogQuery): AsyncIterable<ProvisionerJobLog>;
}

interface WaitOptions<Result> {
  client: JobClient;
  /** What the server answered a moment ago. */
  seen: Result | undefined;
  /** Id or name. */
  organization: string;
  log: ResourceLog;
  clock: Clock;
  signal: AbortSignal;
  deadlineMilliseconds: number;
  title: string;
  secrets: Secrets | SecretsOnDemand;
}

/** How a wait ended. */
export interface JobEnd<Result> {
  /** What the last GET said; undefined when none was answered. */
  result: Result | undefined;
  /** The job as it was last told, which may be later. */
  job: ProvisionerJob | undefined;
  /** Why this side ended the wait, where it did. */
  stoppedBy: StopCause | undefined;
  /** Why the server did not take the cancellation. */
  cancelFailure: string | undefined;
  /** The server's answer when the object is not there any more. */
  vanished: ApiError | undefined;
  log: JobLog;
  secrets: Secrets;
}

export type StopCause = "deadline" | "interrupt";

/** Resolves however the job ends. Rejects only when the server refuses to tell how it goes. */
export function waitForJob<Result>(source: JobSource<Result>, options: WaitOptions<Result>): Promise<JobEnd<Result>> {
  return new JobWait(source, options).run();
}

class JobWait<Result> {
  /** Ends requests and streams of this wait. The caller's signal does not: the job is cancelled after it. */
  private readonly over = new AbortController();
  /** Ends the patient polling when the job is to be cancelled. */
  private readonly hurry = new AbortController();
  private readonly progress: Progress;
  private readonly shown: ShownLog;
  private readonly ended: Promise<void>;
  private finish: () => void = () => {};
  private fail: (thrown: unknown) => void = () => {};
  private isFinished = false;
  private result: Result | undefined;
  private job: ProvisionerJob | undefined;
  private matched: MatchedProvisioners | undefined;
  private waitsSince: number | undefined;
  private endCheck: Promise<void> | undefined;
  private doubts = 0;
  private nextDoubt = 0;
  private vanished: ApiError | undefined;
  private isStreaming = true;
  private isLogComplete = false;
  private stoppedBy: StopCause | undefined;
  private cancelFailure: string | undefined;
  private endGrace: () => void = () => {};

  constructor(
    private readonly source: JobSource<Result>,
    private readonly options: WaitOptions<Result>,
  ) {
    this.progress = new Progress(options.log, options.clock, options.title);
    this.shown = new ShownLog(options.clock, this.progress, options.secrets);
    this.ended = new Promise((resolve, reject) => {
      this.finish = () => {
        this.close();
        resolve();
      };
      this.fail = (thrown) => {
        this.close();
        reject(toError(thrown));
      };
    });
  }

  async run(): Promise<JobEnd<Result>> {
    const { clock, signal, deadlineMilliseconds } = this.options;
    const onAbort = (): void => void this.stop("interrupt");
    const endDeadline = after(clock, deadlineMilliseconds, () => void this.stop("deadline"));
    signal.addEventListener("abort", onAbort);
    try {
      if (this.options.seen !== undefined) this.takeResult(this.options.seen);
      if (signal.aborted) onAbort();
      if (!this.isFinished) {
        void this.poll(this.hurry.signal);
        void this.follow(this.over.signal);
      }
      await this.ended;
      await this.completeLog();
      const isDone = this.result !== undefined && this.job?.status === "succeeded" && this.vanished === undefined;
      if (!isDone) await this.shown.reveal();
    } finally {
      signal.removeEventListener("abort", onAbort);
      endDeadline();
      this.endGrace();
      this.shown.close();
      this.progress.close();
      this.hurry.abort();
      this.over.abort();
    }
    const { result, job, stoppedBy, cancelFailure, vanished, shown } = this;
    return { result, job, stoppedBy, cancelFailure, vanished, log: shown.log, secrets: shown.secrets };
  }

  /** Never waits for the stream: one that hangs must not hide the end. */
  private async poll(signal: AbortSignal): Promise<void> {
    if (this.job === undefined) await this.checkWithLogs(signal);
    for (let round = 0; !signal.aborted; round++) {
      const told = await this.nextTold(round, signal);
      if (signal.aborted || this.isFinished) return;
      if (told !== undefined && !hasJobEnded(told)) this.takeJob(told);
      if (told === undefined || this.isDoubtful(told)) await this.checkWithLogs(signal);
      else if (hasJobEnded(told)) await this.checkEnd(signal);
      else if (!this.isStreaming) await this.readLogs(signal);
    }
  }

  /** The job as the shared polling tells it, after a pause; undefined where it has to be asked for alone. */
  private async nextTold(round: number, signal: AbortSignal): Promise<ProvisionerJob | undefined> {
    const { clock, client } = this.options;
    const { job, shared } = this;
    if (job === undefined || shared === undefined || this.stoppedBy !== undefined) {
      await sleep(clock, this.pollDelay(round, false), signal);
      return undefined;
    }
    const pause = this.pollDelay(round, shared.isUsable(clock));
    return shared.next(job.id, { client, clock, pause, signal, onWait: this.tellWait });
  }

  private pollDelay(round: number, isShared: boolean): number {
    if (this.stoppedBy !== undefined) return CANCELLING_POLL_MILLISECONDS;
    const isPending = this.job?.status === "pending";
    const slowest = !this.isStreaming
      ? ONLY_POLL_MILLISECONDS
      : !isShared
        ? SINGLE_POLL_MILLISECONDS
        : isPending
          ? ONLY_POLL_MILLISECONDS
          : GUARDING_POLL_MILLISECONDS;
    return Math.min(FIRST_POLL_DELAY_MILLISECONDS * 2 ** round, slowest);
  }

  private get shared(): SharedPoll | undefined {
    const { client, organization } = this.options;
    return this.job && sharedPollOf(client, this.job.organization_id ?? organization);
  }

  /**
   * Whether the job is to be asked for alone, as daemons for it may be lacking: the list tells which match it, but not
   * whether they are connected. Of all jobs that have the same tags and wait for long, one is enough.
   */
  private isDoubtful(job: ProvisionerJob): boolean {
    const now = this.options.clock.now();
    if (job.status !== "pending" || now < this.nextDoubt) return false;
    const hasWaitedLong = now - (this.waitsSince ?? now) >= DOUBTFUL_WAIT_MILLISECONDS;
    const isServed = (): boolean => this.shared?.isServed(job, now) === true;
    if (job.available_workers.length > 0 && (!hasWaitedLong || isServed())) return false;
    this.nextDoubt =
      now + Math.min(ONLY_POLL_MILLISECONDS * 2 ** Math.max(0, this.doubts - 2), LONGEST_DOUBT_MILLISECONDS);
    this.doubts += 1;
    return true;
  }

  private async checkWithLogs(signal: AbortSignal): Promise<void> {
    await Promise.all([this.check(signal), this.isStreaming ? undefined : this.readLogs(signal)]);
  }

  /** The stream and the list may tell of the end at the same time: one request is enough. */
  private checkEnd(signal: AbortSignal): Promise<void> {
    this.endCheck ??= this.check(signal, true).finally(() => (this.endCheck = undefined));
    return this.endCheck;
  }

  /** Asks for the status, which alone decides. Never rejects. */
  private async check(signal: AbortSignal, seemsEnded = false): Promise<void> {
    const { source } = this;
    try {
      const client = this.client(signal);
      const result = await (seemsEnded && source.getEnded !== undefined
        ? source.getEnded(client, this.shared?.areSeveral === true)
        : source.get(client));
      // After an answer that the job has ended, another that was under way does not count.
      if (this.isFinished) return;
      this.takeResult(result);
    } catch (thrown) {
      if (signal.aborted || this.isFinished) return;
      if (thrown instanceof ApiError && thrown.isGone) {
        this.vanished = thrown;
        this.finish();
      } else if (isPassing(thrown) && !(thrown instanceof ConfigurationError && this.result === undefined)) {
        const why = this.shown.redacted(messageOf(thrown));
        this.progress.wait(statusLine("Asking again how the job goes", why));
      } else {
        this.fail(thrown);
      }
    }
  }

  private takeResult(result: Result): void {
    this.result = result;
    const job = this.source.jobOf(result);
    this.matched = this.source.matchedProvisionersOf(result);
    this.takeJob(job);
    if (this.matched !== undefined && this.matched.available > 0)
      this.shared?.noteServed(job, this.options.clock.now());
    if (hasJobEnded(job)) this.finish();
  }

  private takeJob(job: ProvisionerJob): void {
    this.job = job;
    if (job.status === "pending") this.waitsSince ??= this.options.clock.now();
    this.progress.job(job, this.matched);
    // The job goes on, so a log that has ended is not complete.
    if (!hasJobEnded(job)) this.isLogComplete = false;
  }

  /**
   * Reads the stream, and opens it again after the last line, as long as the wait lasts. Its end is the first sign that
   * the job has ended. The wait does not depend on it: without a stream, polling reads the logs.
   */
  private async follow(signal: AbortSignal): Promise<void> {
    let before = 0;
    const open = (): AsyncIterable<ProvisionerJobLog> => {
      before = this.shown.lastId;
      this.isLogComplete = false;
      return this.source.stream(this.client(signal), logQuery(before));
    };
    const isOver = async (): Promise<boolean> => {
      this.isStreaming = false;
      this.isLogComplete = true;
      if (!signal.aborted) await this.checkEnd(signal);
      return signal.aborted || this.isFinished;
    };
    const isPassing = (): boolean => {
      this.isStreaming = false;
      this.isLogComplete = false;
      if (this.shown.lastId > before && !signal.aborted) void this.check(signal);
      return !signal.aborted;
    };
    const stream = { open, isOver, isPassing, tries: Infinity };
    try {
      for await (const entry of resumed(stream, this.options.clock, { signal })) {
        if (signal.aborted) return;
        this.isStreaming = true;
        this.shown.take(entry);
      }
    } catch (thrown) {
      if (!signal.aborted) this.fail(thrown);
    }
  }

  /** Reads the lines that no stream has brought. Never rejects: these lines only make messages fuller. */
  private async readLogs(signal: AbortSignal): Promise<void> {
    try {
      for (const entry of await this.source.logs(this.client(signal), logQuery(this.shown.lastId)))
        this.shown.take(entry);
    } catch {
      // See above.
    }
  }

  private async completeLog(): Promise<void> {
    const hasFailed = this.result !== undefined && this.source.jobOf(this.result).status === "failed";
    if (!hasFailed || this.isLogComplete || this.vanished !== undefined) return;
    await Promise.race([
      this.readLogs(this.over.signal),
      sleep(this.options.clock, LAST_LOGS_MILLISECONDS, this.over.signal),
    ]);
  }

  private close(): void {
    this.isFinished = true;
    this.shown.close();
  }

  /** Cancels the job and lets the polling find its end, for as long as the grace lasts. */
  private async stop(cause: StopCause): Promise<void> {
    if (this.stoppedBy !== undefined || this.isFinished) return;
    this.stoppedBy = cause;
    this.progress.status("Cancelling the job");
    this.endGrace = after(this.options.clock, CANCEL_GRACE_MILLISECONDS, this.finish);
    this.hurry.abort();
    void this.poll(this.over.signal);
    const { signal } = this.over;
    while (!signal.aborted) {
      this.cancelFailure = await this.cancel(signal);
      if (this.cancelFailure === undefined) return this.check(signal);
      await sleep(this.options.clock, CANCEL_RETRY_MILLISECONDS, signal);
    }
  }

  /** Undefined when the server cancels the job, or has done so, or the job has ended; else why it does not. */
  private async cancel(signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.source.cancel(this.client(signal));
      return undefined;
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 400) return undefined;
      if (!isPassing(thrown) && !signal.aborted) {
        // Refused for good: the job goes on, but the wait for it has to end.
        await this.check(signal);
        this.finish();
      }
      return messageOf(thrown);
    }
  }

  private readonly tellWait = (message: string): void => this.progress.wait(statusLine("", message));

  private client(signal: AbortSignal): JobEndpoints {
    return this.options.client.with({
      signal,
      onWait: this.tellWait,
      // After the operation's deadline, the requests that cancel the job have one of their own.
      ...(this.stoppedBy !== undefined && { deadline: { milliseconds: CANCEL_GRACE_MILLISECONDS } }),
    });
  }
}

function logQuery(after: number): LogQuery {
  return after === 0 ? {} : { after };
}

/** Whether a failure may pass: it does not say that the job, or the right to see it, is gone. */
function isPassing(thrown: unknown): boolean {
  // The server has answered before: if it is unreachable now, or something else answers, that is an outage. A refused
  // token is not.
  if (thrown instanceof ConfigurationError) return !(thrown.cause instanceof ApiError);
  if (!(thrown instanceof ApiError)) return false;
  return (
    thrown.isAnswerLost ||
    thrown.status === 429 ||
    (thrown.status !== undefined && thrown.status >= 500 && !thrown.isForbidden)
  );
}
