// The declarations of pulumi-coderd/provider against what the compiler makes of its sources.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { problemsOf, programOf } from "../../typescript-program";

const ROOT = resolve(__dirname, "../../..");
const declarations = readFileSync(join(ROOT, "provider", "declarations.ts"), "utf8");

it("the client's declarations are those of its sources, in both directions", () => {
  const file = join(ROOT, "compared-client.ts");
  const types = [...declarations.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = ""]) => name);
  const checks = types.flatMap((name) => [
    `export const to${name} = (value: declared.${name}): written.${name} => value;`,
    `export const from${name} = (value: written.${name}): declared.${name} => value;`,
  ]);
  const functions = [...declarations.matchAll(/^export declare function (\w+)/gm)].flatMap(([, name = ""]) => [
    `export const ${name}To: typeof written.${name} = null! as typeof declared.${name};`,
    `export const ${name}From: typeof declared.${name} = null! as typeof written.${name};`,
  ]);
  const text = [
    'import type * as declared from "./provider/declarations";',
    'import type * as written from "./provider/index";',
    ...checks,
    ...functions,
  ].join("\n");
  expect(problemsOf(programOf(new Map([[file, text]]), [], { exactOptionalPropertyTypes: false }), file)).toEqual([]);
  expect(types).toEqual(expect.arrayContaining(["CoderClient", "Workspace", "FollowOptions", "ClientOptions"]));
  expect(functions.length).toBeGreaterThanOrEqual(8);
});

it("they name nothing of zod, and describe functions and their arguments", () => {
  expect(declarations).not.toMatch(/\bzod\b|\bz\./);
  expect(declarations).toMatch(/\*\/\n {2}getWorkspace\(id: string, query\?: /);
});
