import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { objectOf } from "../../../../provider/ownership/claims";
import { passingOwnership } from "../../../../provider/ownership/ownership";
import { templateVersionHandler } from "../../../../provider/resources/template-version/template-version";
import { derivedNameIn, gitConflicts } from "../../../../provider/resources/versions/git";
import { UNKNOWN } from "../../../../provider/values";
import { FakeCoder } from "../../../fakes/coder";
import type { StoredVersion } from "../../../fakes/coder/template-versions";
import { Driver } from "../../../fakes/driver";
import { commitAll, makeDirectory, removeTemporaryDirectories, runGit } from "../../source/fixtures";

const NAMES = { name: "name", message: "message" };
const POST_VERSION = "POST /organizations/:organization/templateversions";
const LIST_VERSIONS = "GET /templates/:id/versions";

let server: FakeCoder;
let root: string;

beforeEach(async () => {
  server = await FakeCoder.start();
  root = makeDirectory({ "template/main.tf": "# one", "shared/x.tf": "x" });
});

afterEach(async () => {
  await server.close();
  removeTemporaryDirectories();
});

function news(git: string[], more: Record<string, unknown> = {}): Record<string, unknown> {
  const source = { directory: join(root, "template"), include: { m: "../shared" }, git };
  return { templateName: "docker", source, ...more };
}

function stored(id: string): StoredVersion {
  const found = server.versions.find((version) => version.id === id);
  if (found === undefined) throw new Error("The server has no such version.");
  return found;
}

function change(text: string): void {
  writeFileSync(join(root, "template/main.tf"), text);
}

/** The version is made for a template, and is the active one of it. */
async function make(git: string[], more: Record<string, unknown> = {}): Promise<Driver> {
  server.addTemplate({ name: "docker" });
  const driven = new Driver(templateVersionHandler, server);
  await driven.up(news(git, more));
  return driven;
}

describe("a version whose name Git gives", () => {
  it("is named after the commit and what it is made of, says when files differ, and has the facts as output", async () => {
    const commit = commitAll(root, "First.");
    const driven = await make(["name"], { message: "Mine." });
    const { name, message } = stored(driven.id);
    expect(name).toMatch(new RegExp(`^${commit.slice(0, 12)}-[0-9a-f]{16}$`));
    expect(message).toBe("Mine.");
    expect(driven.outputs["git"]).toEqual({ commit, branch: "main", author: "Ada Lovelace", isDirty: false });
    change("# two");
    await driven.up(news(["name"], { message: "Mine." }));
    expect(stored(driven.id).name).toMatch(new RegExp(`^${commit.slice(0, 12)}-dirty-[0-9a-f]{16}$`));
    expect(driven.outputs["git"]).toMatchObject({ commit, isDirty: true });
  });

  it("has the derived name behind the commit, which other options give alone", async () => {
    commitAll(root, "First.");
    const driven = await make(["name", "message"]);
    const derived = derivedNameIn(stored(driven.id).name);
    await driven.destroy();
    const other = await FakeCoder.start();
    try {
      const plain = new Driver(templateVersionHandler, other);
      await plain.up(news([]));
      expect(plain.outputs).toMatchObject({ name: derived, message: "" });
      expect(plain.outputs).not.toHaveProperty("git");
    } finally {
      await other.close();
    }
  });

  it("is not touched by later commits, a rename of the branch or a Git that is gone", async () => {
    commitAll(root, "First.");
    const driven = await make(["name", "message"]);
    const { outputs } = driven;
    commitAll(root, "Nothing changes.");
    expect(await driven.up(news(["name", "message"]))).toEqual([]);
    runGit(root, "branch", "--move", "other");
    rmSync(join(root, ".git"), { recursive: true });
    expect(await driven.up(news(["name", "message"]))).toEqual([]);
    await driven.refresh();
    expect(driven.outputs).toEqual(outputs);
  });

  it("keeps name and facts when the option is taken away or added, and gets the declared message", async () => {
    commitAll(root, "First.");
    const driven = await make(["name", "message"]);
    const { name, git } = driven.outputs;
    expect(await driven.up(news([], { message: "Mine." }))).toEqual(["update message"]);
    expect(driven.outputs).toMatchObject({ name, git, message: "Mine." });
    expect(await driven.up(news(["message"]))).toEqual([]);
    expect(stored(driven.id).message).toBe("Mine.");
    expect(await driven.up(news(["message"], { onDelete: "retain" }))).toEqual(["update onDelete"]);
    expect(stored(driven.id).message).toBe("Mine.");
  });

  it("is taken again on a return to its content, by another commit and without an import", async () => {
    const first = commitAll(root, "First.");
    const driven = await make(["name", "message"]);
    const { id } = driven;
    change("# two");
    commitAll(root, "Second.");
    await driven.up(news(["name", "message"]));
    expect(driven.id).not.toBe(id);
    stored(id).archived = true;
    change("# one");
    const third = commitAll(root, "Revert.");
    // Another run: this one would not take what it made itself.
    server.ownership = passingOwnership();
    server.takeLog();
    await driven.up(news(["name", "message"]));
    expect(driven.id).toBe(id);
    expect(stored(id)).toMatchObject({ archived: false, message: expect.stringMatching(/^First\./) as string });
    expect(server.http.requestsTo(POST_VERSION)).toEqual([]);
    expect(server.http.requestsTo(LIST_VERSIONS).at(-1)?.query.get("include_archived")).toBe("true");
    expect(driven.outputs["name"]).toContain(first.slice(0, 12));
    expect(driven.outputs["git"]).toMatchObject({ commit: third });
  });

  it("is not taken for another: other content, a failed import or one that another resource has", async () => {
    commitAll(root, "First.");
    const template = server.addTemplate({ name: "docker" });
    const scout = new Driver(templateVersionHandler, server);
    await scout.up(news(["name"], { templateName: "docker" }));
    const { name, job } = stored(scout.id);
    server.versions.splice(server.versions.indexOf(stored(scout.id)), 1);
    const derived = derivedNameIn(name) ?? "";
    const leave = (prefix: string, more: Record<string, unknown>): StoredVersion => {
      const version = server.addVersion({ name: `${prefix}${derived}`, template_id: template.id });
      Object.assign(version.job, { file_id: job.file_id, ...more });
      return version;
    };
    leave("111111111111-", { file_id: "another" });
    leave("222222222222-dirty-", { status: "failed" });
    template.active_version_id = leave("333333333333-", {}).id;
    server.ownership.claims.set("urn:pulumi:other", objectOf("TemplateVersion", template.active_version_id), "held");
    const driven = new Driver(templateVersionHandler, server);
    await driven.up(news(["name"]));
    expect(stored(driven.id).name).toBe(name);
  });
});

