// Templates in the shapes that templates have, with nothing but Coder's provider. The live test `terraform` imports
// them.
import { HEADER } from "./broken-parameters";

interface CorrectTemplate {
  name: string;
  files: Record<string, string>;
  variables?: Record<string, string>;
}

const PARAMETERS = `
variable "regions" {
  type = list(object({ name = string, code = string, size = optional(number, 1) }))
  default = [
    { name = "Europe", code = "eu" },
    { name = "Asia", code = "asia", size = 2 },
  ]
}
variable "default_region" {
  type    = string
  default = "eu"
}
locals {
  tools = ["vim", "emacs"]
}
data "coder_workspace" "me" {}
data "coder_workspace_owner" "me" {}
data "coder_provisioner" "me" {}
data "coder_parameter" "region" {
  name         = "region"
  display_name = "Region"
  icon         = "\${data.coder_workspace.me.access_url}/icon/x.svg"
  default      = var.default_region
  mutable      = false
  dynamic "option" {
    for_each = var.regions
    iterator = region
    content {
      name  = region.value.name
      value = region.value["code"]
    }
  }
}
data "coder_parameter" "cpus" {
  name    = "cpus"
  type    = "number"
  default = 2
  mutable = true
  validation {
    min       = 1
    max       = 8
    monotonic = "increasing"
    error     = "{value} is not between {min} and {max}."
  }
}
data "coder_parameter" "size" {
  name    = "size"
  type    = "number"
  default = 4
  option {
    name  = "Small"
    value = 2
  }
  option {
    name  = "Large"
    value = "4"
  }
}
data "coder_parameter" "tools" {
  name      = "tools"
  type      = "list(string)"
  form_type = "multi-select"
  default   = jsonencode(slice(local.tools, 0, 1))
  option {
    name  = "Vim"
    value = "vim"
  }
  option {
    name  = "Emacs"
    value = "emacs"
  }
}
data "coder_parameter" "dotfiles" {
  name    = "dotfiles"
  default = ""
  mutable = true
  validation {
    regex = "^(|https://[^ ]+)$"
    error = "No address."
  }
}
data "coder_parameter" "debug" {
  name      = "debug"
  type      = "bool"
  form_type = "switch"
  default   = false
  mutable   = true
  ephemeral = true
}
data "coder_parameter" "key" {
  count   = data.coder_parameter.region.value == "eu" ? 1 : 0
  name    = "key"
  default = "none"
}
data "coder_parameter" "disks" {
  for_each = toset(["a", "b"])
  name     = "disk_\${each.key}"
  type     = "number"
  default  = 10
}
data "coder_workspace_preset" "small" {
  name = "Small"
  parameters = {
    (data.coder_parameter.cpus.name) = "1"
    region                           = "asia"
  }
}
data "coder_workspace_preset" "plain" {
  name = "Plain"
}
`;

const SHAPES = `
variable "password" {
  type      = string
  sensitive = "true"
  default   = "a \\"b\\" $\${c}"
}
variable "open" {
  sensitive = false
  default   = 4
  nullable  = false
}
variable "text" {
  default = <<-EOT
    one
      two
  EOT
  validation {
    condition     = length(var.text) > 1 && can(regex("one", var.text))
    error_message = "No text: $\${var.text}%{ if true }.%{ endif }"
  }
}
variable "flags" {
  type    = map(bool)
  default = { a = true, "b-c" = "false" }
}
locals {
  /* nested texts and braces */
  names  = { for key, value in var.flags : upper(key) => value if value }
  script = <<EOT
#!/bin/sh
echo "$\${HOME} \${join(",", [for name in keys(local.names) : "{\${name}}"])}" %%{ nothing }
%{ for name in keys(local.names) ~}
echo \${name}
%{ endfor ~}
EOT
  first  = try(values(local.names)[0], null)
}
resource "terraform_data" "each" {
  for_each = local.names
  input    = { key = each.key, (each.key) = each.value, "\${each.key}-x" = local.script }
  lifecycle {
    ignore_changes = all
  }
}
resource "terraform_data" "count" {
  count            = length(var.flags)
  triggers_replace = [count.index, terraform_data.each["A"].id]
  input            = terraform_data.each[*]
  depends_on       = [terraform_data.each, module.inner]
  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.each["A"].input]
    precondition {
      condition     = var.open > 1
      error_message = "Too few."
    }
  }
  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo \${self.id} \${path.module}"
  }
}
module "inner" {
  source   = "./modules/inner"
  for_each = toset(["x"])
  name     = "\${each.key}-\${terraform.workspace}"
}
module "once" {
  source = "./modules/inner"
  name   = "once"
}
output "names" {
  value     = [module.inner["x"].name, module.once.name, terraform_data.count[0].id, var.password]
  sensitive = true
}
moved {
  from = terraform_data.former
  to   = terraform_data.each
}
check "names" {
  assert {
    condition     = length(local.names) < 10
    error_message = "Too many."
  }
}
`;

export const CORRECT: readonly CorrectTemplate[] = [
  { name: "parameters and presets", files: { "main.tf": HEADER + PARAMETERS } },
  {
    name: "expressions of every sort",
    files: {
      "main.tf": `terraform {\n  required_version = ">= 1.1, != 1.2.0"\n}\n${SHAPES}`,
      "modules/inner/main.tf":
        'variable "name" {}\nvariable "more" {\n  default = null\n}\noutput "name" {\n  value = var.name\n}\n',
      "modules/unused/main.tf": "locals {\n  a = ]\n}\n",
    },
  },
  {
    name: "JSON, an override and variables of every type",
    files: {
      "main.tf.json": JSON.stringify({
        "//": "A comment.",
        terraform: { required_providers: { coder: { source: "coder/coder", version: ">= 1, < 99" } } },
        variable: { cpus: { type: "number", default: 4 }, hidden: [{ sensitive: "true", default: "x" }] },
        data: {
          coder_parameter: { cpus: { name: "cpus", type: "number", default: "${var.cpus}", option: [] } },
        },
        resource: { terraform_data: { main: { input: "${data.coder_parameter.cpus.value} $${x}" } } },
      }),
      "variables.tf":
        'variable "zones" {\n  type = list(string)\n}\nvariable "ratio" {\n  type = number\n}\n' +
        'variable "on" {\n  type = bool\n}\n' +
        'variable "box" {\n  type = object({ name = string, more = optional(any) })\n}\n' +
        'variable "free" {}\nvariable "late" {\n  default = "a"\n}\n',
      "late_override.tf": 'variable "late" {\n  default = "b"\n}\n',
    },
    variables: { zones: '["a"]', ratio: "1.5e1", on: "true", box: '{ name = "x" }', free: "anything [", late: "c" },
  },
  {
    name: "a message that refers, in a form as old as the parser that takes it",
    files: {
      "main.tf":
        'variable "size" {\n  default = "4"\n  validation {\n    condition     = "${var.size < 5}"\n' +
        '    error_message = "Not ${var.size}."\n  }\n}\n',
    },
  },
];
