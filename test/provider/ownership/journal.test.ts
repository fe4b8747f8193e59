import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Claims } from "../../../provider/ownership/claims";
import { RunJournal } from "../../../provider/ownership/journal";

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

it("removes what processes that were killed have left, and heeds it no more", () => {
  const runs = join(home, "pulumi-coderd", "runs");
  mkdirSync(join(runs, "old"), { recursive: true });
  // The highest process id, which no process has.
  writeFileSync(join(runs, "old", "4194304.jsonl"), "");
  processOf("127.0.0.1:1").set("urn:one", subject, "held");
  expect(readdirSync(runs)).toHaveLength(1);
  expect(readdirSync(runs)).not.toContain("old");
});

it("does without where nothing can be written", () => {
  writeFileSync(join(home, "pulumi-coderd"), "");
  const claims = processOf("127.0.0.1:1");
  claims.set("urn:one", subject, "held");
  expect(claims.rivalOf("urn:other", subject)).toEqual({ urn: "urn:one", standing: "held" });
});
