// The log of a job as it is shown while the job is followed: without secrets, and held back until it is known what they
// are.
import type { ProvisionerJobLog } from "../client/provisioner";
import type { Clock } from "../client/transport/clock";
import { after, sleep } from "./clock";
import { createRedactor, JobLog, readLogEntry, type Secrets, type SecretsOnDemand } from "./logs";
import type { Progress } from "./progress";

/** A log whose secrets are asked for on demand is shown once it has gone on for so long, or the job has failed. */
const HELD_BACK_MILLISECONDS = 10_000;
/** A server that does not tell them must not keep a failure secret. */
const LONGEST_ASKING_MILLISECONDS = 5_000;

export class ShownLog {
  readonly log = new JobLog();
  secrets: Secrets = "unknown";
  /** Of the last line that was taken: ids rise within a job. */
  lastId = 0;
  /** Undefined while it is not known what to hide: lines are held back until then. */
  #redact: ((text: string) => string) | undefined;
  readonly #heldBack: ProvisionerJobLog[] = [];
  #revealing: Promise<void> | undefined;
  #cancelReveal: (() => void) | undefined;
  #isOver = false;

  constructor(
    private readonly clock: Clock,
    private readonly progress: Progress,
    private readonly source: Secrets | SecretsOnDemand,
  ) {
    if (typeof source !== "function") this.#hide(source);
  }

  /** Stream and polling may both bring a line. */
  take(entry: ProvisionerJobLog): void {
    if (entry.id <= this.lastId) return;
    this.lastId = entry.id;
    if (this.#redact === undefined) this.#holdBack(entry);
    else this.#show(entry, this.#redact);
  }

  /** Empty while it is not known what to hide. */
  redacted(text: string): string {
    return this.#redact?.(text) ?? "";
  }

  /** The job has ended: lines are only kept from now on. */
  close(): void {
    this.#isOver = true;
    this.#cancelReveal?.();
  }

  /** Shows what was held back, without what is to be hidden; without all of it, where that is not told soon. */
  reveal(): Promise<void> {
    const { source } = this;
    if (typeof source !== "function") return Promise.resolve();
    this.#revealing ??= this.#ask(source).then((found) => {
      const redact = this.#hide(found);
      for (const entry of this.#heldBack.splice(0)) this.#show(entry, redact);
    });
    return this.#revealing;
  }

  async #ask(source: SecretsOnDemand): Promise<Secrets> {
    const asking = new AbortController();
    const isLate = sleep(this.clock, LONGEST_ASKING_MILLISECONDS, asking.signal).then((): Secrets => "unknown");
    const found = source().catch((): Secrets => "unknown");
    return Promise.race([found, isLate]).finally(() => asking.abort());
  }

  #show(entry: ProvisionerJobLog, redact: (text: string) => string): void {
    const lines = readLogEntry(entry, redact);
    for (const line of lines) this.log.add(line);
    const shown = lines.findLast((line) => line.text !== "") ?? lines[0];
    if (shown !== undefined && !this.#isOver) this.progress.line(shown);
  }

  #holdBack(entry: ProvisionerJobLog): void {
    this.#heldBack.push(entry);
    if (this.#isOver) return;
    this.#cancelReveal ??= after(this.clock, HELD_BACK_MILLISECONDS, () => void this.reveal());
    // The server names the stages, whatever the template is.
    this.progress.line({ stage: entry.stage, isError: false, isDebug: false, text: "" });
  }

  #hide(secrets: Secrets): (text: string) => string {
    this.secrets = secrets;
    return (this.#redact = createRedactor(secrets));
  }
}
