// What a preview tells of another version: its files, variables and tags, and why it replaces the former one. On both
// hosts.
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lifecycle } from "../../../fakes/driver";
import type { Properties } from "../../../../provider/values";
import { eventually } from "../../../fakes/client";
import { refuse } from "../../../fakes/coder/common";
import { useHostRuns } from "../../../fakes/host-runs";
import { secretOnWire } from "../../../../provider/hosts/wire";
import { makeDirectory, removeTemporaryDirectories } from "../../source/fixtures";

const runs = useHostRuns();

afterEach(removeTemporaryDirectories);

const MAIN = 'locals {\n  size = "small"\n}\n';
const LARGE = MAIN.replace("small", "large");
const HUNK = [
  "--- main.tf",
  "+++ main.tf",
  "@@ -1,3 +1,3 @@",
  " locals {",
  '-  size = "small"',
  '+  size = "large"',
  " }",
];
const FILES_NEVER_CHANGE = "- `source`: the files of a version never change.";
const LONG_SECRET = "correct-horse-battery";

/** Variables that need no value. */
function declared(...names: string[]): string {
  return names.map((name) => `variable "${name}" {\n  default = []\n}\n`).join("");
}

const CASES = (["plugin", "dynamic"] as const).flatMap((host) =>
  (["Template", "TemplateVersion"] as const).map((type) => ({ host, type })),
);

