// Blocks of a form that can't be, and Coder's own resources with names that the server does not take.
import { HEADER, type BrokenBlock } from "./broken-parameters";

function block(header: string, body: string, reason: string): BrokenBlock {
  return { code: `${header} {\n  ${body}\n}\n`, at: header, reason };
}

/** Found when the configuration is loaded. */
export const FORM = [
  block('variable "count"', "default = 1", "no variable can have this name: Terraform keeps it for itself."),
  block(
    'variable "size"',
    'default = 1\n  descritpion = "a"',
    'there is no argument "descritpion". Did you mean "description"?',
  ),
  block(
    'variable "kind"',
    "type    = strng\n  default = 1",
    'its `type` is none of "string", "number", "bool", "any", "list", "map", "set", "object", "tuple", and no type ' +
      "made of them.",
  ),
  block(
    'variable "checked"',
    "default = 1\n  validation {\n    condition = var.checked > 0\n  }",
    "in its `validation`, it has no `error_message`, which it needs.",
  ),
  block('output "value"', 'description = "None."', "it has no `value`, which it needs."),
  block(
    'resource "terraform_data" "1st"',
    "",
    '"1st" is no name: one has letters, digits, "_" and "-", and begins with no digit.',
  ),
  block(
    'resource "terraform_data" "both"',
    'count    = 1\n  for_each = toset(["a"])',
    "it has both `count` and `for_each`: only one of them can be set.",
  ),
];

/** Found once the modules are there. */
export const AFTER_LOADING = [
  block('resource "terraform_data" "each"', "input = each.key", "it refers to `each`, but has no `for_each`."),
  block('resource "terraform_data" "index"', "input = count.index", "it refers to `count`, but has no `count`."),
  block(
    'data "coder_parameter" "slip"',
    'name = "slip"\n  defalt = "a"',
    'there is no argument "defalt". Did you mean "default"?',
  ),
  block(
    'data "coder_parameter" "listed"',
    'name = "listed"\n  type = "list(string)"\n  default = ["a"]',
    "its `default` does not fit: it takes a text, not a list.",
  ),
  block(
    'data "coder_parameter" "word"',
    'name = "word"\n  mutable = "yes"',
    "its `mutable` does not fit: it takes true or false, not another text.",
  ),
  block(
    'data "coder_parameter" "rules"',
    'name = "rules"\n  type = "number"\n  default = 2\n  validation {\n    min = 1\n  }\n  validation {\n    max = 3\n  }',
    "it has more than one `validation`: only one can be there.",
  ),
  block(
    'data "coder_workspace_preset" "built"',
    'name = "Built"\n  prebuilds {}',
    "in its `prebuilds`, it has no `instances`, which it needs.",
  ),
  block(
    'data "coder_workspace_preset" "listed"',
    'name = "Listed"\n  parameters = ["a"]',
    "its `parameters` does not fit: it takes a map, not a list.",
  ),
  block('resource "coder_agent" "small"', 'os = "linux"', "it has no `arch`, which it needs."),
  block(
    'resource "coder_agent" "cpu"',
    'os = "linux"\n  arch = "x86_64"',
    'its `arch` is "x86_64", which is none of "amd64", "armv7", "arm64".',
  ),
  block('resource "coder_app" "ide"', 'slug = "ide"', "it has no `agent_id`, which it needs."),
  block('resource "coder_app" "slugless"', 'agent_id = "a"', "it has no `slug`, which it needs."),
  block(
    'resource "coder_app" "shout"',
    'agent_id = "a"\n  slug = "My IDE"',
    'its `slug` "My IDE" can have small letters, digits and single hyphens between them.',
  ),
];

