// Takes secrets out of texts that are to be shown: messages, status lines, logs. A secret is found however it is
// written: as it is, quoted, escaped, encoded, or as a part of something longer that is encoded.

/** Stands where a secret was, as where the engine takes one out. */
export const MARK = "[secret]";

export interface RedactionOptions {
  /** Shorter texts are hidden only where no letter or digit stands beside them: otherwise they are parts of words. */
  wholeBelow?: number;
}

/** Shorter values are hidden nowhere: that would make a text unreadable, and they can be guessed. */
const SHORTEST_SECRET = 3;
/** Of encoded text, shorter pieces also stand in what holds no secret. */
const SHORTEST_ENCODED = 6;
const DEFAULT_WHOLE_BELOW = 4;

interface Range {
  start: number;
  end: number;
}

/** Hides every secret: whole, line by line, and in every form. Both secrets that overlap are hidden. */
export function redactorOf(
  secrets: Iterable<string>,
  { wholeBelow = DEFAULT_WHOLE_BELOW }: RedactionOptions = {},
): (text: string) => string {
  // Made when a text comes: most operations fail nowhere.
  let known: Set<string> | undefined;
  return (text) => {
    known ??= formsOfAll(secrets);
    return known.size === 0 ? text : hide(text, known, wholeBelow);
  };
}

function formsOfAll(secrets: Iterable<string>): Set<string> {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split(/\r\n|\r|\n/).map((line) => line.trim())]) {
      if (part.trim().length < SHORTEST_SECRET) continue;
      for (const form of [...writtenForms(part), ...encodedForms(part)]) forms.add(form);
    }
  }
  return forms;
}

/** As programs write a text within a text. */
function writtenForms(secret: string): string[] {
  const json = jsonText(secret);
  return [
    secret,
    json,
    jsonText(json),
    // Go writes these so in JSON.
    json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
    // Terraform, and shells.
    json.replace(/[$%]\{/g, (opening) => opening[0] + opening),
    secret.replaceAll("'", () => `'\\''`),
    ...[secret, json].map(htmlText),
  ];
}

/** As addresses, headers and files carry a text. */
function encodedForms(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const encoded = [
    // Half a character has no form in an address.
    ...urlForms(bytes.toString("utf8")),
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].map((offset) => base64Core(bytes, offset)).flatMap((core) => [core, urlSafe(core)]),
  ];
  return encoded.filter((form) => form.length >= SHORTEST_ENCODED);
}

/** Whichever characters are escaped, and however the digits are written. */
function urlForms(secret: string): string[] {
  const component = encodeURIComponent(secret);
  const strict = component.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return [component, strict, encodeURI(secret)]
    .flatMap((form) => [form, form.replaceAll("%20", "+")])
    .flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())]);
}

/** What base64 makes of the bytes alone, where so many other bytes stand before them. */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  return text.slice(first, last);
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function htmlText(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Finds all places before it replaces any, so that secrets that overlap are hidden whole. */
function hide(text: string, forms: ReadonlySet<string>, wholeBelow: number): string {
  const found: Range[] = [];
  const marks = placesOf(MARK, text);
  for (const form of forms) {
    for (const range of placesOf(form, text)) {
      // A text may pass here twice, and "secret" may be a secret.
      if (marks.some(({ start, end }) => start <= range.start && range.end <= end)) continue;
      if (form.length >= wholeBelow || isWhole(text, range)) found.push(range);
    }
  }
  const covered: Range[] = [];
  for (const range of found.sort((left, right) => left.start - right.start)) {
    const last = covered.at(-1);
    if (last !== undefined && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else covered.push(range);
  }
  return covered.reduceRight((rest, { start, end }) => rest.slice(0, start) + MARK + rest.slice(end), text);
}

function placesOf(form: string, text: string): Range[] {
  const places: Range[] = [];
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1))
    places.push({ start: at, end: at + form.length });
  return places;
}

function isWhole(text: string, { start, end }: Range): boolean {
  return !/[\p{L}\p{N}]/u.test(text.charAt(start - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(end));
}
