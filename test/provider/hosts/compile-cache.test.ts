// Where a host's compiled code may be kept. In processes of their own, with a stand-in for what only newer Nodes have.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..", "..");

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "compiled-"));
});

afterEach(() => {
  rmSync(home, { recursive: true });
});

/** The folders that are handed to Node. */
function kept(environment: Record<string, string>, standIn = "(folder) => folders.push(folder)"): string[] {
  const code = `
    const folders = [];
    require("node:module").enableCompileCache = ${standIn};
    const { keepCompiledCode } = require("./provider/hosts/compile-cache");
    keepCompiledCode(${JSON.stringify(environment)});
    console.log(JSON.stringify(folders));`;
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const answer = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options);
  return JSON.parse(answer) as string[];
}

it("is the provider's own folder in Pulumi's home, which nobody else may read", () => {
  const folder = join(home, "pulumi-coderd", "compiled");
  expect(kept({ PULUMI_HOME: home })).toEqual([folder]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it("is no folder that others may write to", () => {
  const folder = join(home, "pulumi-coderd", "compiled");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  expect(kept({ PULUMI_HOME: home })).toEqual([]);
});

it("is nowhere, and the host goes on, where no folder can be made or Node has no such cache", () => {
  const file = join(home, "file");
  writeFileSync(file, "");
  expect(kept({ PULUMI_HOME: file })).toEqual([]);
  expect(kept({ PULUMI_HOME: home }, "undefined")).toEqual([]);
  expect(kept({ PULUMI_HOME: home }, '() => { throw new Error("no") }')).toEqual([]);
});
