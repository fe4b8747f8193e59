// How long to wait for other builds of a workspace, and how often to look at it meanwhile.
import type { Clock } from "../../client/transport/clock";
import { remainingMilliseconds } from "../../deadline";
import type { CoderError } from "../../errors";
import type { Context } from "../../handler";
import { sleep } from "../../jobs/clock";

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/**
 * All waits for builds of others share one deadline. Each of the resource's own jobs has a deadline of its own, unless
 * the program sets a time for the operation as a whole.
 */
export class Patience {
  private readonly started: number;
  private ownJobs = 0;
  private conflicts = 0;
  private conflictingBuildId: string | undefined;

  constructor(
    private readonly context: Context,
    private readonly clock: Clock,
  ) {
    this.started = clock.now();
  }

  async whileOwnJob<Result>(run: () => Promise<Result>): Promise<Result> {
    const started = this.clock.now();
    try {
      return await run();
    } finally {
      this.ownJobs += this.clock.now() - started;
    }
  }

  /**
   * Longer with each round.
   * @throws what `giveUp` makes, once there is no time left; the signal's reason, once it is aborted.
   */
  async pause(round: number, giveUp: () => CoderError): Promise<void> {
    const left = this.remaining();
    if (left <= 0) throw giveUp();
    await sleep(
      this.clock,
      Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** round, LONGEST_PAUSE_MILLISECONDS, left),
      this.context.signal,
    );
    this.context.signal.throwIfAborted();
  }

  /** After a build was refused although none seems active. Longer each time, until another build is the latest. */
  async afterConflict(latestBuildId: string, giveUp: () => CoderError): Promise<void> {
    if (latestBuildId !== this.conflictingBuildId) this.conflicts = 0;
    this.conflictingBuildId = latestBuildId;
    await this.pause(this.conflicts++, giveUp);
  }

  private remaining(): number {
    const now = this.clock.now();
    const { deadline } = this.context;
    if (deadline.since !== undefined) return remainingMilliseconds(deadline, now);
    return deadline.milliseconds - (now - this.started - this.ownJobs);
  }
}
