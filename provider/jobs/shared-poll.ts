// Asks with one request how several jobs are getting on: all that are followed at the same time with one server and
// token, in one organization.
import type { ProvisionerJob } from "../client/provisioner";
import type { Clock } from "../client/transport/clock";
import { isRefusal } from "../client/transport/list-pause";
import { after, sleep } from "./clock";
import type { JobClient } from "./job-client";

/** The address of such a request has some 4,000 bytes, which most proxies take. */
const IDS_PER_REQUEST = 100;
/** Where it is too long for a proxy. */
const IDS_IN_SHORT_REQUEST = 48;
/** However many jobs come and go, there is no more than one round in this time. */
const SHORTEST_GAP_MILLISECONDS = 2_000;
/** After that the jobs are asked for one by one, each with the time that its operation has. */
const ROUND_MILLISECONDS = 15_000;
/** How long a list that did not answer in time is left alone. */
const REST_MILLISECONDS = 60_000;
/** How long an answer that daemons take jobs with certain tags counts for all jobs with these tags. */
const SERVED_MILLISECONDS = 30_000;

/** How one job is asked about. */
export interface Question {
  client: JobClient;
  clock: Clock;
  /** How long the answer may be in coming, in milliseconds. */
  pause: number;
  /** Ends the wait for the answer. */
  signal: AbortSignal;
  /** Told what the request waits for. */
  onWait: (message: string) => void;
}

interface Waiter extends Question {
  jobId: string;
  due: number;
  resolve: (job: ProvisionerJob | undefined) => void;
}

const polls = new Map<string, SharedPoll>();

/** The one for the client's server and token. */
export function sharedPollOf(client: JobClient, organization: string): SharedPoll {
  const key = `${client.identity} ${organization}`;
  const known = polls.get(key) ?? new SharedPoll(organization);
  polls.set(key, known);
  return known;
}

export class SharedPoll {
  /** The token may not list jobs, or the server can't. */
  private isRefused = false;
  private idsPerRequest = IDS_PER_REQUEST;
  private readonly waiters = new Set<Waiter>();
  private readonly served = new Map<string, number>();
  private earliest = Number.NEGATIVE_INFINITY;
  private restsUntil = Number.NEGATIVE_INFINITY;
  /** When the clock was looked at last. */
  private seenAt = Number.NEGATIVE_INFINITY;
  private cancelRound: () => void = () => {};
  private request: AbortController | undefined;

  constructor(private readonly organization: string) {}

  /** Whether the list is asked, as far as is known: else each job has to be asked for by itself. */
  isUsable(clock: Clock): boolean {
    return !this.isRefused && this.timeOf(clock) >= this.restsUntil;
  }

  /**
   * The job as the next round finds it; undefined where the list does not tell, and once waiting is over. Never
   * rejects.
   */
  async next(jobId: string, question: Question): Promise<ProvisionerJob | undefined> {
    const { clock, pause, signal } = question;
    if (!this.isUsable(clock)) {
      await sleep(clock, pause, signal);
      return undefined;
    }
    if (signal.aborted) return undefined;
    return new Promise((resolve) => {
      const settle = (job: ProvisionerJob | undefined): void => {
        signal.removeEventListener("abort", leave);
        this.waiters.delete(waiter);
        resolve(job);
      };
      const leave = (): void => {
        settle(undefined);
        this.plan();
      };
      const waiter: Waiter = { ...question, jobId, due: this.timeOf(clock) + pause, resolve: settle };
      signal.addEventListener("abort", leave);
      this.waiters.add(waiter);
      this.plan();
    });
  }

  /** Whether several jobs are asked for together now. */
  get areSeveral(): boolean {
    return this.waiters.size > 1;
  }

  /** Whether it was found lately that daemons are there which take jobs with these tags. */
  isServed({ tags }: ProvisionerJob, now: number): boolean {
    return (this.served.get(keyOf(tags)) ?? Number.NEGATIVE_INFINITY) > now;
  }

  noteServed({ tags }: ProvisionerJob, now: number): void {
    this.served.set(keyOf(tags), now + SERVED_MILLISECONDS);
  }

  /** The time now. When the clock was set back, all that is planned moves with it, so that nothing waits longer. */
  private timeOf(clock: Clock): number {
    const now = clock.now();
    const back = Math.max(0, this.seenAt - now);
    this.seenAt = now;
    if (back === 0) return now;
    this.earliest -= back;
    this.restsUntil -= back;
    for (const waiter of this.waiters) waiter.due -= back;
    for (const [tags, until] of this.served) this.served.set(tags, until - back);
    return now;
  }

  /** Sets the time of the next round anew. */
  private plan(): void {
    this.cancelRound();
    const [first] = this.waiters;
    if (first === undefined) this.request?.abort();
    if (first === undefined || this.request !== undefined) return;
    const { clock } = first;
    const now = this.timeOf(clock);
    const due = Math.max(this.earliest, Math.min(...[...this.waiters].map((waiter) => waiter.due)));
    this.cancelRound = after(clock, Math.max(0, due - now), () => void this.ask());
  }

  private async ask(): Promise<void> {
    const asked = [...this.waiters];
    const [first] = asked;
    if (first === undefined) return;
    const { clock } = first;
    const request = (this.request = new AbortController());
    let isLate = false;
    const cancelEnd = after(clock, ROUND_MILLISECONDS, () => {
      isLate = true;
      request.abort();
    });
    const ids = [...new Set(asked.map(({ jobId }) => jobId))];
    const { idsPerRequest } = this;
    const pages = Array.from({ length: Math.ceil(ids.length / idsPerRequest) }, (_page, index) =>
      this.list(ids.slice(index * idsPerRequest, (index + 1) * idsPerRequest), first, request.signal),
    );
    const jobs = new Map((await Promise.all(pages)).flat().map((job) => [job.id, job]));
    cancelEnd();
    this.request = undefined;
    const now = this.timeOf(clock);
    this.earliest = now + SHORTEST_GAP_MILLISECONDS;
    if (isLate) this.restsUntil = now + REST_MILLISECONDS;
    for (const { jobId, resolve } of asked) resolve(jobs.get(jobId));
    // Who came meanwhile. The others come again, and set the time anew.
    this.plan();
  }

  /** Tells nothing where the request fails: then each job is asked for by itself, which shows what is wrong. */
  private async list(ids: readonly string[], { client }: Waiter, signal: AbortSignal): Promise<ProvisionerJob[]> {
    const onWait = (message: string): void => this.waiters.forEach((waiter) => waiter.onWait(message));
    const endpoints = client.with({ signal, onWait, deadline: { milliseconds: ROUND_MILLISECONDS } });
    try {
      return await endpoints.getProvisionerJobs(this.organization, { ids, limit: ids.length });
    } catch (thrown) {
      if (isRefusal(thrown)) this.noteRefusal(thrown.status);
      return [];
    }
  }

  /** A member may not see the list, and an older server has none. */
  private noteRefusal(status: number | undefined): void {
    if (status === 414 && this.idsPerRequest > IDS_IN_SHORT_REQUEST) this.idsPerRequest = IDS_IN_SHORT_REQUEST;
    else this.isRefused = true;
  }
}

function keyOf(tags: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(tags).sort(([left], [right]) => (left < right ? -1 : 1)));
}
