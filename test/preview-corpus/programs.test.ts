// The corpus itself: how many programs there are, that each says what it is for, and that the page's table of what
// previews refuse has a program for each row.
import fs from "node:fs";
import path from "node:path";
import { PAGE, readPrograms, type CorpusProgram } from "./programs";

const ROOT = path.join(__dirname, "..", "..");
const LEAST = 60;

/** Rows of what a server without a licence, or of this release, can't be made to refuse: the tests that have them. */
const ELSEWHERE: Record<string, string> = {
  "members who are not there, or not in the organization": "test/provider/resources/group/group.test.ts",
  "users and groups who are not there": "test/provider/resources/template/access.test.ts",
  "a template that takes no new workspaces": "test/provider/resources/workspace/workspace.test.ts",
  "log-ins that the version needs and the token's user lacks": "test/provider/resources/workspace/workspace.test.ts",
  "values that the server is too old for": "test/provider/client/transport/server-version.test.ts",
};

/** The first cells of the page's table. */
function rowsOfPage(): string[] {
  const page = fs.readFileSync(path.join(ROOT, PAGE.file), "utf8");
  const [, text = ""] = page.split(`\n## ${PAGE.heading}\n`);
  const [table = ""] = /^\|(?:.*\n\|)*.*/m.exec(text.split("\n## ")[0] ?? "") ?? [];
  return table
    .split("\n")
    .slice(2)
    .map((row) => row.split("|")[1]?.trim() ?? "");
}

const broken = readPrograms("broken");
const correct = readPrograms("correct");

it("has many programs of both kinds", () => {
  expect(broken.length).toBeGreaterThanOrEqual(LEAST);
  expect(correct.length).toBeGreaterThanOrEqual(LEAST);
});

it("has a program for every row of the page, and a row for every broken program", () => {
  const rows = new Set(broken.map(({ row }) => row));
  expect([...rows, ...Object.keys(ELSEWHERE)].sort()).toEqual(rowsOfPage().sort());
  for (const file of Object.values(ELSEWHERE)) expect(fs.existsSync(path.join(ROOT, file))).toBe(true);
});

it("says of every broken program what it is told, and of a correct one nothing", () => {
  const isSilent = ({ fails, warns }: CorpusProgram): boolean => fails.length + warns.length === 0;
  expect(broken.filter(isSilent)).toEqual([]);
  expect(correct.filter(({ fails, warns, row }) => fails.length + warns.length > 0 || row !== undefined)).toEqual([]);
  for (const { fails, warns } of broken) for (const { says } of [...fails, ...warns]) expect(says).not.toBe("");
});

it("runs every program in one situation at least, and declares in it what it names", () => {
  for (const { name, situations, text, fails, warns } of [...broken, ...correct]) {
    expect([name, situations.length]).not.toEqual([name, 0]);
    for (const { resource } of [...fails, ...warns]) expect(text).toContain(`"${resource}"`);
  }
});
