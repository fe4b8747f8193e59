// Where a host's compiled code may be kept. In processes of their own, with a stand-in for what only newer Nodes have.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..", "..");
const OLDER_NODE = "undefined";

let home: string;
let folder: string;
let bundle: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "compiled-"));
  folder = join(home, "pulumi-coderd", "compiled");
  bundle = join(home, "bundle.js");
  writeFileSync(bundle, "module.exports = 1;");
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

/** The folders that are handed to Node, and what the bundle exports. */
function load(
  standIn = "(folder) => folders.push(folder)",
  environment = { PULUMI_HOME: home },
  ofProcess: Record<string, string> = {},
): unknown {
  const code = `
    const folders = [];
    require("node:module").enableCompileCache = ${standIn};
    const { loadKept } = require("./provider/hosts/compile-cache");
    const file = ${JSON.stringify(bundle)};
    const exported = loadKept(file, () => require(file), ${JSON.stringify(environment)});
    console.log(JSON.stringify({ folders, exported }));`;
  const options = { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...ofProcess } } as const;
  const answer = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options);
  return JSON.parse(answer);
}

/** The files of the kept code. */
function kept(): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

describe("where Node keeps compiled code", () => {
  it("is the provider's own folder in Pulumi's home, which nobody else may read", () => {
    expect(load()).toEqual({ folders: [folder], exported: 1 });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(kept()).toEqual([]);
  });

  it("is nowhere where others may write, or Node fails", () => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    expect(load()).toEqual({ folders: [], exported: 1 });
    chmodSync(folder, 0o700);
    expect(load('() => { throw new Error("no") }')).toEqual({ folders: [], exported: 1 });
  });
});

describe("where Node does not", () => {
  it("is kept by the host at the end of a run, and of the next ones, which may compile more", () => {
    writeFileSync(
      bundle,
      `module.exports = process.env.MORE === undefined ? 1 : (() => { const a = [1, 2, 3].map((x) => x * 2); return a.length; })();`,
    );
    expect(load(OLDER_NODE)).toEqual({ folders: [], exported: 1 });
    const [file = ""] = kept();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { size } = statSync(file);
    expect(load(OLDER_NODE, { PULUMI_HOME: home }, { MORE: "yes" })).toEqual({ folders: [], exported: 3 });
    const larger = statSync(file).size;
    expect(larger).toBeGreaterThan(size);
    for (let run = 3; run <= 5; run += 1) {
      utimesSync(file, 1, 1);
      expect(load(OLDER_NODE)).toEqual({ folders: [], exported: 1 });
      expect(kept()).toEqual([file]);
      expect(statSync(file).size).toBe(larger);
      expect(statSync(file).mtimeMs === 1000).toBe(run === 5);
    }
  });

  it("is kept for each set of V8's flags, and drafts of killed processes go", () => {
    load(OLDER_NODE);
    const [file = ""] = kept();
    const old = join(folder, "bundle-1.code.77.draft");
    const young = join(folder, "bundle-1.code.78.draft");
    writeFileSync(old, "");
    utimesSync(old, 1, 1);
    writeFileSync(young, "");
    load(OLDER_NODE, { PULUMI_HOME: home }, { NODE_OPTIONS: "--max-old-space-size=300" });
    expect(kept()).toHaveLength(3);
    expect(kept()).toEqual(expect.arrayContaining([file, young]));
  });

  it("is that of the same bundle only, and is run", () => {
    load(OLDER_NODE);
    const [one = ""] = kept();
    writeFileSync(bundle, "module.exports = 2;");
    expect(load(OLDER_NODE)).toMatchObject({ exported: 2 });
    const two = kept().find((file) => file !== one) ?? "";
    // Nothing but the file's name tells one code from the other.
    copyFileSync(one, two);
    expect(load(OLDER_NODE)).toMatchObject({ exported: 1 });
  });

  it("is made anew when a file is damaged", () => {
    load(OLDER_NODE);
    const [file = ""] = kept();
    const whole = readFileSync(file);
    const other = Buffer.from(whole);
    other.writeUInt8(255 - other.readUInt8(200), 200);
    for (const damaged of [Buffer.alloc(0), whole.subarray(0, 100), other]) {
      writeFileSync(file, damaged);
      expect(load(OLDER_NODE)).toMatchObject({ exported: 1 });
      expect(readFileSync(file).length).toBe(whole.length);
    }
  });

  it("is kept for the newest bundles", () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let age = 1; age <= 8; age += 1) {
      writeFileSync(join(folder, `${age}.code`), "");
      utimesSync(join(folder, `${age}.code`), 1000 - age, 1000 - age);
    }
    load(OLDER_NODE);
    const names = kept().map((file) => file.slice(folder.length + 1));
    expect(names).toEqual([...[1, 2, 3, 4, 5].map((age) => `${age}.code`), expect.stringMatching(/^bundle-/)]);
  });

  it("is nowhere, and the host goes on, where no folder can be made", () => {
    const file = join(home, "file");
    writeFileSync(file, "");
    expect(load(OLDER_NODE, { PULUMI_HOME: file })).toEqual({ folders: [], exported: 1 });
  });
});