describe.each(CASES)("$type on the $host host", ({ host, type }) => {
  const named = type === "Template" ? { name: "docker" } : { templateName: "docker" };
  const reasons = (...texts: string[]): string[] =>
    type === "Template" ? [] : ['TemplateVersion "dev" has to be replaced:', ...texts];

  let folder: string;

  beforeEach(() => {
    folder = makeDirectory({ "main.tf": MAIN, "README.md": "Docker.\n" });
  });

  function declare(more: Properties = {}): Properties {
    return { ...named, source: { directory: folder }, ...more };
  }

  async function made(more: Properties = {}, settings = {}, ignoreChanges: string[] = []): Promise<Lifecycle> {
    const resource = await runs.resource(host, type, settings, ignoreChanges);
    await resource.up(declare(more));
    await resource.up(declare(more));
    runs.server.takeRequests();
    runs.engine.logged.length = 0;
    return resource;
  }

  /** What a preview of the declaration tells, and the files that it asks the server for. */
  async function preview(resource: Lifecycle, more: Properties = {}): Promise<{ told: string[]; downloads: number }> {
    const { changes } = await resource.diff(declare(more));
    expect(changes.length).toBeGreaterThan(0);
    const isTold = (): boolean =>
      runs.told.some((text) => text.startsWith('Another version of template "docker" is made:'));
    await eventually(isTold);
    const downloads = runs.server.takeRequests().filter(({ path }) => path.includes("/files/"));
    return { told: runs.told.flatMap((text) => text.split("\n")), downloads: downloads.length };
  }

  it("tells the files that differ, with the changed lines of texts, by one download", async () => {
    const resource = await made();
    writeFileSync(join(folder, "main.tf"), LARGE);
    writeFileSync(join(folder, "logo.png"), Buffer.from([0, 1]));
    rmSync(join(folder, "README.md"));
    expect(await preview(resource)).toEqual({
      told: [
        ...reasons(FILES_NEVER_CHANGE),
        'Another version of template "docker" is made:',
        "Files: 1 changed, 1 added, 1 removed.",
        "  - README.md (8 bytes)",
        "  + logo.png (binary, 2 bytes)",
        "  ~ main.tf (+1 -1)",
        ...HUNK,
      ],
      downloads: 1,
    });
  });

  it("tells variables and tags by name, and asks for no file where none differs", async () => {
    writeFileSync(join(folder, "variables.tf"), declared("a", "b", "c", "d"));
    // Some daemon has the tags: nothing is to be said of that.
    for (const daemon of runs.server.daemons)
      daemon["tags"] = { scope: "organization", owner: "", zone: "us", gpu: "yes" };
    const resource = await made({ variables: { a: 1, b: "x", c: "y" }, provisionerTags: { zone: "eu" } });
    const told = [
      ...reasons(
        "- `variables`: a version keeps the values that it was imported with.",
        "- `provisionerTags`: a version keeps the tags that it was imported with.",
      ),
      'Another version of template "docker" is made:',
      "Variables: `b` changed; `d` added; `c` removed.",
      "Provisioner tags: `zone` changed; `gpu` added.",
    ];
    const more = { variables: { a: "1", b: "other", d: "z" }, provisionerTags: { zone: "us", gpu: "yes" } };
    expect(await preview(resource, more)).toEqual({ told, downloads: 0 });
  });

  it("takes variables and tags that are called as what every object has", async () => {
    writeFileSync(join(folder, "variables.tf"), declared("constructor", "valueOf"));
    for (const daemon of runs.server.daemons) daemon["tags"] = { scope: "organization", owner: "", toString: "yes" };
    const resource = await made({ variables: { valueOf: "x" } });
    const { told } = await preview(resource, { variables: { constructor: "y" }, provisionerTags: { toString: "yes" } });
    expect(told.slice(-2)).toEqual([
      "Variables: `constructor` added; `valueOf` removed.",
      "Provisioner tags: `toString` added.",
    ]);
  });

  it("tells nothing, and asks for nothing, where no version changes", async () => {
    const resource = await made();
    expect(await resource.up(declare())).toEqual([]);
    const message = type === "Template" ? { versionMessage: "New." } : { message: "New." };
    expect((await resource.diff(declare(message))).changes).toHaveLength(1);
    expect(runs.server.takeRequests().filter(({ path }) => path.includes("/files/"))).toEqual([]);
    expect(runs.told).toEqual([]);
  });

  it("shows no value that is secret, and no line of a file that holds secrets", async () => {
    runs.server.variables.push({ name: "password", sensitive: true });
    const password = 'variable "password" {\n  sensitive = true\n}\n';
    writeFileSync(join(folder, "main.tf"), `${password}# ${LONG_SECRET}\n`);
    writeFileSync(join(folder, "key.tf"), 'variable "k" {\n  default = "hunter2"\n  sensitive = true\n}\n');
    const resource = await made({ variables: { password: LONG_SECRET } });
    writeFileSync(join(folder, "main.tf"), `${password}# ${LONG_SECRET}\n# ${LONG_SECRET}!\n`);
    writeFileSync(join(folder, "key.tf"), 'variable "k" {\n  default = "hunter3"\n  sensitive = true\n}\n');
    const { told } = await preview(resource, { variables: { password: LONG_SECRET } });
    expect(told.join("\n")).not.toContain(LONG_SECRET);
    expect(told.join("\n")).not.toContain("hunter");
    expect(told.slice(-8)).toEqual(
      [
        "  ~ key.tf (lines not shown: it holds a value that it marks as sensitive)",
        "  ~ main.tf (+1 -0)",
        "--- main.tf",
        "+++ main.tf",
        "@@ -2,3 +2,4 @@",
        "   sensitive = true",
        " }",
        " # [secret]",
        "+# [secret]!",
      ].slice(-8),
    );
  });

  it("shows no line where the program says so, and asks for no file", async () => {
    const resource = await made({}, { sourceDiffAtPreview: "false" });
    writeFileSync(join(folder, "main.tf"), LARGE);
    expect(await preview(resource)).toEqual({
      told: [
        ...reasons(FILES_NEVER_CHANGE),
        'Another version of template "docker" is made:',
        "Files: 1 changed.",
        "  ~ main.tf",
      ],
      downloads: 0,
    });
  });

  it("names the files where the server does not give the former ones", async () => {
    const resource = await made();
    writeFileSync(join(folder, "main.tf"), LARGE);
    runs.server.http.on("GET /files/:id", refuse(404, "Resource not found."));
    const { told } = await preview(resource);
    expect(told.slice(-3)).toEqual([
      "Files: 1 changed.",
      "  ~ main.tf",
      "The lines are not shown: the token's user may not read the files of the former version.",
    ]);
  });

  it("leaves the lines of texts that the program declares to the engine, which knows what is secret", async () => {
    const texts = (main: string): Properties => ({ source: { files: { "main.tf": main } } });
    const resource = await made(texts(MAIN));
    expect(await preview(resource, texts(LARGE))).toEqual({
      told: [
        ...reasons(FILES_NEVER_CHANGE),
        'Another version of template "docker" is made:',
        "Files: 1 changed.",
        "  ~ main.tf",
        "`pulumi preview --diff` shows the lines of texts that the program declares.",
      ],
      downloads: 0,
    });
  });

  it("tells a file whose mode alone differs", async () => {
    const resource = await made();
    chmodSync(join(folder, "README.md"), 0o755);
    expect((await preview(resource)).told.slice(-2)).toEqual(["Files: 1 changed.", "  ~ README.md (now executable)"]);
  });

  it("tells nothing of a source that the program ignores", async () => {
    const resource = await made({}, {}, ["source"]);
    writeFileSync(join(folder, "main.tf"), LARGE);
    expect((await resource.diff(declare())).changes).toEqual([]);
    expect(runs.server.takeRequests().filter(({ path }) => path.includes("/files/"))).toEqual([]);
    expect(runs.told).toEqual([]);
  });
});

it("hides on the plugin just what the program marks as secret", async () => {
  const folder = makeDirectory({ "main.tf": "# one\n", "variables.tf": declared("shown", "kept") });
  const declare = { name: "docker", source: { directory: folder } };
  const variables = { shown: "frankfurt", kept: secretOnWire("stuttgart") };
  const resource = await runs.resource("plugin", "Template");
  await resource.up({ ...declare, variables });
  writeFileSync(join(folder, "main.tf"), "# frankfurt stuttgart\n");
  await resource.diff({ ...declare, variables });
  await eventually(() => runs.told.some((text) => text.includes("+# frankfurt [secret]")));
});
