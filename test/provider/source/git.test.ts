import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../../provider/errors";
import { readGit, type GitFacts } from "../../../provider/source/git";
import { read } from "./fixtures";
import type { Source } from "../../../provider/source/source";
import { commitAll, makeDirectory, makeTemporaryDirectory, removeTemporaryDirectories, runGit } from "./fixtures";

const { signal } = new AbortController();
const INCLUDE = { "modules/common": "../../modules/common" };

const environment = { ...process.env };

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

afterAll(removeTemporaryDirectories);

/** A repository with a template, a folder that it includes, and something else. */
function makeRepository(): string {
  return makeDirectory({
    "templates/docker/main.tf": "main",
    "templates/docker/run.sh": { executable: "run" },
    "modules/common/x.tf": "x",
    "README.md": "",
  });
}

async function ask(root: string, more: Partial<Source> = {}): ReturnType<typeof readGit> {
  const { onDisk } = await read({ directory: join(root, "templates/docker"), include: INCLUDE, ...more });
  return readGit(onDisk, signal);
}

async function factsOf(root: string, more: Partial<Source> = {}): Promise<GitFacts> {
  return (await ask(root, more)).facts;
}

async function refusalOf(root: string): Promise<string> {
  const thrown: unknown = await ask(root).catch((reason: unknown) => reason);
  if (!(thrown instanceof InputError)) throw new Error("It was not refused.", { cause: thrown });
  expect(thrown.failures).toHaveLength(1);
  expect(thrown.failures[0]?.property).toBe("source");
  return (thrown.failures[0]?.reason ?? "").replaceAll(root, "<root>");
}

describe("the commit of a template", () => {
  it("is the last one that changed its folder or an included one, with branch, author and subject", async () => {
    const root = makeRepository();
    const first = commitAll(root, "Add the templates.\n\nWith a body.");
    expect(await ask(root)).toEqual({
      facts: { commit: first, branch: "main", author: "Ada Lovelace", subject: "Add the templates.", isDirty: false },
      warnings: [],
    });
    writeFileSync(join(root, "README.md"), "changed");
    commitAll(root, "Elsewhere.");
    expect((await factsOf(root)).commit).toBe(first);
    writeFileSync(join(root, "modules/common/x.tf"), "changed");
    const third = commitAll(root, "Ünïcode subject 🚀");
    expect(await factsOf(root)).toMatchObject({ commit: third, subject: "Ünïcode subject 🚀", isDirty: false });
    expect((await factsOf(root, { include: {} })).commit).toBe(first);
  });

  it("is found where the template is the whole repository, has odd names, and the message is empty", async () => {
    const root = makeDirectory({ "main.tf": "", "a *?[b] 'c'/ü\n.tf": "x", ":(glob)/y": "" });
    runGit(root, "init", "--quiet");
    runGit(root, "add", "--all");
    runGit(root, "commit", "--quiet", "--allow-empty-message", "--message", "");
    const commit = runGit(root, "rev-parse", "HEAD");
    const whole = await read({ directory: root });
    expect((await readGit(whole.onDisk, signal)).facts).toMatchObject({ commit, subject: "", isDirty: false });
    writeFileSync(join(root, "elsewhere"), "");
    commitAll(root, "Elsewhere.");
    const part = await read({ directory: root, include: { x: ":(glob)" }, ignore: ["/elsewhere"] });
    expect((await readGit(part.onDisk, signal)).facts.isDirty).toBe(false);
  });

  it("is reached by links to the folders", async () => {
    const root = makeRepository();
    symlinkSync("docker", join(root, "templates/alias"));
    const commit = commitAll(root, "All.");
    const { onDisk } = await read({ directory: join(root, "templates/alias") });
    expect((await readGit(onDisk, signal)).facts).toMatchObject({ commit, isDirty: false });
  });

  it("is that of a worktree, of a submodule, and of another repository than the program's", async () => {
    const root = makeRepository();
    const first = commitAll(root, "All.");
    const worktree = join(makeTemporaryDirectory(), "worktree");
    runGit(root, "worktree", "add", "--quiet", "-b", "other", worktree);
    writeFileSync(join(worktree, "templates/docker/main.tf"), "other");
    const second = commitAll(worktree, "In the worktree.");
    expect(await factsOf(worktree)).toMatchObject({ commit: second, branch: "other", isDirty: false });
    expect(await factsOf(root)).toMatchObject({ commit: first, branch: "main" });

    const outer = makeDirectory({ "Pulumi.yaml": "" });
    commitAll(outer, "Outer.");
    runGit(outer, "submodule", "--quiet", "add", root, "shared");
    commitAll(outer, "With a submodule.");
    expect(await factsOf(join(outer, "shared"))).toMatchObject({ commit: first, isDirty: false });
  });
});

