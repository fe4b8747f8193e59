// When a template's code is read: a host that finds nothing new does not load Terraform's parser.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { reasonOfLack, type ServerFeature } from "../../../../provider/client/transport/server-version";
import { CODE_KEY, type Context } from "../../../../provider/handler";
import { checkContent } from "../../../../provider/resources/versions/check";

const ROOT = resolve(__dirname, "..", "..", "..", "..");
const SOURCE = { files: { "main.tf": 'variable "password" {\n  sensitive = true\n}\n' } };

interface Checked {
  derived: Record<string, unknown>;
  noted: Record<string, unknown>;
  secretPaths: string[][];
  isParserLoaded: boolean;
}

/** In a process of its own. No server is asked. */
function check(inputs: object, previous?: object): Checked {
  const code = `
    const { checkContent } = require("./provider/resources/versions/check");
    const context = { rootDirectory: "/", urn: "", ownership: {}, client: { identity: "" } };
    const names = { template: "docker", version: "v1" };
    checkContent(context, ${JSON.stringify(inputs)}, ${JSON.stringify(previous)}, names).then((checked) => {
      const isParserLoaded = Object.keys(require.cache).some((file) => file.includes("hcl2json"));
      console.log(JSON.stringify({ ...checked, isParserLoaded }));
    });`;
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  return JSON.parse(
    execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options),
  ) as Checked;
}

it("loads Terraform's parser for code that is new, and none for what the former check has read", () => {
  const inputs = { source: SOURCE, variables: { password: "x" } };
  const secretPaths = [["variables", "password"]];
  const first = check(inputs);
  expect(first).toMatchObject({ secretPaths, isParserLoaded: true });
  expect(first.noted).toEqual({ [CODE_KEY]: { sensitiveVariables: ["password"] } });
  const former = { ...inputs, ...first.derived, ...first.noted };
  const again = check(inputs, former);
  expect(again).toEqual({ ...first, failures: [], isParserLoaded: false });
  // As an earlier release left it.
  expect(check(inputs, { ...former, [CODE_KEY]: undefined })).toEqual(first);
});

it.each([
  ["is not installed", 'if (name.startsWith("@cdktn/")) throw new Error("Cannot find module");', "Cannot find module"],
  ["has lost its code", "", "main.wasm.gz is missing"],
])("warns once, with the reason, where Terraform's parser %s, and takes variables for secret", (_, step, reason) => {
  const code = `
    const Module = require("node:module");
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) { ${step} return resolve.call(this, name, ...rest); };
    const fs = require("node:fs");
    const exists = fs.existsSync;
    fs.existsSync = (path) => !String(path).endsWith("main.wasm.gz") && exists(path);
    const { checkContent } = require("./provider/resources/versions/check");
    const warnings = [];
    const log = { warning: (text) => warnings.push(text) };
    const context = { rootDirectory: "/", urn: "", ownership: {}, client: { identity: "" }, log };
    const check = (main) =>
      checkContent(context, { source: { files: { "main.tf": main } }, variables: { a: "x" } }, undefined, {});
    check('variable "a" {}').then(() => check('variable "a" { default = 1 }')).then(({ secretPaths, failures }) => {
      console.log(JSON.stringify({ warnings, secretPaths, failures }));
    });`;
  const options = { cwd: ROOT, encoding: "utf8" } as const;
  const found = JSON.parse(
    execFileSync(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", code], options),
  ) as unknown;
  expect(found).toEqual({
    warnings: [
      `Terraform code is not checked before the server imports it: its parser can't be loaded (${reason}). Install ` +
        "the provider's packages again, with `npm ci` or `pulumi plugin install`. Until then all `variables` count " +
        "as secret.",
    ],
    secretPaths: [["variables", "a"]],
    failures: [],
  });
});

it.each<[version: string, told: string[]]>([
  ["v2.23.1+abc", []],
  ["v2.24.0+abc", ['`coder_workspace_preset.a` in "main.tf" is the default already']],
])("refuses two default presets where the server does: %s", async (version, told) => {
  const preset = (label: string): string =>
    `data "coder_workspace_preset" "${label}" {\n  name    = "${label}"\n  default = true\n}\n`;
  const main =
    'terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n' + preset("a") + preset("b");
  const explainLack = (feature: ServerFeature): Promise<string | undefined> =>
    Promise.resolve(reasonOfLack(feature, version));
  const client = { identity: "presets", explainLack };
  const context = { rootDirectory: "/", urn: "", ownership: {}, client } as unknown as Context;
  const { failures } = await checkContent(
    context,
    { source: { files: { "main.tf": main } }, variables: {} },
    undefined,
    { template: "presets", version: undefined },
  );
  expect(failures.map(({ property, reason }) => [property, told.filter((text) => reason.includes(text))])).toEqual(
    told.map((text) => ["source", [text]]),
  );
});
