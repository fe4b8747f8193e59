// What a host loads: the handlers of the types that it is asked for, and what those need.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { handlers, resourceTypes } from "../../provider/registry";

const ROOT = resolve(__dirname, "..", "..");

/** Folders of resources, and packages, that a dynamic host loads for these types. */
function loadedFor(types: readonly string[]): { resources: string[]; packages: string[] } {
  const code = `
    const { get } = require("./provider/hosts/dynamic");
    for (const type of ${JSON.stringify(types)}) get(type);
    console.log(JSON.stringify(Object.keys(require.cache)));
    process.exit(0);`;
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const answer = execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options);
  const files = JSON.parse(answer) as string[];
  const found = (pattern: RegExp): string[] => [...new Set(files.flatMap((file) => pattern.exec(file)?.[1] ?? []))];
  return {
    resources: found(/\/provider\/resources\/([^/]+)\//).sort(),
    packages: found(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//),
  };
}

it("has a handler for every type, of that type", () => {
  expect(Object.keys(handlers)).toEqual([...resourceTypes]);
  for (const type of resourceTypes) expect(handlers[type].type).toBe(type);
});

it("loads no resource that nobody asks for, and no package that only those need", () => {
  const { resources, packages } = loadedFor(["Group"]);
  expect(resources).toEqual(["group", "names"]);
  expect(packages).toEqual(expect.arrayContaining(["zod", "undici"]));
  for (const name of ["tar-stream", "yauzl", "ignore", "croner", "re2js"]) expect(packages).not.toContain(name);
});

it("loads what the resources of a program need together", () => {
  expect(loadedFor(["Template", "Group"]).resources).toEqual(["builds", "group", "names", "template", "versions"]);
});