describe("a version whose message Git gives", () => {
  it("says the commit's first line, commit, branch and author, and when files differ", async () => {
    const commit = commitAll(root, "First line.\n\nBody.");
    const driven = await make(["message"]);
    expect(stored(driven.id).message).toBe(`First line.\n\nCommit ${commit}, branch main, by Ada Lovelace.`);
    expect(driven.outputs["name"]).toMatch(/^[0-9a-f]{16}$/);
    runGit(root, "checkout", "--quiet", "--detach");
    runGit(root, "branch", "other");
    change("# two");
    await driven.up(news(["message"]));
    expect(stored(driven.id).message).toBe(
      `First line.\n\nCommit ${commit}, by Ada Lovelace, with uncommitted changes.`,
    );
  });
});

describe("check", () => {
  it("refuses a name or a message beside what gives it, with the other failures, and takes the other one", async () => {
    const both = { name: "v1", message: "" };
    const driver = new Driver(templateVersionHandler, server);
    expect(await driver.check(news(["name", "message"], { ...both, onDelete: "sell" }))).toEqual([
      { property: "onDelete", reason: 'Must be one of "archive", "retain".' },
      {
        property: "name",
        reason: '`source.git` gives the name. Remove `name`, or take "name" out of `source.git`.',
      },
      {
        property: "message",
        reason: '`source.git` gives the message. Remove `message`, or take "message" out of `source.git`.',
      },
    ]);
    expect(gitConflicts(news(["name"], { message: "Mine." }), NAMES)).toEqual([]);
    expect(gitConflicts(news(["message"], { name: UNKNOWN }), NAMES)).toEqual([]);
    expect(gitConflicts({ source: UNKNOWN, ...both }, NAMES)).toEqual([]);
    expect(gitConflicts({ source: { git: UNKNOWN }, ...both }, NAMES)).toEqual([]);
  });

  it("refuses a folder without a commit where a version is to be made, before the server is asked", async () => {
    const [failure, ...others] = await new Driver(templateVersionHandler, server).check(news(["name"]));
    expect(failure?.property).toBe("source");
    expect(failure?.reason).toContain("is in no Git repository.");
    expect(others).toEqual([]);
    expect(server.takeLog()).toEqual([]);
  });

  it("refuses other words, and an archive", async () => {
    const driver = new Driver(templateVersionHandler, server);
    expect((await driver.check(news(["nane"])))[0]?.reason).toContain('Did you mean "name"?');
    expect(await driver.check({ templateName: "docker", source: { files: { "main.tf": "" }, git: ["name"] } })).toEqual(
      [{ property: "source", reason: "At `source.git`: It only works together with `directory`. Remove it." }],
    );
  });

  it("warns of a history that ends too early only when a version is made", async () => {
    commitAll(root, "First.");
    change("# two");
    commitAll(root, "Second.");
    mkdirSync(join(root, "clones"));
    runGit(join(root, "clones"), "clone", "--quiet", "--depth", "1", `file://${root}`, "one");
    const source = { directory: join(root, "clones/one/template"), git: ["name"] };
    const driver = new Driver(templateVersionHandler, server);
    expect(await driver.check({ templateName: "docker", source })).toEqual([]);
    expect(server.told).toEqual([]);
    await driver.up({ templateName: "docker", source });
    expect(server.told).toEqual([expect.stringMatching(/^warning: The history of .* ends at commit/)]);
  });
});

describe("derivedNameIn", () => {
  const derived = "0123456789abcdef";
  it.each([
    [derived, derived],
    [`${derived}-2`, derived],
    [`0123456789ab-${derived}`, derived],
    [`0123456789ab-dirty-${derived}-12`, derived],
    [`dirty-${derived}`, undefined],
    [`0123456789ab-${derived}-failed-01234567`, undefined],
    ["v1", undefined],
    ["0123456789abcdef0", undefined],
  ])("finds in %j: %j", (name, found) => {
    expect(derivedNameIn(name)).toBe(found);
  });
});
