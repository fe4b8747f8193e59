// Broken templates: what is found wrong with each block. The live test `terraform` imports them, a template for each
// stage at which Terraform or the server gives up, and looks for the same blocks in what the server says.
import { AFTER_LOADING, ALONE, FORM } from "./broken-form";
import { HEADER, parameter, SCHEMA, VALUES, type BrokenBlock } from "./broken-parameters";

const NO_CONSTANT = "refers to something or calls a function, which it can't: it stands by itself.";

/** The server tells the first of them only. */
const CONSTANTS: typeof ALONE = [
  {
    stage: "description of a variable",
    code: 'variable "cpus" {\n  description = "At most ${local.most}."\n}\nlocals {\n  most = 4\n}\n',
    reason: `In "main.tf", variable "cpus": its \`description\` ${NO_CONSTANT}`,
    told: "Variables not allowed",
  },
  {
    stage: "message of a validation",
    code:
      'variable "cpus" {\n  validation {\n    condition     = var.cpus != ""\n' +
      '    error_message = "Not ${var.cpus}."\n  }\n}\n',
    reason:
      'In "main.tf", variable "cpus": the `error_message` of its `validation` refers to something or calls a ' +
      "function. Coder reads it before Terraform does, and takes only a text that stands by itself.",
    told: "Variables not allowed",
  },
  {
    stage: "mark of an output",
    code: 'output "cpus" {\n  value     = 4\n  sensitive = tobool("true")\n}\n',
    reason: `In "main.tf", output "cpus": its \`sensitive\` ${NO_CONSTANT}`,
    told: "Function calls not allowed",
  },
  {
    stage: "source that refers",
    code: 'locals {\n  folder = "net"\n}\nmodule "net" {\n  source = "./${local.folder}"\n}\n',
    reason: `In "main.tf", module "net": its \`source\` ${NO_CONSTANT}`,
    told: "Variables not allowed",
  },
];

interface BrokenTemplate {
  stage: string;
  files: Record<string, string>;
  variables?: Record<string, string>;
  /** What is found, and what the server says about the same. */
  expected: { reason: string; told: string }[];
}

function template(stage: string, blocks: readonly BrokenBlock[]): BrokenTemplate {
  return {
    stage,
    files: { "main.tf": HEADER + blocks.map(({ code }) => code).join("") },
    expected: blocks.map(({ at, reason }) => ({ reason: `In "main.tf", ${at}: ${reason}`, told: at })),
  };
}

function refers(label: string, expression: string, reason: string): BrokenBlock {
  return {
    code: `resource "terraform_data" "${label}" {\n  input = ${expression}\n}\n`,
    at: `resource "terraform_data" "${label}"`,
    reason,
  };
}

const REFERENCES = [
  { code: 'variable "region" {\n  default = "eu"\n}\n', at: "", reason: "" },
  refers(
    "variable",
    "var.regoin",
    'it refers to `var.regoin`, but there is no variable "regoin". Did you mean "region"?',
  ),
  refers(
    "local",
    '"a ${upper(local.zone)} b"',
    'it refers to `local.zone`, but there is no local value "zone". There is "unused".',
  ),
  refers(
    "module",
    "[for each in [1] : module.net.id]",
    'it refers to `module.net.id`, but there is no module "net". No module is called.',
  ),
  refers(
    "data",
    'try(data.coder_workspace.me.name, "none")',
    'it refers to `data.coder_workspace.me.name`, but there is no data source "coder_workspace.me". No data source ' +
      "is declared.",
  ),
  refers(
    "resource",
    "<<-EOT\n    ${terraform_data.locl.output}\n  EOT",
    'it refers to `terraform_data.locl.output`, but there is no resource "terraform_data.locl". Did you mean ' +
      '"terraform_data.local"?',
  ),
  refers(
    "word",
    "eu",
    "`eu` means nothing to Terraform. A text stands in quotes; else a name before the dot is missing, such as `var.` " +
      "or `local.`.",
  ),
  {
    code: 'resource "terraform_data" "none" {\n  count = 0\n  input = var.gone\n}\n',
    at: 'resource "terraform_data" "none"',
    reason: 'it refers to `var.gone`, but there is no variable "gone". There is "region".',
  },
  {
    code: "locals {\n  unused = var.away\n}\n",
    at: "locals",
    reason: 'it refers to `var.away`, but there is no variable "away". There is "region".',
  },
];

/** Found when the configuration is loaded. */
const DECLARATIONS = [
  { code: 'variable "twice" {\n  default = 1\n}\n', at: "", reason: "" },
  {
    code: 'variable "twice" {\n  default = 1\n}\n',
    at: 'variable "twice"',
    reason: 'it is declared in "main.tf" already.',
  },
  { code: "locals {\n  a = 1\n}\n", at: "", reason: "" },
  { code: "locals {\n  a = 2\n}\n", at: "locals", reason: 'the local value "a" is declared in "main.tf" already.' },
  { code: 'resource "terraform_data" "main" {}\n', at: "", reason: "" },
  {
    code: 'resource "terraform_data" "main" {}\n',
    at: 'resource "terraform_data" "main"',
    reason: 'it is declared in "main.tf" already.',
  },
  {
    code: 'variable "cpus" {\n  type    = number\n  default = "four"\n}\n',
    at: 'variable "cpus"',
    reason: "its default does not fit its `type`: it takes a number, not another text.",
  },
  {
    code: 'variable "zones" {\n  type    = list(string)\n  default = "eu"\n}\n',
    at: 'variable "zones"',
    reason: "its default does not fit its `type`: it takes a list, not another text.",
  },
  {
    code:
      'variable "box" {\n  type    = object({ name = string, size = optional(number) })\n' +
      "  default = { size = 1 }\n}\n",
    at: 'variable "box"',
    reason: 'its default does not fit its `type`: it takes an object with "name", which is missing.',
  },
  {
    code:
      'variable "heir" {\n  type    = object({ constructor = string, size = optional(number) })\n' +
      "  default = { size = 1 }\n}\n",
    at: 'variable "heir"',
    reason: 'its default does not fit its `type`: it takes an object with "constructor", which is missing.',
  },
];

