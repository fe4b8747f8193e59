// What people see while a job runs: one status line, and one warning when no provisioner will take the job up. Decides
// nothing.
import type { MatchedProvisioners, ProvisionerJob } from "../client/provisioner";
import type { Clock } from "../client/transport/clock";
import type { ResourceLog } from "../log";
import { after } from "./clock";
import { statusLine, type LogLine } from "./logs";

/** At most four status lines a second: each one is a call to the engine. */
const STATUS_INTERVAL_MILLISECONDS = 250;
/** Provisioners that restart are back within this time. */
const NO_PROVISIONER_GRACE_MILLISECONDS = 5_000;

export class Progress {
  private shownAt = Number.NEGATIVE_INFINITY;
  private shown: string | undefined;
  private next: string | undefined;
  private cancelShow: (() => void) | undefined;
  private readonly cancelGrace: () => void;
  private isGraceOver = false;
  private hasWarned = false;
  private waiting: { job: ProvisionerJob; matched: MatchedProvisioners | undefined } | undefined;
  private answersWithoutProvisioner = 0;
  /** Whether a wait for the server is shown, which nothing of the job has taken back yet. */
  private isWaitShown = false;

  constructor(
    private readonly log: ResourceLog,
    private readonly clock: Clock,
    private readonly title: string,
  ) {
    this.cancelGrace = after(clock, NO_PROVISIONER_GRACE_MILLISECONDS, () => {
      this.isGraceOver = true;
      this.warnOfMissingProvisioner();
    });
  }

  line(line: LogLine): void {
    this.waiting = undefined;
    this.isWaitShown = false;
    this.status(statusLine(line.stage, line.text));
  }

  /** Shows why the server is waited for, until it tells of the job again. */
  wait(why: string): void {
    this.isWaitShown = true;
    this.status(why);
  }

  /** Shows what the server says about a job that waits. Once it runs, the log says more. */
  job(job: ProvisionerJob, matched: MatchedProvisioners | undefined): void {
    if (job.status !== "pending") {
      this.waiting = undefined;
      if (this.isWaitShown) this.status("The server answers again: the job has not ended, and has said nothing since");
      this.isWaitShown = false;
      return;
    }
    this.isWaitShown = false;
    // Between two answers that tell of provisioners, others tell only the place in the queue.
    if (matched === undefined || matched !== this.waiting?.matched)
      this.answersWithoutProvisioner = matched?.available === 0 ? this.answersWithoutProvisioner + 1 : 0;
    this.waiting = { job, matched };
    this.status(queueText(job, this.isWithoutProvisioner ? matched : undefined));
    this.warnOfMissingProvisioner();
  }

  /** Shows the text as soon as the interval allows, unless a newer one comes first. */
  status(text: string): void {
    this.next = text;
    if (this.cancelShow !== undefined) return;
    const wait = this.shownAt + STATUS_INTERVAL_MILLISECONDS - this.clock.now();
    if (wait <= 0) this.show();
    else this.cancelShow = after(this.clock, Math.min(wait, STATUS_INTERVAL_MILLISECONDS), () => this.show());
  }

  close(): void {
    this.cancelShow?.();
    this.cancelGrace();
  }

  /**
   * One answer is not enough: the server reads the job before the provisioners, and one may take the job in between.
   */
  private get isWithoutProvisioner(): boolean {
    return this.answersWithoutProvisioner > 1;
  }

  private show(): void {
    this.cancelShow = undefined;
    if (this.next === undefined || this.next === this.shown) return;
    this.shown = this.next;
    this.shownAt = this.clock.now();
    this.log.status(this.shown);
  }

  private warnOfMissingProvisioner(): void {
    const matched = this.waiting?.matched;
    if (
      this.waiting === undefined ||
      matched === undefined ||
      !this.isWithoutProvisioner ||
      !this.isGraceOver ||
      this.hasWarned
    )
      return;
    this.hasWarned = true;
    const tags = tagsText(this.waiting.job.tags);
    const what =
      matched.count === 0
        ? `no provisioner matches the tags ${tags}`
        : `no provisioner that matches the tags ${tags} is connected${lastSeenText(matched)}`;
    this.log.warning(`${this.title} waits: ${what}. Start one with these tags, or correct the tags.`);
  }
}

function queueText(job: ProvisionerJob, matched: MatchedProvisioners | undefined): string {
  if (matched?.count === 0) return "Waiting for a provisioner: none matches the tags";
  if (job.queue_position <= 0 || job.queue_size <= 0) return "Waiting for a provisioner";
  return `Waiting for a provisioner: position ${job.queue_position} of ${job.queue_size}`;
}

function tagsText(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([key, value]) => `${key}="${value}"`)
    .join(", ");
}

function lastSeenText(matched: MatchedProvisioners): string {
  return matched.most_recently_seen === undefined ? "" : ` (last seen ${matched.most_recently_seen})`;
}
