import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTimely, Notes, type Matter } from "../../../provider/ownership/notes";
import { FolderShelf } from "../../../provider/ownership/shelf";

const matter: Matter = { kind: "creation", server: "https://coder.example", urn: "urn:dev", owner: "1", name: "dev" };

let home = "";
let folder = "";

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "pulumi-coderd-notes-"));
  folder = join(home, "pulumi-coderd", "notes");
});

afterEach(() => rmSync(home, { recursive: true }));

/** The notes as a new process reads them. */
function notes(): Notes {
  return new Notes(new FolderShelf({ PULUMI_HOME: home }, "notes"));
}

it("outlives the process, whatever the case of the name, and belongs to one resource on one server", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  expect(notes().attempts({ ...matter, name: "DEV" })).toEqual([{ time: 1, digest: "a" }]);
  for (const other of [{ urn: "urn:other" }, { server: "https://other.example" }, { owner: "2" }, { name: "dev2" }]) {
    expect(notes().attempts({ ...matter, ...other })).toEqual([]);
  }
});

it("knows earlier attempts until one is known to have made the object, and nothing once a state has it", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  const second = notes().begin(matter, { time: 2, digest: "b" });
  expect(
    notes()
      .attempts(matter)
      .map(({ time }) => time),
  ).toEqual([1, 2]);
  second.made("id");
  expect(notes().attempts(matter)).toEqual([{ time: 2, digest: "b", id: "id" }]);
  notes().settle("another");
  expect(notes().attempts(matter)).toHaveLength(1);
  notes().settle("id");
  expect(readdirSync(folder)).toEqual([]);
});

it("takes back an attempt that the server refused, and only that one", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  notes().begin(matter, { time: 2, digest: "b" }).refused();
  expect(notes().attempts(matter)).toEqual([{ time: 1, digest: "a" }]);
});

it("is for nobody else to read", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  const [file = ""] = readdirSync(folder);
  expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
  expect(JSON.parse(readFileSync(join(folder, file), "utf8"))).toEqual({
    ...matter,
    attempts: [{ time: 1, digest: "a" }],
  });
});

it("proves nothing by half a note, or by a file of another kind", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  const [file = ""] = readdirSync(folder);
  const foreign = JSON.stringify({ ...matter, attempts: [null, 3, "x"] });
  for (const text of ["", '{"attempts":', "[]", '{"attempts":3}', "null", foreign]) {
    writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, "foreign.json"), text);
    expect(notes().attempts(matter)).toEqual([]);
    notes().settle("id");
  }
});

it("says why nothing can be written, and goes on with what the process knows itself", () => {
  mkdirSync(join(home, "pulumi-coderd"));
  writeFileSync(folder, "");
  const blind = notes();
  const attempt = blind.begin(matter, { time: 1, digest: "a" });
  expect(blind.problem).toContain("EEXIST");
  expect(blind.attempts(matter)).toEqual([{ time: 1, digest: "a" }]);
  attempt.made("id");
  expect(blind.attempts(matter)).toEqual([{ time: 1, digest: "a", id: "id" }]);
  blind.settle("id");
  expect(blind.attempts(matter)).toEqual([]);
  expect(notes().attempts(matter)).toEqual([]);
});

it("has the time of the last sending, and is written again only for a wait", () => {
  const shelf = new FolderShelf({ PULUMI_HOME: home }, "notes");
  const write = jest.spyOn(shelf, "write");
  const note = new Notes(shelf).begin(matter, { time: 100_000, digest: "a", wasFree: true });
  for (const now of [100_000, 105_000, 95_000]) note.sending(now);
  expect(write).toHaveBeenCalledTimes(1);
  expect(notes().attempts(matter)).toEqual([{ time: 100_000, digest: "a", wasFree: true }]);
  note.sending(280_000);
  expect(notes().attempts(matter)).toEqual([{ time: 280_000, digest: "a" }]);
  note.sending(281_000);
  expect(write).toHaveBeenCalledTimes(2);
  // Another machine answers, whose clock is behind.
  note.sending(200_000);
  expect(notes().attempts(matter)).toEqual([{ time: 200_000, digest: "a" }]);
  note.made("id");
  expect(notes().attempts(matter)).toEqual([{ time: 200_000, digest: "a", id: "id" }]);
});

it("keeps earlier attempts at a later sending, and comes back when another run has dropped it", () => {
  notes().begin(matter, { time: 1, digest: "a" });
  const note = notes().begin(matter, { time: 2, digest: "b" });
  notes().dropOpen(matter, 200_000);
  expect(notes().attempts(matter)).toEqual([]);
  note.sending(200_000);
  expect(
    notes()
      .attempts(matter)
      .map(({ time }) => time),
  ).toEqual([1, 200_000]);
});

it.each([
  [{ time: 0, digest: "" }, -5_000, 135_000],
  [{ time: 0, digest: "", wasFree: true }, -300_000, 135_000],
])("fits what was made about then: %p", (attempt, first, last) => {
  const at = (time: number): boolean => isTimely(attempt, new Date(time).toISOString());
  expect([first - 1, first, last, last + 1].map(at)).toEqual([false, true, true, false]);
});
