// Looks through every byte that a run has left for secrets, in whatever form. Written apart from what the provider
// hides secrets with: a form that one of them forgot shows.
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Something written: a file, an output, a message. */
export interface Place {
  name: string;
  bytes: Buffer;
}

export interface Leak {
  place: string;
  /** The secret's name. */
  secret: string;
  form: string;
  /** The line with the secret, its middle if it is long. */
  line: string;
}

const GZIP = Buffer.of(0x1f, 0x8b);
/** Of an encoded secret, less than this says nothing. */
const SHORTEST_FORM = 6;
const SHOWN = 120;

/** Every leak, and whatever could not be looked through: a test expects both to be empty. */
export interface Scan {
  leaks: Leak[];
  unread: string[];
}

/** Names and contents of everything below a folder, links and compressed files as well. */
export function scanFolder(folder: string, secrets: Readonly<Record<string, string>>): Scan {
  const { places, unread } = placesBelow(folder);
  return { leaks: scanPlaces(places, secrets), unread };
}

export function scanTexts(texts: readonly string[], secrets: Readonly<Record<string, string>>): Leak[] {
  return scanPlaces(
    texts.map((text, index) => ({ name: `text ${index + 1}`, bytes: Buffer.from(text) })),
    secrets,
  );
}

function placesBelow(folder: string): { places: Place[]; unread: string[] } {
  const places: Place[] = [];
  const unread: string[] = [];
  const walk = (directory: string): void => {
    for (const entry of readdirSync(directory)) {
      const path = join(directory, entry);
      const status = lstatSync(path);
      places.push({ name: `the name of ${path}`, bytes: Buffer.from(entry) });
      if (status.isDirectory()) walk(path);
      else if (status.isSymbolicLink()) places.push({ name: path, bytes: Buffer.from(readlinkSync(path)) });
      else if (status.isFile()) places.push(...placesOf(path, unread));
      else unread.push(path);
    }
  };
  walk(folder);
  return { places, unread };
}

function placesOf(path: string, unread: string[]): Place[] {
  const bytes = readFileSync(path);
  const places = [{ name: path, bytes }];
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return places;
  try {
    places.push({ name: `${path}, unpacked`, bytes: gunzipSync(bytes) });
  } catch {
    unread.push(path);
  }
  return places;
}

function scanPlaces(places: readonly Place[], secrets: Readonly<Record<string, string>>): Leak[] {
  const wanted = Object.entries(secrets).flatMap(([secret, value]) =>
    [...formsOf(value)].map(([text, form]) => ({ secret, form, bytes: Buffer.from(text, "utf8") })),
  );
  return places.flatMap(({ name, bytes }) =>
    wanted.flatMap(({ secret, form, bytes: needle }) =>
      positionsOf(bytes, needle).map((at) => ({ place: name, secret, form, line: lineAt(bytes, at, needle.length) })),
    ),
  );
}

/** Text → the form's name. */
export function formsOf(value: string): Map<string, string> {
  if (value.length < SHORTEST_FORM) throw new Error("A secret that short is found everywhere.");
  const forms = new Map<string, string>();
  const add = (form: string, text: string): void => {
    if (text.length >= SHORTEST_FORM && !forms.has(text)) forms.set(text, form);
  };
  add("raw", value);
  for (const line of value.split("\n")) add("line", line.trim());
  const json = JSON.stringify(value).slice(1, -1);
  add("JSON", json);
  add("JSON in JSON", JSON.stringify(json).slice(1, -1));
  add(
    "JSON of Go",
    json
      .replaceAll("<", String.raw`\u003c`)
      .replaceAll(">", String.raw`\u003e`)
      .replaceAll("&", String.raw`\u0026`),
  );
  const url = encodeURIComponent(value);
  const strict = [...Buffer.from(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
  for (const text of [url, strict, new URLSearchParams({ a: value }).toString().slice(2)]) {
    add("URL", text);
    add(
      "URL",
      text.replace(/%../g, (escape) => escape.toLowerCase()),
    );
    add(
      "URL",
      text.replace(/%../g, (escape) => escape.toUpperCase()),
    );
  }
  const hex = Buffer.from(value).toString("hex");
  add("hex", hex);
  add("hex", hex.toUpperCase());
  for (const before of ["", "x", "xx"]) {
    for (const after of ["", "x", "xx"]) {
      for (const encoding of ["base64", "base64url"] as const) {
        const whole = Buffer.from(before + value + after).toString(encoding);
        // A character of base64 has six bits: those at both ends hold bits of the neighbours.
        const first = Math.ceil((before.length * 8) / 6);
        const length = Math.floor(((before.length + Buffer.byteLength(value)) * 8) / 6) - first;
        add(`base64 from ${before.length}`, whole.slice(first, first + length));
      }
    }
  }
  return forms;
}

function positionsOf(bytes: Buffer, needle: Buffer): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + needle.length)) found.push(at);
  return found;
}

function lineAt(bytes: Buffer, at: number, length: number): string {
  const start = Math.max(bytes.lastIndexOf("\n", at) + 1, at - SHOWN);
  const next = bytes.indexOf("\n", at + length);
  return bytes.subarray(start, Math.min(next === -1 ? bytes.length : next, at + length + SHOWN)).toString("utf8");
}
