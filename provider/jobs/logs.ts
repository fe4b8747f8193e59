// What a job's log says: cleaned and redacted lines, the status line, Terraform's error blocks. Pure; knows no request
// and no clock.
import { stripVTControlCharacters } from "node:util";
import type { ProvisionerJobLog } from "../client/provisioner";
import { MARK, redactorOf } from "../redaction";

const STATUS_LENGTH = 120;
const RECENT_LINES = 10;
const KEPT_ERROR_LINES = 500;
const SHOWN_BLOCKS = 8;
/** Of a long block the head says what, and the tail says how it ended. */
const BLOCK_HEAD_LINES = 25;
const BLOCK_TAIL_LINES = 12;
const LINE_HEAD_LENGTH = 350;
const LINE_TAIL_LENGTH = 150;

/** The last stage, which also follows a failure at another one. */
const CLEANUP_STAGE = "Cleaning Up";

/** Texts that must not be shown; "unknown" if they can't be told, and then no text of the log is shown. */
export type Secrets = readonly string[] | "unknown";

/** Asks for them once they are needed: until then, of the log only its stages are shown. Never rejects. */
export type SecretsOnDemand = () => Promise<Secrets>;

/** One line of a job's log as people may see it. */
export interface LogLine {
  stage: string;
  isError: boolean;
  isDebug: boolean;
  text: string;
}

/** Collects what the end of a job needs from its log, however long the log is. */
export class JobLog {
  private readonly errors: LogLine[] = [];
  private readonly recent: LogLine[] = [];
  private stage: string | undefined;

  add(line: LogLine): void {
    if (line.stage !== "" && line.stage !== CLEANUP_STAGE) this.stage = line.stage;
    if (line.isError && this.errors.length < KEPT_ERROR_LINES) this.errors.push(line);
    if (line.text === "" || line.isDebug) return;
    this.recent.push(line);
    if (this.recent.length > RECENT_LINES) this.recent.shift();
  }

  /** Where the job failed, or got to. */
  get lastStage(): string | undefined {
    return this.errors.at(-1)?.stage ?? this.stage;
  }

  get lastLines(): string[] {
    return this.recent.map((line) => line.text);
  }

  /** Terraform's errors, or whatever else was logged as one; undefined when nothing was. */
  get errorText(): string | undefined {
    return formatErrors(this.errors.map((line) => line.text));
  }
}

/** A log entry may hold several lines, colours, and values that must not be shown. */
export function readLogEntry(entry: ProvisionerJobLog, redact: (text: string) => string): LogLine[] {
  const clean = redact(stripVTControlCharacters(entry.output));
  return clean.split(/\r\n|\r|\n/).map((text) => ({
    stage: entry.stage,
    isError: entry.log_level === "error",
    isDebug: entry.log_level === "debug" || entry.log_level === "trace",
    text: text
      .replaceAll("\t", "  ")
      .replace(/\p{Cc}/gu, "")
      .trimEnd(),
  }));
}

/** The stage and the last line, as one short line. */
export function statusLine(stage: string, text: string): string {
  const line = [stage, text]
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => part !== "")
    .join(": ");
  const characters = [...line];
  return characters.length <= STATUS_LENGTH ? line : `${characters.slice(0, STATUS_LENGTH - 1).join("")}…`;
}

/** For a job's log. */
export function createRedactor(secrets: Secrets): (text: string) => string {
  if (secrets === "unknown") return (text) => (text === "" ? "" : MARK);
  return redactorOf(secrets);
}

/**
 * The names that the server lists when variables without a default got no value.
 * @see coderd/provisionerdserver UpdateJob
 */
export function missingVariableNames(jobError: string): string[] {
  const names = /required template variables need values: ([^\n]+)/.exec(jobError)?.[1] ?? "";
  return names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Whether the error only says that Terraform failed: why is in the log. */
export function isBareExitStatus(jobError: string): boolean {
  return /exit status \d+$/.test(jobError.trim());
}

/**
 * Blocks in order, each once. Terraform's plan repeats nothing; its init says everything twice and announces it first.
 */
function formatErrors(lines: readonly string[]): string | undefined {
  const blocks: string[][] = [];
  for (const line of lines.map(withoutBorder)) {
    if (/^Error: /.test(line) || blocks.length === 0) blocks.push([]);
    blocks.at(-1)?.push(line);
  }
  const texts = blocks.map((block) => trimBlankLines(block)).filter((block) => block.length > 0);
  const telling = texts.filter((block) => !isEmptyTalk(block.join(" ")));
  const unique = [...new Set((telling.length > 0 ? telling : texts).map((block) => shorten(block).join("\n")))];
  if (unique.length === 0) return undefined;
  const shown = unique.slice(0, SHOWN_BLOCKS);
  if (unique.length > shown.length) shown.push(`… and ${unique.length - shown.length} more.`);
  return shown.join("\n\n");
}

/** Without Terraform's frame around a block. An indented bar is text: it introduces the values of an expression. */
function withoutBorder(line: string): string {
  return line
    .replace(/^[╷╵]\s*$/, "")
    .replace(/^│ ?/, "")
    .trimEnd();
}

function isEmptyTalk(block: string): boolean {
  return /^Error: (Terraform encountered problems during initiali[sz]ation|execution halted\s*$)/.test(block);
}

function trimBlankLines(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first === -1 ? [] : lines.slice(first, last + 1);
}

function shorten(block: readonly string[]): string[] {
  const cut = block.map((line) =>
    line.length <= LINE_HEAD_LENGTH + LINE_TAIL_LENGTH
      ? line
      : `${line.slice(0, LINE_HEAD_LENGTH)} … ${line.slice(-LINE_TAIL_LENGTH)}`,
  );
  const left = cut.length - BLOCK_HEAD_LINES - BLOCK_TAIL_LINES;
  return left <= 1
    ? cut
    : [...cut.slice(0, BLOCK_HEAD_LINES), `… ${left} lines left out …`, ...cut.slice(-BLOCK_TAIL_LINES)];
}