describe("a submodule in a template's folders", () => {
  function withSubmodule(at: string): { root: string; commit: string } {
    const shared = makeDirectory({ "deep/x.tf": "x" });
    commitAll(shared, "Shared.");
    const root = makeDirectory({ "templates/docker/main.tf": "main" });
    commitAll(root, "Main.");
    runGit(root, "submodule", "--quiet", "add", shared, at);
    return { root, commit: commitAll(root, "Add the submodule.") };
  }

  it("counts by the commit that the repository has of it, be the whole included or a part", async () => {
    const { root, commit } = withSubmodule("modules/common");
    for (const include of [INCLUDE, { m: "../../modules/common/deep" }]) {
      expect(await factsOf(root, { include })).toMatchObject({ commit, isDirty: false });
    }
    writeFileSync(join(root, "modules/common/deep/x.tf"), "changed");
    for (const include of [INCLUDE, { m: "../../modules/common/deep" }])
      expect((await factsOf(root, { include })).isDirty).toBe(true);
    commitAll(join(root, "modules/common"), "In the submodule only.");
    expect((await factsOf(root)).isDirty).toBe(true);
    const next = commitAll(root, "The submodule's new commit.");
    expect(await factsOf(root)).toMatchObject({ commit: next, isDirty: false });
  });

  it("may lie in the template's own folder", async () => {
    const { root, commit } = withSubmodule("templates/docker/common");
    expect(await factsOf(root, { include: {} })).toMatchObject({ commit, isDirty: false });
    rmSync(join(root, "templates/docker/common/.git"));
    expect((await factsOf(root, { include: {} })).isDirty).toBe(true);
  });
});

