import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Claims } from "../../../provider/ownership/claims";
import { RunJournal } from "../../../provider/ownership/journal";

/** The highest process id, which no process has. */
const NO_PROCESS = "4194304";
const A_DAY_MILLISECONDS = 86_400_000;

const subject = { server: "https://coder.example", type: "Workspace", key: "1" };

let home = "";

beforeEach(() => (home = mkdtempSync(join(tmpdir(), "pulumi-coderd-journal-"))));

afterEach(() => rmSync(home, { recursive: true }));

/** The claims of another process; this one's parent stands for it, as it is running. */
function processOf(engine: string, pid = process.pid): Claims {
  return new Claims(new RunJournal(engine, { PULUMI_HOME: home }, pid));
}

it("tells the processes of one run what the others have, and those of another run nothing", () => {
  const [one, other, stranger] = [
    processOf("127.0.0.1:1"),
    processOf("127.0.0.1:1", process.ppid),
    processOf("127.0.0.1:2"),
  ];
  other.set("urn:other", { ...subject, key: "2" }, "held");
  one.set("urn:one", subject, "refused");
  expect(other.rivalOf("urn:other", subject)).toEqual({ urn: "urn:one", standing: "refused" });
  one.set("urn:one", subject, "taken");
  one.want("urn:one", { ...subject, key: "dev" }, "me");
  expect(other.rivalOf("urn:other", subject)).toEqual({ urn: "urn:one", standing: "taken" });
  expect(other.want("urn:other", { ...subject, key: "DEV" }, "me")).toEqual([{ urn: "urn:one", owner: "me" }]);
  one.set("urn:one", subject, undefined);
  expect(other.rivalOf("urn:other", subject)).toBeUndefined();
  stranger.set("urn:stranger", subject, "held");
  expect(one.rivalOf("urn:one", subject)).toBeUndefined();
});

it("hears of what others had before it had anything itself", () => {
  processOf("127.0.0.1:1", process.ppid).set("urn:other", subject, "refused");
  expect(processOf("127.0.0.1:1").rivalOf("urn:one", subject)).toEqual({ urn: "urn:other", standing: "refused" });
});

it("removes what processes that were killed left more than a day ago", () => {
  const runs = join(home, "pulumi-coderd", "runs");
  // Of another container, whose process ids say nothing here, or of one that was killed.
  for (const [run, age] of Object.entries({ old: A_DAY_MILLISECONDS + 60_000, young: A_DAY_MILLISECONDS - 60_000 })) {
    mkdirSync(join(runs, run), { recursive: true });
    const file = join(runs, run, `${NO_PROCESS}-a.jsonl`);
    writeFileSync(file, "");
    const time = (Date.now() - age) / 1_000;
    utimesSync(file, time, time);
  }
  processOf("127.0.0.1:1").set("urn:one", subject, "held");
  expect(readdirSync(runs)).toHaveLength(2);
  expect(readdirSync(runs)).toContain("young");
});

it("keeps the journal of a process that runs, however old, and heeds that of no other", () => {
  const runs = join(home, "pulumi-coderd", "runs");
  const other = processOf("127.0.0.1:1", process.ppid);
  other.set("urn:other", subject, "refused");
  const [run = ""] = readdirSync(runs);
  const [name = ""] = readdirSync(join(runs, run));
  expect(name).toMatch(new RegExp(`^${process.ppid}-[0-9a-f]{16}\\.jsonl$`));
  utimesSync(join(runs, run, name), 0, 0);
  expect(processOf("127.0.0.1:1").rivalOf("urn:one", subject)?.urn).toBe("urn:other");
  // Its run was killed, and the next one's engine has the same port.
  renameSync(join(runs, run, name), join(runs, run, name.replace(String(process.ppid), NO_PROCESS)));
  expect(processOf("127.0.0.1:1").rivalOf("urn:one", subject)).toBeUndefined();
});

it("shares no file with a process of the same id, as containers have them", () => {
  const [one, other] = [processOf("127.0.0.1:1"), processOf("127.0.0.1:1")];
  one.set("urn:one", subject, "held");
  expect(other.rivalOf("urn:other", subject)).toEqual({ urn: "urn:one", standing: "held" });
});

it("does without where nothing can be written", () => {
  writeFileSync(join(home, "pulumi-coderd"), "");
  const claims = processOf("127.0.0.1:1");
  claims.set("urn:one", subject, "held");
  expect(claims.rivalOf("urn:other", subject)).toEqual({ urn: "urn:one", standing: "held" });
});
