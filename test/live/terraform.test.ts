// Terraform code on the real server: what a preview finds wrong fails there, and what it reads of correct code is what
// the server imports.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { checkVariables } from "../../provider/resources/versions/variables";
import { readTerraform, type TerraformCode } from "../../provider/terraform/read";
import { BROKEN } from "../provider/terraform/broken-code";
import { CORRECT } from "../provider/terraform/correct-code";
import { useLive } from "./live";
import { archiveOf, type TemplateFiles } from "./templates";

const live = useLive("hcl");

interface Imported {
  status: string;
  /** All that the server says. */
  text: string;
  id: string;
}

interface ServerVariable {
  name: string;
  default_value: string;
  required: boolean;
  sensitive: boolean;
}

async function importOf(files: TemplateFiles, values: Record<string, string> = {}): Promise<Imported> {
  const { hash } = await live.api.request<{ hash: string }>("POST", "/files", await archiveOf(files));
  const request = {
    storage_method: "file",
    provisioner: "terraform",
    file_id: hash,
    user_variable_values: Object.entries(values).map(([name, value]) => ({ name, value })),
  };
  try {
    const { id } = await live.api.request<{ id: string }>("POST", "/organizations/default/templateversions", request);
    const { job } = await live.api.endedVersion(id);
    const logs = await live.api.request<{ output: string }[]>("GET", `/templateversions/${id}/logs`);
    const text = [...logs.map(({ output }) => output), typeof job["error"] === "string" ? job["error"] : ""].join("\n");
    return { status: job.status, text, id };
  } catch (thrown) {
    // Errors of syntax are told at once.
    return { status: "refused", text: String(thrown), id: "" };
  }
}

function codeOf(files: TemplateFiles): Promise<TerraformCode> {
  return readTerraform(Object.entries(files).map(([file, text]) => ({ path: file, text })));
}

it.each(BROKEN.map((broken) => [broken.stage, broken] as const))(
  "the server refuses what is found wrong: %s",
  async (_, { files, expected }) => {
    const { status, text } = await importOf(files);
    expect(["failed", "refused"]).toContain(status);
    // A long line is broken up, and quotes are escaped in an answer.
    const said = text.replace(/\\"/g, '"').replace(/\s+/g, " ");
    const untold = expected.map(({ told }) => told).filter((told) => !said.includes(told));
    expect({ untold, said }).toEqual({ untold: [], said });
  },
);

it.each(CORRECT.map((correct) => [correct.name, correct] as const))(
  "the server imports what nothing is found wrong with: %s",
  async (_, { files, variables = {} }) => {
    const { findings, variables: declared } = await codeOf(files);
    expect(findings).toEqual([]);
    const { status, text, id } = await importOf(files, variables);
    expect([status, text]).toEqual(["succeeded", text]);
    const held = await live.api.request<ServerVariable[]>("GET", `/templateversions/${id}/variables`);
    expect(declared?.map(({ name, hasDefault, isSensitive }) => ({ name, hasDefault, isSensitive }))).toEqual(
      held
        .map(({ name, required, sensitive }) => ({ name, hasDefault: !required, isSensitive: sensitive }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    );
    const defaults = new Map(held.map(({ name, default_value }) => [name, default_value]));
    for (const { name, defaultText, isSensitive } of declared ?? [])
      if (defaultText !== undefined && !isSensitive) expect([name, defaults.get(name)]).toEqual([name, defaultText]);
  },
);

const VARIABLES =
  'variable "cpus" {\n  type = number\n}\nvariable "zones" {\n  type = list(string)\n}\n' +
  'variable "flag" {\n  type = bool\n}\n';
const GOOD = { cpus: "4", zones: '["a"]', flag: "true" };

const anyOf = (standard: string): TemplateFiles => ({
  "main.tf": `variable "zone" {\n  type    = any\n  default = ${standard}\n}\n`,
});

it.each<[string, TemplateFiles, Record<string, string>, boolean]>([
  ["all are good", { "main.tf": VARIABLES }, GOOD, true],
  ["no number", { "main.tf": VARIABLES }, { ...GOOD, cpus: "four" }, false],
  ["no list", { "main.tf": VARIABLES }, { ...GOOD, zones: "eu" }, false],
  ["a number for a list", { "main.tf": VARIABLES }, { ...GOOD, zones: "1" }, false],
  ["no truth value", { "main.tf": VARIABLES }, { ...GOOD, flag: "yes" }, false],
  [
    "nothing for a number with a default",
    { "main.tf": 'variable "cpus" {\n  default = 4\n  type = number\n}\n' },
    { cpus: "" },
    false,
  ],
  ["a default of any type that is a number", anyOf("4"), {}, true],
  ["a default of any type that is a text", anyOf('"europe"'), {}, false],
  ["a default of any type that is nothing", anyOf('""'), {}, false],
  ["a default of any type that is a text, and a value", anyOf('"europe"'), { zone: '"asia"' }, true],
  ["a bare word within a list", anyOf("[]"), { zone: "[asia]" }, false],
  ["a path", anyOf("[]"), { zone: "asia/south" }, false],
  [
    "a default that an override takes away",
    { "main.tf": 'variable "a" {\n  default = "x"\n}\n', "override.tf": 'variable "a" {\n  sensitive = true\n}\n' },
    {},
    false,
  ],
])("values of variables are judged as the server does: %s", async (_what, files, values, isGood) => {
  const failures = await checkVariables(values, (await codeOf(files)).variables);
  const { status, text } = await importOf(files, values);
  expect([failures.length === 0, status, text]).toEqual([isGood, isGood ? "succeeded" : "failed", text]);
});

/** Of the module that the server is built of. */
const EXAMPLES = path.join(
  execFileSync("go", ["env", "GOMODCACHE"], { encoding: "utf8" }).trim(),
  "github.com/coder/coder/v2@v2.24.0/examples/templates",
);
/** It refers to an agent that it does not have. */
const BROKEN_EXAMPLE = "gcp-devcontainer";

it("finds nothing wrong with the starter templates of the server, but for one that can't work", async () => {
  const offered = await live.api.request<{ id: string }[]>("GET", "/templates/examples");
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(offered.length).toBeGreaterThan(10);
  const found: Record<string, string[]> = {};
  for (const { name } of folders) {
    const files = readdirSync(path.join(EXAMPLES, name), { recursive: true, encoding: "utf8" })
      .filter((file) => statSync(path.join(EXAMPLES, name, file)).isFile())
      .map((file) => ({ path: file, text: readFileSync(path.join(EXAMPLES, name, file), "utf8") }));
    const { findings } = await readTerraform(files);
    if (findings.length > 0) found[name] = findings.map(({ reason }) => reason);
  }
  expect(Object.keys(found)).toEqual([BROKEN_EXAMPLE]);
  for (const reason of found[BROKEN_EXAMPLE] ?? []) expect(reason).toContain("coder_agent.main");
});