describe("a template differs from its commit", () => {
  it.each<[string, (root: string) => void]>([
    ["a changed file", (root) => writeFileSync(join(root, "templates/docker/main.tf"), "changed")],
    ["a changed file of an included folder", (root) => writeFileSync(join(root, "modules/common/x.tf"), "changed")],
    ["a file that is not tracked", (root) => writeFileSync(join(root, "templates/docker/new.tf"), "")],
    ["a file that is deleted", (root) => rmSync(join(root, "templates/docker/run.sh"))],
    ["the executable bit", (root) => chmodSync(join(root, "templates/docker/main.tf"), 0o755)],
    ["a link that is not tracked", (root) => symlinkSync("main.tf", join(root, "templates/docker/link.tf"))],
    [
      "a staged change",
      (root) => {
        writeFileSync(join(root, "templates/docker/main.tf"), "staged");
        runGit(root, "add", "--all");
      },
    ],
    [
      "a file that Git ignores and the template has",
      (root) => {
        writeFileSync(join(root, ".git/info/exclude"), "secret.tf\n");
        writeFileSync(join(root, "templates/docker/secret.tf"), "");
      },
    ],
    [
      "a folder in the place of a file",
      (root) => {
        rmSync(join(root, "templates/docker/run.sh"));
        mkdirSync(join(root, "templates/docker/run.sh"));
      },
    ],
  ])("by %s", async (_what, change) => {
    const root = makeRepository();
    const commit = commitAll(root, "All.");
    change(root);
    expect(await factsOf(root)).toMatchObject({ commit, isDirty: true });
  });

  it("by a link that leads elsewhere, and not by links as such", async () => {
    const root = makeDirectory({
      "templates/docker/main.tf": { link: "one.tf" },
      "templates/docker/one.tf": "one",
      "templates/docker/two.tf": "two",
      "templates/docker/folder": { link: "real" },
      "templates/docker/real/x": "",
    });
    commitAll(root, "All.");
    expect((await factsOf(root, { include: {} })).isDirty).toBe(false);
    rmSync(join(root, "templates/docker/main.tf"));
    symlinkSync("two.tf", join(root, "templates/docker/main.tf"));
    expect((await factsOf(root, { include: {} })).isDirty).toBe(true);
  });

  it("not by what is elsewhere, or what the template has not", async () => {
    const root = makeRepository();
    commitAll(root, "All.");
    writeFileSync(join(root, "README.md"), "changed");
    writeFileSync(join(root, "templates/docker/.env"), "left out");
    writeFileSync(join(root, "templates/docker/notes.md"), "ignored");
    expect((await factsOf(root, { ignore: ["*.md"] })).isDirty).toBe(false);
  });

  it("not by line ends and pointers that Git stores instead of the content", async () => {
    const text = "one\r\ntwo\r\n";
    const root = makeDirectory({ "templates/docker/main.tf": text, "templates/docker/big.bin": "content" });
    runGit(root, "init", "--quiet");
    writeFileSync(join(root, ".gitattributes"), "*.tf text eol=crlf\n");
    runGit(root, "add", "--all");
    // What Git LFS would store.
    const pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73\nsize 7\n";
    writeFileSync(join(root, "templates/docker/big.bin"), pointer);
    commitAll(root, "All.");
    writeFileSync(join(root, "templates/docker/big.bin"), "content");
    expect((await factsOf(root, { include: {} })).isDirty).toBe(false);
    writeFileSync(join(root, "templates/docker/big.bin"), "another");
    expect((await factsOf(root, { include: {} })).isDirty).toBe(true);
  });

  it("where no commit has any of it: the newest commit counts", async () => {
    const root = makeDirectory({ "README.md": "" });
    const commit = commitAll(root, "Before.");
    mkdirSync(join(root, "templates/docker"), { recursive: true });
    writeFileSync(join(root, "templates/docker/main.tf"), "");
    expect(await factsOf(root, { include: {} })).toMatchObject({ commit, subject: "Before.", isDirty: true });
  });

  it("where an included folder is outside of the repository", async () => {
    const root = makeRepository();
    const commit = commitAll(root, "All.");
    const outside = makeDirectory({ "x.tf": "" });
    commitAll(outside, "Foreign.");
    expect(await factsOf(root, { include: { m: outside } })).toMatchObject({ commit, isDirty: true });
  });
});

describe("the branch of a template", () => {
  it("is absent where HEAD is on none, unless just one has the same commit", async () => {
    const root = makeRepository();
    commitAll(root, "All.");
    runGit(root, "checkout", "--quiet", "--detach");
    expect((await factsOf(root)).branch).toBe("main");
    runGit(root, "branch", "feature/x");
    expect((await factsOf(root)).branch).toBeUndefined();
    commitAll(root, "Ahead.");
    expect((await factsOf(root)).branch).toBeUndefined();
    runGit(root, "update-ref", "refs/remotes/origin/feature/y", "HEAD");
    runGit(root, "update-ref", "refs/remotes/origin/HEAD", "HEAD");
    expect((await factsOf(root)).branch).toBe("feature/y");
  });
});

