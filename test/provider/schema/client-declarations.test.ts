// The declarations of pulumi-coderd/provider against what the compiler makes of its sources.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import typescript from "typescript";
import { problemsOf, programOf } from "../../typescript-program";
import { CALLS } from "../client/calls";

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

it("they name nothing of zod", () => {
  expect(declarations).not.toMatch(/\bzod\b|\bz\./);
});

describe("the declared client", () => {
  const source = typescript.createSourceFile("declarations.ts", declarations, typescript.ScriptTarget.Latest, true);
  const client = source.statements
    .filter(typescript.isInterfaceDeclaration)
    .find(({ name }) => name.text === "CoderClient");
  const createClient = source.statements
    .filter(typescript.isFunctionDeclaration)
    .find(({ name }) => name?.text === "createClient");
  const members = [...(client?.members ?? [])];
  const docOf = (node: typescript.Node | undefined): string =>
    (node === undefined ? [] : typescript.getJSDocCommentsAndTags(node)).map((doc) => doc.getText()).join("");

  it("says what it is, what it repeats, and how it ends", () => {
    for (const node of [client, createClient])
      expect(docOf(node)).toMatch(/repeated only\b.*close the client at the end.*@example/is);
  });

  it.each(members.map((member) => ({ name: member.name?.getText() ?? "", member })))(
    "describes $name and its arguments",
    ({ member }) => {
      expect(docOf(member)).toMatch(/\w/);
      const parameters = typescript.isMethodSignature(member) ? [...member.parameters] : [];
      for (const { name, type } of parameters) {
        expect(name.getText()).toMatch(/^[a-z]\w*[a-z]$/i);
        expect([name.getText(), type?.getText()]).not.toEqual(["query", expect.stringMatching(/Request$/)]);
      }
    },
  );

  it("has a function for each path, with names of arguments of its own", () => {
    expect(members.filter(typescript.isMethodSignature).length).toBeGreaterThanOrEqual(Object.keys(CALLS).length);
    expect(declarations).toContain("createToken(user: string, request: CreateTokenRequest, options?: RequestOptions)");
  });
});