/** In one template each: the first is all that is told. */
export const ALONE: { stage: string; code: string; reason: string; told: string }[] = [
  {
    stage: "labels",
    code: 'data "coder_parameter" {\n  name = "a"\n}\n',
    reason: 'In "main.tf": A block "data" has two labels: `data "type" "name" { … }`.',
    told: "data",
  },
  {
    stage: "labels of some",
    code: 'resource "terraform_data" "a" {}\nresource "terraform_data" {\n  input = 1\n}\n',
    reason: 'In "main.tf": A block "terraform_data" has not as many labels as another one of its type.',
    told: "Missing name for resource",
  },
  {
    stage: "default of null",
    code: 'variable "none" {\n  default  = null\n  nullable = false\n}\n',
    reason: 'In "main.tf", variable "none": its default is null, which `nullable = false` excludes.',
    told: "required template variables need values: none",
  },
  {
    stage: "type of a block",
    code: 'vairable "a" {\n  default = 1\n}\n',
    reason: 'In "main.tf": Terraform has no block "vairable". Did you mean "variable"?',
    told: "vairable",
  },
  {
    stage: "source of a module",
    code: 'module "net" {\n  source = "modules/net"\n}\n',
    reason:
      'In "main.tf", module "net": its `source` "modules/net" is no address. A folder of the template begins with "./".',
    told: "modules/net",
  },
  {
    stage: "circle",
    code: "locals {\n  a = local.b\n  b = [local.a]\n}\n",
    reason: 'In "main.tf", locals: it needs itself: `local.a` → `local.b` → `local.a`.',
    told: "Cycle: local.",
  },
  {
    stage: "file",
    code: 'resource "terraform_data" "a" {\n  input = templatefile("${path.module}/start.sh", {})\n}\n',
    reason:
      'In "main.tf", resource "terraform_data" "a": it reads the file "start.sh", which the template does not have.',
    told: "start.sh",
  },
  {
    stage: "requirements",
    code: HEADER,
    reason: 'In "main.tf", terraform: `required_providers` is in "main.tf" already: a folder has one.',
    told: "required_providers",
  },
  {
    stage: "configurations",
    code: 'provider "coder" {}\nprovider "coder" {}\n',
    reason: 'In "main.tf", provider "coder": it is there twice: all but one need an `alias` of their own.',
    told: 'provider "coder"',
  },
  {
    stage: "encoded default",
    code:
      'data "coder_parameter" "tools" {\n  name      = "tools"\n  type      = "list(string)"\n' +
      '  form_type = "multi-select"\n  default   = jsonencode(["ed",])\n' +
      '  option {\n    name  = "Vim"\n    value = "vim"\n  }\n}\n',
    reason: 'In "main.tf", data "coder_parameter" "tools": its default "ed" is none of its options: "vim".',
    told: 'data "coder_parameter" "tools"',
  },
  {
    stage: "default presets",
    code:
      'data "coder_workspace_preset" "a" {\n  name = "A"\n  default = true\n}\n' +
      'data "coder_workspace_preset" "b" {\n  name = "B"\n  default = true\n}\n',
    reason:
      'In "main.tf", data "coder_workspace_preset" "b": `coder_workspace_preset.a` in "main.tf" is the default ' +
      "already. Only one preset can have `default = true`.",
    told: "a maximum of 1 coder_workspace_preset can be marked as default, but 2 are set",
  },
  {
    stage: "names of presets",
    code:
      'data "coder_workspace_preset" "a" {\n  name = "A"\n}\nlocals {\n  name = "A"\n}\n' +
      'data "coder_workspace_preset" "b" {\n  name = local.name\n}\n',
    reason:
      'In "main.tf", data "coder_workspace_preset" "b": `coder_workspace_preset.a` in "main.tf" has the name "A" ' +
      "already. Give each a name of its own.",
    told: "idx_unique_preset_name",
  },
  {
    stage: "name of an agent",
    code: 'resource "coder_agent" "my_box" {\n  os   = "linux"\n  arch = "amd64"\n}\n',
    reason:
      'In "main.tf", resource "coder_agent" "my_box": its name "my_box" becomes a part of addresses: it can have ' +
      "letters, digits and single hyphens between them.",
    told: 'agent name "my_box" contains underscores',
  },
  {
    stage: "names of agents",
    code:
      'resource "coder_agent" "main" {\n  os   = "linux"\n  arch = "amd64"\n}\n' +
      'resource "coder_agent" "MAIN" {\n  os   = "linux"\n  arch = "amd64"\n}\n' +
      'resource "terraform_data" "a" {\n  input = [coder_agent.main.id, coder_agent.MAIN.id]\n}\n',
    reason:
      'In "main.tf", resource "coder_agent" "main": another agent has the name "main": `coder_agent.MAIN` in ' +
      '"main.tf". Give each one of its own.',
    told: "duplicate agent name",
  },
  {
    stage: "slugs",
    code:
      'resource "coder_agent" "main" {\n  os   = "linux"\n  arch = "amd64"\n}\n' +
      'resource "terraform_data" "a" {\n  input = coder_agent.main.id\n}\n' +
      ["one", "two"]
        .map((label) => `resource "coder_app" "${label}" {\n  agent_id = coder_agent.main.id\n  slug = "ide"\n}\n`)
        .join(""),
    reason:
      'In "main.tf", resource "coder_app" "two": another app has the `slug` "ide": `coder_app.one` in "main.tf". ' +
      "Give each one of its own.",
    told: 'duplicate app slug, they must be unique per template: "ide"',
  },
];