describe("a shallow clone", () => {
  it("warns where its history ends before the change, and takes the commit where it ends", async () => {
    const root = makeRepository();
    commitAll(root, "All.");
    writeFileSync(join(root, "README.md"), "changed");
    const second = commitAll(root, "Elsewhere.");
    const parent = makeTemporaryDirectory();
    runGit(parent, "clone", "--quiet", "--depth", "1", `file://${root}`, "clone");
    const clone = join(parent, "clone");
    const { facts, warnings } = await ask(clone);
    expect(facts).toMatchObject({ commit: second, branch: "main", isDirty: false });
    expect(warnings).toEqual([
      `The history of "${clone}" ends at commit ${second.slice(0, 12)}, which is taken as the one that last changed the ` +
        "template, although an earlier one may have done it. Fetch the whole history, as with `fetch-depth: 0` in a " +
        "workflow.",
    ]);
    // A change after its end is certain.
    writeFileSync(join(clone, "modules/common/x.tf"), "changed");
    const third = commitAll(clone, "In the clone.");
    expect(await ask(clone)).toMatchObject({ facts: { commit: third }, warnings: [] });
    // So is the first commit of a clone that has all.
    runGit(parent, "clone", "--quiet", "--depth", "9", `file://${makeWhole()}`, "whole");
    expect((await ask(join(parent, "whole"))).warnings).toEqual([]);
  });

  function makeWhole(): string {
    const root = makeRepository();
    commitAll(root, "All.");
    return root;
  }
});

describe("Git is refused", () => {
  it("outside of a repository, before the first commit, and without the command", async () => {
    const root = makeRepository();
    expect(await refusalOf(root)).toBe(
      'At `source.git`: "<root>/templates/docker" is in no Git repository. Put it into one, or remove `git`.',
    );
    runGit(root, "init", "--quiet");
    expect(await refusalOf(root)).toBe(
      'At `source.git`: The Git repository "<root>" has no commit yet. Commit the template, or remove `git`.',
    );
    commitAll(root, "All.");
    process.env["PATH"] = "/nowhere";
    expect(await refusalOf(root)).toBe(
      "At `source.git`: The command `git` is not there. Install Git, or remove `git`.",
    );
  });

  it("with Git's own words for anything else", async () => {
    const root = makeRepository();
    commitAll(root, "All.");
    writeFileSync(join(root, ".git/HEAD"), "ref: refs/heads/none\n");
    writeFileSync(join(root, ".git/config"), "[core\n");
    expect(await refusalOf(root)).toMatch(
      /^At `source\.git`: Git can't tell about "<root>\/templates\/docker": bad config/,
    );
  });

  it("when the run is interrupted, with the reason of the interrupt", async () => {
    const root = makeRepository();
    commitAll(root, "All.");
    const { onDisk } = await read({ directory: join(root, "templates/docker") });
    await expect(readGit(onDisk, AbortSignal.abort(new Error("Stopped.")))).rejects.toThrow("Stopped.");
  });
});

describe("a repository", () => {
  it("runs nothing that its configuration names, and gets no new index", async () => {
    const root = makeRepository();
    writeFileSync(join(root, ".gitattributes"), "* filter=evil diff=evil\n");
    const commit = commitAll(root, "All.");
    const mark = join(makeTemporaryDirectory(), "mark");
    writeFileSync(join(root, "evil.sh"), `#!/bin/sh\ntouch ${mark}\ncat\n`, { mode: 0o755 });
    const evil = join(root, "evil.sh");
    for (const [key, value] of [
      ["core.fsmonitor", evil],
      ["core.pager", evil],
      ["core.hooksPath", root],
      ["filter.evil.clean", evil],
      ["filter.evil.smudge", evil],
      ["diff.evil.textconv", evil],
      ["diff.external", evil],
      ["gpg.program", evil],
      ["log.showSignature", "true"],
      ["alias.rev-list", `!${evil}`],
    ] as const)
      runGit(root, "config", key, value);
    writeFileSync(join(root, "templates/docker/main.tf"), "changed");
    rmSync(join(root, ".git/index"));
    expect(await factsOf(root)).toMatchObject({ commit, isDirty: true });
    expect([existsSync(mark), existsSync(join(root, ".git/index"))]).toEqual([false, false]);
  });

  it("is the folder's, whatever the caller's variables say", async () => {
    const root = makeRepository();
    const commit = commitAll(root, "All.");
    const other = makeRepository();
    commitAll(other, "Other.");
    process.env["GIT_DIR"] = join(other, ".git");
    process.env["GIT_WORK_TREE"] = other;
    expect((await factsOf(root)).commit).toBe(commit);
  });
});
