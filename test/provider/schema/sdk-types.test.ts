// The generated types against the zod declarations that they are made from, by the compiler.
import { join, resolve } from "node:path";
import { functionNames } from "../../../provider/functions/registry";
import { resourceTypes } from "../../../provider/registry";
import { problemsOf, programOf } from "../../typescript-program";

const ROOT = resolve(__dirname, "../../..");

/** Declarations in which the keys come in several ways: there, the types say more than zod's. */
const WITH_WAYS = [
  "Workspace",
  "Template",
  "TemplateVersion",
  "getWorkspaceBuild",
  "getTemplate",
  "getTemplateVersion",
  "getWorkspace",
  "getWorkspaceResourceMetadata",
  "getWorkspaceTimings",
];

const HELPERS = `
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type * as sdk from "./sdk/generated/types";
import type { configurationSchema } from "./provider/configuration";
import type { functions } from "./provider/functions/registry";

/** The same for the compiler, however it is written: required or not, with which keys. */
type Same<Left, Right> =
  (<T>() => T extends Plain<Left> ? 1 : 2) extends (<T>() => T extends Plain<Right> ? 1 : 2) ? true : false;
type Plain<Type> = Type extends Date ? never
  : Type extends string
  ? string extends Type ? string : Type
  : Type extends readonly (infer Item)[] ? Plain<Item>[]
  : Type extends object ? { -readonly [Key in keyof Type]: Plain<Type[Key]> } : Type;

/** The same but for what is required: all keys of all alternatives, each with all its types. */
type SameKeys<Left, Right> =
  (<T>() => T extends Loose<Left> ? 1 : 2) extends (<T>() => T extends Loose<Right> ? 1 : 2) ? true : false;
type KeysOf<Type> = Type extends unknown ? keyof Type : never;
type Loose<Type> = [Exclude<Type, undefined>] extends [string]
  ? Plain<Type> | undefined
  : [Exclude<Type, undefined>] extends [readonly (infer Item)[]]
  ? Loose<Item>[] | undefined
  : [Exclude<Type, undefined>] extends [object]
    ? { [Key in KeysOf<Exclude<Type, undefined>>]: Loose<Exclude<Type, undefined>[Key]> } | undefined
    : Type | undefined;
type Known<Outputs> = { [Key in keyof Outputs]: Outputs[Key] extends pulumi.Output<infer Value> ? Value : never };
/** As outputs are: each is there, though it may hold nothing. */
type Complete<Type> = { [Key in keyof Type]-?: Type[Key] | (undefined extends Type[Key] ? undefined : never) };
`;

function kebabCase(type: string): string {
  return type.replace(/(?<!^)[A-Z]/g, "-$&").toLowerCase();
}

function checks(): { what: string; text: string }[] {
  const found = [
    { what: "Provider", text: "Same<pulumi.Unwrap<sdk.ProviderArgs>, z.input<typeof configurationSchema>>" },
  ];
  for (const type of resourceTypes) {
    const file = `import("./provider/resources/${kebabCase(type)}/properties")`;
    const name = type.charAt(0).toLowerCase() + type.slice(1);
    const comparison = WITH_WAYS.includes(type) ? "SameKeys" : "Same";
    found.push(
      {
        what: `${type}Args`,
        text: `${comparison}<pulumi.Unwrap<sdk.${type}Args>, z.input<typeof ${file}.${name}Inputs>>`,
      },
      {
        what: `${type}Outputs`,
        text: `Same<Known<sdk.${type}Outputs>, Complete<z.output<typeof ${file}.${name}Outputs>>>`,
      },
    );
  }
  for (const name of functionNames) {
    const type = name.charAt(0).toUpperCase() + name.slice(1);
    const comparison = WITH_WAYS.includes(name) ? "SameKeys" : "Same";
    const inputs = `z.input<(typeof functions)["${name}"]["inputs"]>`;
    found.push(
      { what: `${type}Args`, text: `${comparison}<sdk.${type}Args, ${inputs}>` },
      { what: `${type}OutputArgs`, text: `${comparison}<pulumi.Unwrap<sdk.${type}OutputArgs>, ${inputs}>` },
      {
        what: `${type}Result`,
        text: `Same<sdk.${type}Result, z.output<(typeof functions)["${name}"]["outputs"]>>`,
      },
    );
  }
  return found;
}

it("the types of the sdk are those of the declarations, and the comparison sees differences", () => {
  const file = join(ROOT, "compared-types.ts");
  const lines = checks().map(({ what, text }) => `export const check${what}: ${text} = true;`);
  const differences = [
    "Same<{ a?: string | undefined }, { a: string }>",
    "Same<{ a: { b?: string | undefined } }, { a: {} }>",
    "Same<{ a: 'x' }, { a: 'x' | 'y' }>",
    "SameKeys<{ a: string } | { b: string; a?: undefined }, { a: string }>",
  ].map((text, index) => `export const difference${index}: ${text} = false;`);
  const text = [HELPERS, ...lines, ...differences, ""].join("\n");
  expect(problemsIn(file, text)).toEqual([]);
  expect(lines.length).toBe(1 + 2 * resourceTypes.length + 3 * functionNames.length);
});

function problemsIn(file: string, text: string): string[] {
  const program = programOf(new Map([[file, text]]));
  const source = program.getSourceFile(file);
  const lines = text.split("\n");
  return program
    .getSemanticDiagnostics(source)
    .map(({ start = 0 }) => lines[source?.getLineAndCharacterOfPosition(start).line ?? 0] ?? "")
    .concat(problemsOf(program, file).filter((problem) => !problem.startsWith("Type 'true'")));
}
