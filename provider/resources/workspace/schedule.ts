// Schedules and times of workspaces: the server's rules, offline, with the reason for each refusal.
import { Cron } from "croner";
import { z } from "zod";

const ZONE_PREFIX = "CRON_TZ=";
const EXAMPLE = '"CRON_TZ=Europe/Berlin 30 8 * * 1-5"';
const MILLISECONDS_PER_MINUTE = 60_000;
export const LONGEST_TTL_MILLISECONDS = 30 * 24 * 60 * MILLISECONDS_PER_MINUTE;

/**
 * What the server knows in a list: the library knows more (`L`, `#`, `W`), and takes some slips (`5*`, `/5`).
 * @see github.com/robfig/cron/v3 parser.go getRange
 */
const TIMES = /^([*?]|\d+(-\d+)?)(\/\d+)?$/;
const DAYS = /^([*?]|(\d+|[a-z]{3})(-(\d+|[a-z]{3}))?)(\/\d+)?$/i;
const STEP = /\/(\d+)$/;

/** When a workspace starts by itself; "" means never. @see coderd/schedule/cron/cron.go Weekly */
export const autostartScheduleSchema = z.string().superRefine((schedule, issues) => {
  const reason = scheduleReason(schedule);
  if (reason !== undefined) issues.addIssue({ code: "custom", message: reason });
});

/** Time from start to automatic stop; 0 means never. @see coderd/workspaces.go validWorkspaceTTLMillis */
export const ttlMillisecondsSchema = z.int().superRefine((ttl, issues) => {
  const reason = ttlReason(ttl);
  if (reason !== undefined) issues.addIssue({ code: "custom", message: reason });
});

/** The server cuts off what is not a whole minute: left in, it would be a difference for ever. */
function ttlReason(ttl: number): string | undefined {
  const range = "Must be 0 (never) or whole minutes, from 60000 (a minute) to 2592000000 (30 days)";
  if (ttl === 0) return undefined;
  if (ttl < MILLISECONDS_PER_MINUTE || ttl > LONGEST_TTL_MILLISECONDS) return `${range}; it is ${ttl}.`;
  if (ttl % MILLISECONDS_PER_MINUTE === 0) return undefined;
  const below = ttl - (ttl % MILLISECONDS_PER_MINUTE);
  return (
    `${range}; it is ${ttl}. Use ${below} or ` +
    `${Math.min(below + MILLISECONDS_PER_MINUTE, LONGEST_TTL_MILLISECONDS)}.`
  );
}

function scheduleReason(schedule: string): string | undefined {
  if (schedule === "") return undefined;
  if (schedule.includes("@"))
    return `Must be five cron fields, not a name such as "@daily". Write it as in ${EXAMPLE}.`;
  if (schedule.trimStart().startsWith("TZ="))
    return `Must begin with a field or with "${ZONE_PREFIX}", as in ${EXAMPLE}.`;
  const [zone, fields] = splitZone(schedule);
  const [minutes, hours, dayOfMonth, month, daysOfWeek] = fields;
  if (fields.length !== 5 || minutes === undefined || hours === undefined || daysOfWeek === undefined) {
    return (
      `Must be five fields (minute, hour, day of month, month, day of week) after an optional "${ZONE_PREFIX}<time ` +
      `zone> "; it has ${fields.length}. An example: ${EXAMPLE}.`
    );
  }
  if (dayOfMonth !== "*" || month !== "*") {
    return (
      `Must have "*" as day of month and as month, the third and fourth field: a workspace's schedule repeats ` +
      "every week."
    );
  }
  return (
    zoneReason(zone) ??
    fieldReason(minutes, { name: "minute", form: TIMES, highest: 59, inSchedule: (part) => `${part} * * * *` }) ??
    fieldReason(hours, { name: "hour", form: TIMES, highest: 23, inSchedule: (part) => `* ${part} * * *` }) ??
    dayReason(daysOfWeek)
  );
}

function splitZone(schedule: string): [zone: string | undefined, fields: string[]] {
  const words = schedule.split(/\s+/).filter((word) => word !== "");
  if (!schedule.startsWith(ZONE_PREFIX)) return [undefined, words];
  return [words[0]?.slice(ZONE_PREFIX.length), words.slice(1)];
}

function zoneReason(zone: string | undefined): string | undefined {
  if (zone === undefined || zone === "UTC") return undefined;
  if (zone === "" || /^local$/i.test(zone))
    return (
      `Must name a time zone after "${ZONE_PREFIX}", as in ${EXAMPLE}: the server's own local time is not ` +
      "accepted."
    );
  const known = resolveZone(zone);
  if (known === undefined)
    return `"${zone}" is not a time zone of the IANA database. Use a name such as "Europe/Berlin" or "UTC".`;
  if (known !== zone && known.toLowerCase() === zone.toLowerCase())
    return `The time zone is written "${known}", not "${zone}".`;
  return undefined;
}

/** Offsets such as "+01:00" are zones for JavaScript, but not for the server. */
function resolveZone(zone: string): string | undefined {
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function dayReason(text: string): string | undefined {
  if (/(^|[,-])0*7($|[,/-])/.test(text))
    return `The day of week "${text}" is not valid: days are 0 to 6, and Sunday is 0.`;
  return fieldReason(text, { name: "day of week", form: DAYS, highest: 6, inSchedule: (part) => `* * * * ${part}` });
}

interface Field {
  name: string;
  form: RegExp;
  highest: number;
  /** Puts a part of the field into a schedule that has nothing else that could be wrong. */
  inSchedule: (part: string) => string;
}

function fieldReason(text: string, { name, form, highest, inSchedule }: Field): string | undefined {
  const reasons = text.split(",").map((part) => {
    if (!form.test(part)) {
      const days = form === DAYS ? ', and days as "mon"' : "";
      return `the server knows "*", numbers, ranges as "1-5", steps as "*/2", and lists of these${days}.`;
    }
    if (Number(STEP.exec(part)?.[1]) === 0) return "a step must be 1 or more.";
    try {
      // The server takes any step, the library only those within the range; Sunday as the end of a range is its 7.
      new Cron(inSchedule(part.replace(STEP, "").replace(/-sun$/i, "-0")), { mode: "5-part", paused: true });
      return undefined;
    } catch {
      return `numbers are 0 to ${highest}, and a range goes from the lower to the higher.`;
    }
  });
  const reason = reasons.find((each) => each !== undefined);
  return reason === undefined ? undefined : `The ${name} "${text}" is not valid: ${reason}`;
}