function declared(stage: string, blocks: readonly BrokenBlock[]): BrokenTemplate {
  const { files } = template(stage, blocks);
  return {
    ...template(
      stage,
      blocks.filter(({ reason }) => reason !== ""),
    ),
    files,
  };
}

export const BROKEN: readonly BrokenTemplate[] = [
  {
    stage: "syntax",
    files: { "main.tf": 'variable "region" {\n  type = \n}\n' },
    expected: [
      {
        reason:
          'In "main.tf", line 2, column 10: Invalid expression. Expected the start of an expression, but found an ' +
          "invalid expression token.",
        told: "Invalid expression",
      },
    ],
  },
  {
    stage: "JSON",
    files: { "main.tf.json": '{"variable": ' },
    expected: [{ reason: 'In "main.tf.json": It is no valid JSON.', told: "main.tf.json" }],
  },
  template("values of parameters", VALUES),
  template("form", FORM),
  template("form of what is loaded", AFTER_LOADING),
  ...[...ALONE, ...CONSTANTS].map(({ stage, code, reason, told }) => ({
    stage,
    files: { "main.tf": HEADER + code },
    expected: [{ reason, told }],
  })),
  template("what providers take", SCHEMA),
  declared("references", REFERENCES),
  declared("declarations", DECLARATIONS),
  {
    // The server itself reads defaults, and does not say of which.
    stage: "default that refers",
    files: { "main.tf": 'variable "cpus" {}\nvariable "copied" {\n  default = var.cpus\n}\n' },
    expected: [
      {
        reason:
          'In "main.tf", variable "copied": its default refers to something or calls a function, which it can\'t: it ' +
          "is a value that stands by itself.",
        told: "Variables not allowed",
      },
    ],
  },
  {
    stage: "names of parameters",
    files: {
      "main.tf":
        HEADER +
        parameter("one", 'name = "Region"', "").code +
        'module "more" {\n  source = "./more"\n}\n' +
        parameter("other", 'name = "Zone"', "").code,
      "more/main.tf": HEADER + parameter("two", 'name = "Region"', "").code,
    },
    expected: [
      {
        reason:
          'In "more/main.tf", data "coder_parameter" "two": another parameter has the name "Region": ' +
          '`coder_parameter.one` in "main.tf". Give each a name of its own.',
        told: 'coder_parameter names must be unique but "Region" appears multiple times',
      },
    ],
  },
  {
    stage: "modules",
    files: {
      "main.tf":
        'module "net" {\n  source = "./net"\n  cidr   = "10.0.0.0/8"\n}\n' +
        'resource "terraform_data" "main" {\n  input = module.net.id\n}\n',
      "net/main.tf": 'variable "zone" {}\noutput "name" {\n  value = var.zone\n}\n',
    },
    expected: [
      {
        reason:
          'In "main.tf", resource "terraform_data" "main": it refers to `module.net.id`, but the module has no ' +
          'output "id". There is "name".',
        told: 'module "net"',
      },
      {
        reason: 'In "main.tf", module "net": the module has no variable "cidr". There is "zone".',
        told: 'module "net"',
      },
      {
        reason: 'In "main.tf", module "net": the module\'s variable "zone" has no default and is not set.',
        told: 'module "net"',
      },
    ],
  },
  {
    stage: "folder of a module",
    files: { "main.tf": 'module "net" {\n  source = "./net"\n}\n' },
    expected: [
      { reason: 'In "main.tf", module "net": the template has no folder "net", which is its `source`.', told: "net" },
    ],
  },
  {
    stage: "provider of no source",
    files: { "main.tf": 'data "coder_workspace" "me" {}\n' },
    expected: [
      {
        reason:
          'In "main.tf", data "coder_workspace" "me": no block of its folder says where its provider comes from: ' +
          'Terraform would look for "hashicorp/coder", which does not exist. Add ' +
          '`terraform { required_providers { coder = { source = "coder/coder" } } }`.',
        told: "hashicorp/coder",
      },
    ],
  },
  {
    stage: "constraints",
    files: {
      "main.tf":
        'terraform {\n  required_version = "newest"\n  required_providers {\n' +
        '    coder = {\n      source  = "coder/coder/v2/x"\n    }\n' +
        '    null = {\n      source  = "hashicorp/null"\n      version = ">> 3"\n    }\n  }\n}\n',
    },
    expected: [
      {
        reason:
          'In "main.tf", terraform: the source of provider "coder" is none that Terraform can read. One is ' +
          '`"coder/coder"`.',
        told: "coder/coder/v2/x",
      },
      {
        reason:
          'In "main.tf", terraform: the version of provider "null" is no constraint that Terraform can read. One is ' +
          '`"~> 2.0"`.',
        told: ">> 3",
      },
      {
        reason:
          'In "main.tf", terraform: `required_version` is no constraint that Terraform can read. One is `">= 1.5"`.',
        told: "newest",
      },
    ],
  },
];
