// The words for a job that did not succeed: how it ended, where, why, and where to look. Asks the server nothing.
import { hasJobEnded, type ProvisionerJob } from "../client/provisioner";
import { deadlineText, type Deadline } from "../deadline";
import { JobError, quoted } from "../errors";
import { CANCEL_GRACE_MILLISECONDS, type JobEnd, type StopCause } from "./follower";
import { createRedactor, isBareExitStatus, type JobLog, type Secrets } from "./logs";

/** @see provisionerd/runner/runner.go errorCodes */
export const REQUIRED_VARIABLES_CODE = "REQUIRED_TEMPLATE_VARIABLES";
/** @see coderd/jobreaper/detector.go reapJob */
const GIVEN_UP = /has been detected as \w+ for .* terminated by the reaper/;
const MISSING_PARAMETER_CODE = "MISSING_TEMPLATE_PARAMETER";

export interface FailureWords {
  title: string;
  /** What did not happen to it: "was not imported". */
  outcome: string;
  /** What to do about a failure that lies in the template's code. */
  remedy: string;
  deadline: Deadline;
  secrets: Secrets;
  /** Names of template variables that have no value, where that is why the job failed. */
  missingVariables: readonly string[];
  /** Where to look further, each as a line. */
  pages: readonly string[];
}

interface RedactedWords extends FailureWords {
  redact: (text: string) => string;
}

export function createJobError(end: JobEnd<unknown>, job: ProvisionerJob | undefined, given: FailureWords): JobError {
  const words: RedactedWords = { ...given, redact: createRedactor(given.secrets) };
  // A job may fail by itself at the moment at which it was to be cancelled.
  const cause =
    end.stoppedBy !== undefined && !(job?.status === "failed" && job.canceled_at === undefined) ? end.stoppedBy : "job";
  const stage = end.log.lastStage;
  const parts = [`${words.title} ${words.outcome}: ${headline(end, job, cause, words)}`];
  if (cause === "job") parts.push(...reasons(end.log, job, words));
  else parts.push(...whereItWas(end.log, job));
  if (cause === "interrupt") parts.push("Run it again: it goes on with what has been made.");
  if (words.pages.length > 0) parts.push(words.pages.join("\n"));
  return new JobError(
    parts.join("\n\n"),
    {
      jobId: job?.id ?? "",
      status: job?.status ?? "unknown",
      errorCode: job?.error_code,
      stage,
      lastLogLines: end.log.lastLines,
      cause,
    },
    end.vanished === undefined ? undefined : { cause: end.vanished },
  );
}

function headline(
  end: JobEnd<unknown>,
  job: ProvisionerJob | undefined,
  cause: "job" | StopCause,
  words: RedactedWords,
): string {
  if (end.vanished !== undefined)
    return "while its job was followed, it vanished from the server, or from what this token may see.";
  const stage = end.log.lastStage === undefined ? "" : ` at the stage "${end.log.lastStage}"`;
  if (cause === "job") {
    return isCanceled(job)
      ? `its job was canceled on the server${stage}; it ended as "${job?.status}".`
      : `its job failed${stage}.`;
  }
  const why =
    cause === "deadline"
      ? `its job was not done after ${deadlineText(words.deadline)}`
      : "the operation was interrupted";
  return `${why}${cancellationText(end, job, words)}`;
}

function cancellationText(end: JobEnd<unknown>, job: ProvisionerJob | undefined, words: RedactedWords): string {
  if (job !== undefined && hasJobEnded(job)) return cancelledText(job);
  if (end.cancelFailure !== undefined) {
    // The answer to a cancellation has no values of the job: nothing has to be hidden where they are unknown.
    const reason = words.secrets === "unknown" ? end.cancelFailure : words.redact(end.cancelFailure);
    return `. The server did not cancel the job, which may still run: ${reason}`;
  }
  return `. Its job was asked to stop, and had not done so ${CANCEL_GRACE_MILLISECONDS / 1_000} seconds later.`;
}

function cancelledText(job: ProvisionerJob): string {
  return `, so it was cancelled; it ended as "${job.status}".`;
}

function reasons(log: JobLog, job: ProvisionerJob | undefined, words: RedactedWords): string[] {
  // What Terraform says of its interruption explains nothing.
  if (job?.status !== "failed" || isCanceled(job)) return [];
  const parts: string[] = [];
  const { errorText } = log;
  const jobError = words.redact(job.error ?? "");
  if (errorText !== undefined) parts.push(errorText);
  if (job.error_code === REQUIRED_VARIABLES_CODE && words.missingVariables.length > 0) {
    return [
      ...parts,
      `These template variables have no default and got no value: ${quoted(words.missingVariables)}. ` +
        "Set them in `variables`.",
    ];
  }
  if (jobError !== "" && (errorText === undefined || !isBareExitStatus(jobError)))
    parts.push(`The server says: ${jobError}`);
  if (errorText === undefined && log.lastLines.length > 0)
    parts.push(`The last lines of its log:\n${log.lastLines.join("\n")}`);
  if (job.error_code === REQUIRED_VARIABLES_CODE)
    parts.push("A template variable has no default and got no value. Set it in `variables`.");
  else if (job.error_code === MISSING_PARAMETER_CODE)
    parts.push("A template parameter has no default and got no value. Set it in `parameters`.");
  else if (GIVEN_UP.test(job.error ?? ""))
    parts.push(
      "The server was down, or has lost the provisioner that ran the job. Nothing has to be corrected: run again.",
    );
  else parts.push(words.remedy);
  return parts;
}

function whereItWas(log: JobLog, job: ProvisionerJob | undefined): string[] {
  if (job !== undefined && job.started_at === undefined) return ["No provisioner had taken the job up."];
  const lastLine = log.lastLines.at(-1);
  if (log.lastStage === undefined) return [];
  return [`It was at the stage "${log.lastStage}"${lastLine === undefined ? "" : `: ${lastLine}`}`];
}

/** A running job that is cancelled mostly ends as failed. */
function isCanceled(job: ProvisionerJob | undefined): boolean {
  return job?.status === "canceled" || job?.canceled_at !== undefined;
}
