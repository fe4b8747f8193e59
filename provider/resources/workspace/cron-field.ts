// One field of a cron schedule, by the rules of the server's parser. Libraries know other rules: they take a step
// without a beginning or from beyond the range, and refuse one that is longer than it.

export interface CronField {
  lowest: number;
  highest: number;
  /** What stands for the numbers from the lowest on, in small letters. */
  names?: readonly string[];
}

/**
 * Why the server would refuse it, or could only mean something else than what was meant ("1,", "*-5").
 * @see github.com/robfig/cron/v3 parser.go getField
 */
export function cronFieldReason(text: string, field: CronField): string | undefined {
  return text
    .split(",")
    .map((part) => partReason(part, field))
    .find((reason) => reason !== undefined);
}

/** `*`, `5`, `5-10`, each also with a step as in `5-10/2`; a step after a single number goes on to the highest. */
function partReason(part: string, field: CronField): string | undefined {
  if (part === "") return "Invalid list value format.";
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0) return `Invalid repeat: ${part}.`;
  if (step !== undefined && !/^\d+$/.test(step)) return `Invalid repeat: ${part}.`;
  const reason = rangeReason(range, field);
  if (reason !== undefined) return reason;
  return step !== undefined && Number(step) === 0 ? "Constraint error, cannot repeat at every 0 time." : undefined;
}

function rangeReason(range: string, field: CronField): string | undefined {
  if (range === "*" || range === "?") return undefined;
  const values = range.split("-").map((word) => valueOf(word, field));
  const [first, last = first] = values;
  if (first === undefined || last === undefined || values.length > 2 || values.includes(undefined))
    return `Invalid range: ${range}.`;
  const expected = `expected range ${field.lowest}-${field.highest}`;
  if ([first, last].some((value) => value < field.lowest || value > field.highest))
    return `Constraint error, got ${values.length === 1 ? `value ${first}` : `range ${first}-${last}`} ${expected}.`;
  return first > last ? `Invalid range: ${first}-${last}, min(${first}) > max(${last}).` : undefined;
}

function valueOf(word: string, { lowest, names = [] }: CronField): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  const index = names.indexOf(word.toLowerCase());
  return index === -1 ? undefined : lowest + index;
}
