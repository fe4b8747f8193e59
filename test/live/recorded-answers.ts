// Answers of the real server as the unit tests have them in test/provider/client/recorded: without what tells of a
// machine, short, and the same in each run. With LIVE_RECORD=yes the live test of the answers writes them anew.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { RECORDED_FOLDER, type Answers } from "../provider/client/answers";

const NO_ID = "00000000-0000-0000-0000-000000000000";
const MOST_ENTRIES = 4;
const MOST_LETTERS = 60;

/** Paths of this machine, and such as are on others. */
const OWN_FOLDERS = [os.homedir(), os.tmpdir(), path.join(__dirname, "..", "..")]
  .map((folder) => folder.replace(/[^\w/]/g, "\\$&"))
  .join("|");
const OWN_PATH = new RegExp(`(?<![\\w.:/])(?:${OWN_FOLDERS}|/(?:root|home|tmp|var|usr|private|Users))/[^\\s"']*`, "g");

export const isRecording = process.env["LIVE_RECORD"] === "yes";

/** One file for each noun, which is the first part of the path. */
export function writeRecorded(answers: Answers): void {
  const byNoun = new Map<string, Record<string, unknown>>();
  for (const operation of Object.keys(answers).sort()) {
    const noun = operation.split("/")[1] ?? "";
    byNoun.set(noun, { ...byNoun.get(noun), [operation]: answers[operation] });
  }
  for (const [noun, each] of byNoun)
    fs.writeFileSync(path.join(RECORDED_FOLDER, `${noun}.json`), `${JSON.stringify(each, null, 1)}\n`);
}

/** `replaced` is what else is of this run only, with what stands for it. */
export function anonymous(answers: Answers, replaced: readonly (readonly [text: string, by: string])[]): Answers {
  const ids = new Map([[NO_ID, NO_ID]]);
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size).padStart(12, "0")}`;
    ids.set(id, known);
    return known;
  };
  const textOf = (text: string): string => {
    const plain = [...replaced, [os.hostname(), "machine"] as const].reduce(
      (shown, [own, by]) => (own === "" ? shown : shown.replaceAll(own, by)),
      text,
    );
    return plain
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, idOf)
      .replace(/^(?!0001)\d{4}-\d\d-\d\dT[\d:.]+Z$/, "2026-01-31T12:00:00.5Z")
      .replace(OWN_PATH, "/folder")
      .replace(/\b127\.0\.0\.1:\d+|\blocalhost:\d+(?!\d|\/healthz)/g, "coder.example.com");
  };
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return textOf(value).slice(0, MOST_LETTERS);
    if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [textOf(key), visit(entry)]));
  };
  return visit(answers) as Answers;
}

/** Place → the kinds of values that stand there. A null says nothing of the kind. */
export function shapeOf(value: unknown, place = "", kinds = new Map<string, string>()): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return kinds;
  if (Array.isArray(value)) {
    for (const entry of value) shapeOf(entry, `${place}[]`, kinds);
  } else if (typeof value === "object") {
    for (const [key, entry] of Object.entries(value)) shapeOf(entry, `${place}.${key}`, kinds);
  } else kinds.set(place, typeof value);
  return kinds;
}
