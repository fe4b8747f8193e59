// Nobody else can plant code, notes or claims, or let the provider write or delete elsewhere.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunJournal, type Entry } from "../../../provider/ownership/journal";
import { Notes, type Matter } from "../../../provider/ownership/notes";
import { makePrivateFolder, openOwn, privateFolder, readOwn } from "../../../provider/ownership/private-folder";
import { FolderShelf } from "../../../provider/ownership/shelf";

const matter: Matter = { kind: "creation", server: "https://coder.example", urn: "urn:dev", owner: "1", name: "dev" };
const entry: Entry = { kind: "name", subject: { server: "s", type: "t", key: "k" }, urn: "urn:one", owner: "me" };

let home: string;
let elsewhere: string;
let own: string;
let environment: { PULUMI_HOME: string };

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "private-"));
  elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
  own = join(home, "pulumi-coderd");
  environment = { PULUMI_HOME: home };
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const folder of [home, elsewhere]) rmSync(folder, { recursive: true });
});

it("is made for its user alone, at every level, whatever the process allows by default", () => {
  const before = process.umask(0);
  try {
    expect(makePrivateFolder(environment, "runs", "one")).toBe(join(own, "runs", "one"));
  } finally {
    process.umask(before);
  }
  for (const folder of [own, join(own, "runs"), join(own, "runs", "one")])
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(privateFolder(environment, "runs", "one")).toBe(join(own, "runs", "one"));
  expect(() => privateFolder(environment, "notes")).toThrow("ENOENT");
  expect(existsSync(join(own, "notes"))).toBe(false);
});

it("is closed to readers, where it was left open", () => {
  mkdirSync(join(own, "notes"), { recursive: true });
  chmodSync(own, 0o755);
  chmodSync(join(own, "notes"), 0o750);
  makePrivateFolder(environment, "notes");
  expect([own, join(own, "notes")].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
});

it.each([0o777, 0o770, 0o702, 0o1777])("is refused where others may write (%o), at every level", (mode) => {
  makePrivateFolder(environment, "runs", "one");
  for (const folder of [own, join(own, "runs"), join(own, "runs", "one")]) {
    chmodSync(folder, mode);
    for (const ask of [makePrivateFolder, privateFolder])
      expect(() => ask(environment, "runs", "one")).toThrow(`"${folder}" may be written by others`);
    chmodSync(folder, 0o700);
  }
});

it("is refused where it belongs to somebody else", () => {
  makePrivateFolder(environment, "notes");
  const uid = process.getuid?.() ?? 0;
  jest.spyOn(process, "getuid").mockReturnValue(uid + 1);
  expect(() => privateFolder(environment, "notes")).toThrow(`"${own}" belongs to another user`);
});

it("is refused where it is a link, at every level", () => {
  mkdirSync(join(elsewhere, "notes"));
  symlinkSync(elsewhere, own);
  expect(() => makePrivateFolder(environment, "notes")).toThrow(`"${own}" is not a folder, but may be a link`);
  rmSync(own);
  mkdirSync(own, { mode: 0o700 });
  symlinkSync(join(elsewhere, "notes"), join(own, "notes"));
  expect(() => makePrivateFolder(environment, "notes")).toThrow("may be a link");
});

it("has no files that are links, belong to somebody else, may be written by others, or are no files", () => {
  const folder = makePrivateFolder(environment, "notes");
  const file = join(folder, "one");
  const target = join(elsewhere, "target");
  writeFileSync(target, "theirs", { mode: 0o600 });
  symlinkSync(target, file);
  expect(() => readOwn(file)).toThrow("ELOOP");
  expect(() => openOwn(file, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC)).toThrow("ELOOP");
  expect(readFileSync(target, "utf8")).toBe("theirs");
  rmSync(file);
  linkSync(target, file);
  chmodSync(target, 0o622);
  expect(() => readOwn(file)).toThrow("may be written by others");
  chmodSync(target, 0o600);
  expect(readOwn(file).toString()).toBe("theirs");
  const uid = process.getuid?.() ?? 0;
  jest.spyOn(process, "getuid").mockReturnValue(uid + 1);
  expect(() => readOwn(file)).toThrow("belongs to another user");
  jest.restoreAllMocks();
  rmSync(file);
  // Opening a pipe that nobody writes to must not wait.
  execFileSync("mkfifo", [file]);
  expect(() => readOwn(file)).toThrow("is not a plain file");
});

it("keeps notes out of folders and files of others, and says why", () => {
  symlinkSync(elsewhere, own);
  const notes = new Notes(new FolderShelf(environment, "notes"));
  notes.begin(matter, { time: 1, digest: "a" }).made("id");
  expect(notes.problem).toContain("may be a link");
  expect(readdirSync(elsewhere)).toEqual([]);

  rmSync(own);
  new Notes(new FolderShelf(environment, "notes")).begin(matter, { time: 1, digest: "a" }).made("id");
  const [name = ""] = readdirSync(join(own, "notes"));
  expect(new Notes(new FolderShelf(environment, "notes")).attempts(matter)).toHaveLength(1);
  chmodSync(join(own, "notes", name), 0o666);
  expect(new Notes(new FolderShelf(environment, "notes")).attempts(matter)).toEqual([]);
});

it("meets no unfinished note of a process of the same id, and leaves none", () => {
  const shelf = new FolderShelf(environment, "notes");
  const folder = makePrivateFolder(environment, "notes");
  mkdirSync(join(folder, `a.json.${process.pid}`));
  mkdirSync(join(folder, "b.json"));
  shelf.write("a.json", "{}");
  expect(shelf.read("a.json")).toBe("{}");
  expect(() => shelf.write("b.json", "{}")).toThrow();
  expect(readdirSync(folder).sort()).toEqual(["a.json", `a.json.${process.pid}`, "b.json"]);
});

it("removes no note where the folder has become somebody else's", () => {
  mkdirSync(join(elsewhere, "notes"));
  symlinkSync(elsewhere, own);
  const shelf = new FolderShelf(environment, "notes");
  writeFileSync(join(elsewhere, "notes", "a.json"), "{}");
  expect(shelf.names()).toEqual([]);
  expect(() => shelf.remove("a.json")).toThrow("may be a link");
  expect(readdirSync(join(elsewhere, "notes"))).toEqual(["a.json"]);
});

it("believes no claims of others, and deletes nothing through a link", () => {
  const journal = new RunJournal("127.0.0.1:1", environment);
  const other = new RunJournal("127.0.0.1:1", environment, process.ppid);
  other.append(entry);
  expect(journal.news()).toEqual([entry]);
  const [run = ""] = readdirSync(join(own, "runs"));
  const [name = ""] = readdirSync(join(own, "runs", run));
  const file = join(own, "runs", run, name);
  chmodSync(file, 0o666);
  other.append(entry);
  expect(journal.news()).toEqual([]);

  writeFileSync(join(elsewhere, "4194304.jsonl"), "theirs");
  utimesSync(join(elsewhere, "4194304.jsonl"), 0, 0);
  symlinkSync(elsewhere, join(own, "runs", "planted"));
  new RunJournal("127.0.0.1:2", environment);
  expect(readdirSync(elsewhere)).toEqual(["4194304.jsonl"]);
});
