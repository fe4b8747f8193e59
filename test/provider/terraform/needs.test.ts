// What a template's code says of its parameters and presets, for a version that no server has.
import type { Needs } from "../../../provider/terraform/needs";
import { readTerraform } from "../../../provider/terraform/read";

const CODER = 'terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n';

function parameter(label: string, body: string): string {
  return `data "coder_parameter" "${label}" {\n${body}\n}\n`;
}

async function needsOf(files: Record<string, string>): Promise<Needs> {
  const { needs } = await readTerraform(Object.entries(files).map(([path, text]) => ({ path, text })));
  if (needs === undefined) throw new Error("Nothing was read.");
  return needs;
}

const PLAIN = {
  type: "string",
  form_type: "input",
  mutable: false,
  required: true,
  ephemeral: false,
  options: [],
  validation_error: "",
  validation_regex: "",
  validation_min: undefined,
  validation_max: undefined,
  validation_monotonic: "",
};

it("tells parameters as the server does", async () => {
  const main =
    CODER +
    parameter("a", 'name = "plain"') +
    parameter(
      "b",
      'name = "cpus"\ntype = "number"\ndefault = 2\nmutable = true\n' +
        'validation {\n  min = 1\n  max = "8"\n  monotonic = "increasing"\n  error = "Not so many."\n}',
    ) +
    parameter(
      "c",
      'name = "tools"\ntype = "list(string)"\nform_type = "multi-select"\ndefault = "[]"\n' +
        'option {\n  name = "Vim"\n  value = "vim"\n}',
    ) +
    parameter("d", 'name = "once"\ntype = "bool"\ndefault = false\nmutable = true\nephemeral = true') +
    parameter("e", 'name = "team"\ndefault = null\nvalidation {\n  regex = "^[a-z]+$"\n  error = "Small letters."\n}');
  const needs = await needsOf({ "main.tf": main });
  expect(needs).toEqual({
    parameters: [
      { ...PLAIN, name: "plain" },
      {
        ...{ ...PLAIN, name: "cpus", type: "number", mutable: true, required: false, validation_error: "Not so many." },
        ...{ validation_min: 1, validation_max: 8, validation_monotonic: "increasing" },
      },
      {
        ...{ ...PLAIN, name: "tools", type: "list(string)", form_type: "multi-select", required: false },
        options: [{ name: "Vim", description: "", value: "vim", icon: "" }],
      },
      { ...PLAIN, name: "once", type: "bool", form_type: "checkbox", mutable: true, required: false, ephemeral: true },
      { ...PLAIN, name: "team", validation_regex: "^[a-z]+$", validation_error: "Small letters." },
    ],
    others: [],
    isComplete: true,
    presets: [],
    arePresetsComplete: true,
  });
});

it("leaves out each rule that an expression decides, so that every value passes", async () => {
  const main =
    `${CODER}variable "any" {\n  default = "x"\n}\n` +
    parameter(
      "a",
      'name = "size"\ntype = "number"\nmutable = var.any == "x"\ndefault = var.any\n' +
        'option {\n  name = "One"\n  value = 1\n}\noption {\n  name = "More"\n  value = var.any\n}',
    ) +
    parameter("b", 'name = "team"\nvalidation {\n  regex = var.any\n  error = "No."\n}') +
    parameter(
      "c",
      'name = "zone"\ndynamic "option" {\n  for_each = [var.any]\n  content {\n    name = "a"\n    value = "a"\n  }\n}',
    );
  expect((await needsOf({ "main.tf": main })).parameters).toEqual([
    { ...PLAIN, name: "size", type: "number", form_type: "radio", mutable: true, required: false },
    { ...PLAIN, name: "team", validation_error: "No." },
    { ...PLAIN, name: "zone" },
  ]);
});

it.each([
  ["a count", parameter("a", 'name = "a"\ncount = 1')],
  ["a type that an expression decides", `variable "t" {}\n${parameter("a", 'name = "a"\ntype = var.t')}`],
  [
    "data that is read late",
    `resource "terraform_data" "x" {}\n${parameter("a", 'name = "a"\ndepends_on = [terraform_data.x]')}`,
  ],
])("does not judge a parameter with %s, and knows its name", async (_, code) => {
  expect(await needsOf({ "main.tf": CODER + code })).toMatchObject({ parameters: [], others: ["a"], isComplete: true });
});

it("does not take the list for complete with a name that an expression decides", async () => {
  const code = `${CODER}variable "n" {}\n${parameter("a", "name = var.n")}${parameter("b", 'name = "b"')}`;
  expect(await needsOf({ "main.tf": code })).toMatchObject({
    parameters: [{ ...PLAIN, name: "b" }],
    others: [],
    isComplete: false,
  });
});

it.each([
  ["a module from elsewhere", { "main.tf": 'module "m" {\n  source = "registry.example.com/a/b/c"\n}\n' }],
  [
    "a file that can't be read",
    { "main.tf": "", "other.tf": `locals {\n  a = ${"[".repeat(999)}${"]".repeat(999)}\n}\n` },
  ],
])("takes no list for complete with %s", async (_, files) => {
  expect(await needsOf(files)).toMatchObject({ parameters: [], isComplete: false, arePresetsComplete: false });
});

it("takes parameters of modules beside the code: certain where there is one of the module", async () => {
  const more = CODER + parameter("a", 'name = "inner"');
  const call = (settings: string): string => `module "more" {\n  source = "./more"\n${settings}}\n`;
  expect(await needsOf({ "main.tf": call(""), "more/main.tf": more })).toMatchObject({
    parameters: [{ ...PLAIN, name: "inner" }],
    isComplete: true,
  });
  expect(await needsOf({ "main.tf": call("  count = 2\n"), "more/main.tf": more })).toMatchObject({
    parameters: [],
    others: ["inner"],
  });
});

it("tells presets, with values that are certain", async () => {
  const preset = (label: string, body: string): string => `data "coder_workspace_preset" "${label}" {\n${body}\n}\n`;
  const main =
    CODER +
    parameter("cpus", 'name = "cpus"\ntype = "number"\ndefault = 1') +
    preset("a", 'name = "Small"\nparameters = { cpus = 1 }') +
    preset("b", 'name = "None"') +
    preset("c", 'name = "Other"\nparameters = { (data.coder_parameter.cpus.name) = "1" }') +
    preset("d", 'name = "Late"\ncount = 1');
  expect(await needsOf({ "main.tf": main })).toMatchObject({
    presets: [
      { name: "Small", parameters: [{ name: "cpus", value: "1" }] },
      { name: "None", parameters: [] },
      { name: "Other", parameters: undefined },
      { name: "Late", parameters: undefined },
    ],
    arePresetsComplete: true,
  });
  const named = main + preset("e", "name = data.coder_parameter.cpus.name");
  expect((await needsOf({ "main.tf": named })).arePresetsComplete).toBe(false);
});
