import { textMisfit } from "../../../provider/terraform/types";
import { readTerraform, type TerraformCode } from "../../../provider/terraform/read";
import { BROKEN } from "./broken-code";
import { CORRECT } from "./correct-code";

function read(files: Record<string, string>): Promise<TerraformCode> {
  return readTerraform(Object.entries(files).map(([path, text]) => ({ path, text })));
}

async function reasons(files: Record<string, string>): Promise<string[]> {
  const { findings, presetFindings } = await read(files);
  return [...findings, ...presetFindings].map(({ reason }) => reason);
}

const CODER = 'terraform {\n  required_providers {\n    coder = { source = "coder/coder" }\n  }\n}\n';

describe("readTerraform", () => {
  it.each(BROKEN.map((broken) => [broken.stage, broken] as const))(
    "finds what is certain to fail: %s",
    async (_, { files, expected }) => {
      const found = await reasons(files);
      expect(found.sort()).toEqual(expected.map(({ reason }) => reason).sort());
    },
  );

  it.each(CORRECT.map((correct) => [correct.name, correct] as const))(
    "finds nothing wrong with what is correct: %s",
    async (_, { files }) => {
      const { findings, variables } = await read(files);
      expect(findings).toEqual([]);
      expect(variables).toBeDefined();
    },
  );

  it("tells every error of syntax of every file that Terraform reads, with its place", async () => {
    expect(
      await reasons({
        "main.tf": 'module "m" {\n  source = "./m"\n}\n',
        "m/main.tf": "x = 1\nx = 2\ny = ]\n",
        "unused/main.tf": "x = ]\n",
        ".hidden.tf": "x = ]\n",
      }),
    ).toEqual([
      'In "m/main.tf", line 2, column 1: Attribute redefined. The argument "x" was already set at line 1, column 1. ' +
        "Each argument may be set only once.",
      'In "m/main.tf", line 3, column 5: Invalid expression. Expected the start of an expression, but found an ' +
        "invalid expression token.",
    ]);
  });

  it.each([
    ["0.6.6", false],
    ["~> 1.0", false],
    ["2.5.3", false],
    ["~> 2.4.0", false],
    [">= 1.0, < 2.0", false],
    [">= 0.12", true],
    ["~> 2.1", true],
    ["2.7.0", true],
    ["3.0.0", true],
  ])("asks an empty default to be an option with Coder's provider %s: %s", async (version, isAsked) => {
    const code = `terraform {
  required_providers {
    coder = { source = "coder/coder", version = "${version}" }
  }
}
data "coder_parameter" "zone" {
  name    = "zone"
  default = ""
  option {
    name  = "Earth"
    value = "earth"
  }
}
`;
    const reason = 'In "main.tf", data "coder_parameter" "zone": its default "" is none of its options: "earth".';
    expect(await reasons({ "main.tf": code })).toEqual(isAsked ? [reason] : []);
    expect(await reasons({ "main.tf": code, ".terraform.lock.hcl": "" })).toEqual([]);
  });

  it("leaves alone what is no mistake, or may be what a newer release knows", async () => {
    const code = `${CODER}
action "none" "a" {}
variable "a" {
  default    = null
  deprecated = "No more."
  unheard_of = true
}
resource "coder_agent" "main" {
  count      = 0
  os         = "linux"
  arch       = var.a
  brand_new  = "a"
}
resource "coder_agent" "Main" {
  count = var.a == null ? 0 : 1
  os    = "linux"
  arch  = "amd64"
}
resource "terraform_data" "text" {
  for_each = toset(["a"])
  input = [for count in [1] : count + 1]
}
locals {
  maybe = fileexists("a.txt") ? file("a.txt") : ""
  tried = "%{ if var.a != null }\${file("a.txt")}%{ endif }"
  there = file("\${path.module}/b.txt")
}
data "coder_workspace_preset" "many" {
  count   = 2
  name    = "Many"
  default = true
}
data "coder_parameter" "encoded" {
  name      = "encoded"
  type      = "list(string)"
  form_type = "multi-select"
  default   = jsonencode([local.maybe])
  option {
    name  = "A"
    value = "a"
  }
}
module "registry" {
  source  = "registry.coder.com/coder/dotfiles/coder"
  version = "1.0.0"
}
`;
    const override = 'terraform {\n  required_providers {\n    null = { source = "hashicorp/null" }\n  }\n}\n';
    expect(await reasons({ "main.tf": code, "a_override.tf": override, "b.txt": "" })).toEqual([]);
  });

  it("takes no name for a reference that means something else where it stands", async () => {
    const code = `${CODER}
variable "list" {
  type = list(object({ name = string, size = optional(number, 1) }))
  default = []
  validation {
    condition     = length(var.list) < 5 && alltrue([for entry in var.list : entry.name != ""])
    error_message = "At most five, not $\${length(var.list)}."
  }
}
locals {
  names = { for index, entry in var.list : entry.name => index... }
  text  = "%{ for name in keys(local.names) }\${name} %{ endfor }$\${HOME} %%{ x }"
  first = try(var.list[0].name, null)
  splat = var.list[*].name
  keyed = { list = 1, (local.first) = 2, "\${local.text}" = 3 }
}
resource "terraform_data" "main" {
  for_each = local.names
  input    = [each.key, self.id, path.module, terraform.workspace, { main = each.value }]
  provider = terraform
  lifecycle {
    ignore_changes       = [input, tags["x"]]
    replace_triggered_by = [terraform_data.other]
  }
  depends_on = [terraform_data.other, data.coder_workspace.me]
  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo \${self.id}"
  }
}
resource "terraform_data" "other" {
  count = 1
  input = count.index
  dynamic "env" {
    for_each = var.list
    iterator = item
    content {
      name = item.value.name
      dynamic "inner" {
        for_each = [1]
        content {
          value = "\${inner.value} \${item.key}"
        }
      }
    }
  }
}
data "coder_workspace" "me" {}
provider "aws" {
  alias = "west"
}
module "far" {
  source    = "registry.example.com/far/away"
  providers = { aws = aws.west }
}
output "far" {
  value = [module.far.anything, terraform_data.other[0].output, terraform_data.main["x"].output]
}
moved {
  from = terraform_data.gone
  to   = terraform_data.main
}
check "health" {
  data "http" "it" {
    url = "x"
  }
  assert {
    condition     = data.http.it.status_code == 200
    error_message = "No."
  }
}
`;
    expect(await reasons({ "main.tf": code })).toEqual([]);
  });

  it("leaves what is no literal to the server, and what there may be none of", async () => {
    const code = `${CODER}
variable "sizes" {
  default = ["a"]
}
data "coder_parameter" "made" {
  name    = "made"
  default = "a"
  dynamic "option" {
    for_each = var.sizes
    content {
      name  = option.value
      value = option.value
    }
  }
}
data "coder_parameter" "counted" {
  count   = 0
  name    = "made"
  type    = "number"
  default = "x"
}
data "coder_parameter" "late" {
  name       = "made"
  default    = "x"
  option {
    name  = "A"
    value = "a"
  }
  depends_on = [terraform_data.main]
}
data "coder_parameter" "later" {
  name        = "made"
  description = terraform_data.main.id
  type        = "number"
  default     = "x"
}
data "coder_parameter" "typed" {
  name    = "typed-\${var.sizes[0]}"
  default = 123456789012345678901234567890
  type    = "number"
  validation {
    max = 5
  }
}
resource "terraform_data" "main" {}
`;
    expect(await reasons({ "main.tf": code })).toEqual([]);
  });

  it("reads a file that overrides as Terraform does, and JSON like the other language", async () => {
    const found = await read({
      "main.tf": 'variable "a" {\n  default = "x"\n}\nvariable "b" {}\n',
      "b_override.tf": 'variable "b" {\n  default   = "y"\n  sensitive = true\n}\n',
      "c.tf.json": '{"variable": [{"c": {"default": 4}}, {"d": [{"sensitive": "true"}]}], "//": "x"}',
      "d.tf.json": '{"resource": {"terraform_data": {"x": {"input": "${var.c} ${var.eight}"}}}}',
      "notes.md": "{",
    });
    expect(found.findings.map(({ reason }) => reason)).toEqual([
      'In "d.tf.json", resource "terraform_data" "x": it refers to `var.eight`, but there is no variable "eight". ' +
        'There are "a", "b", "c", "d".',
    ]);
    expect(found.variables?.map(({ type, ...variable }) => [type?.kind, variable])).toEqual([
      ["any", { name: "a", hasDefault: true, defaultText: "x", isSensitive: false }],
      [undefined, { name: "b", hasDefault: true, defaultText: undefined, isSensitive: true }],
      ["any", { name: "c", hasDefault: true, defaultText: "4", isSensitive: false }],
      ["any", { name: "d", hasDefault: false, defaultText: undefined, isSensitive: true }],
    ]);
  });

  it("knows of no default that an override takes away, as the server does", async () => {
    const { variables } = await read({
      "main.tf": 'variable "a" {\n  default = "x"\n}\n',
      "a_override.tf": 'variable "a" {\n  sensitive = true\n}\n',
    });
    expect(variables?.map(({ hasDefault }) => hasDefault)).toEqual([false]);
  });

  it("leaves JSON unread where it says a key again: Terraform takes both", async () => {
    const text = '{"variable": {"a": {}}, "variable": {"b": {}}, "output": {"o": {"value": "${var.a} \\"x\\": "}}}';
    expect(await read({ "main.tf.json": text })).toMatchObject({ findings: [], variables: undefined });
    const once = '{"variable": {"a": {"description": "\\"x\\": {1}"}}, "locals": [{"b": {"c": [{"d": 1}]}}]}';
    expect((await read({ "main.tf.json": once })).variables?.map(({ name }) => name)).toEqual(["a"]);
  });

  it("leaves messages of validations alone in code of an old form, which the server reads in another way", async () => {
    const code =
      'variable "a" {\n  validation {\n    condition = "${var.a != 1}"\n    error_message = "${var.a}?"\n  }\n}\n';
    expect(await reasons({ "main.tf": code })).toEqual([]);
    expect(await reasons({ "main.tf": CODER + code })).toHaveLength(1);
  });

  it("counts null as no default, as the server does", async () => {
    const { variables } = await read({ "main.tf": 'variable "a" {\n  default = null\n}\n' });
    expect(variables?.map(({ hasDefault }) => hasDefault)).toEqual([false]);
  });

  it.each([
    ["  type = any\n", "europe", true],
    ["  type = any\n", '"europe"', false],
    ["  type = any\n", "[1, 2]", false],
    ["  type = any\n", "\uFEFF[1]", false],
    ["  type = any\n", "{ zone = 1 }", false],
    ["  type = any\n", "", true],
    ["  type = any\n", "ubuntu/noble", true],
    ["  type = any\n", "[europe]", true],
    ["  type = any\n", "{ zone = europe }", true],
    ["  type = any\n", "upper(1)", true],
    ["", "europe", false],
  ])("knows whether a text is read as an expression: %j %j", async (type, text, isMisfit) => {
    const { variables } = await read({ "main.tf": `variable "a" {\n${type}}\n` });
    expect((await textMisfit(text, variables?.[0]?.type)) !== undefined).toBe(isMisfit);
  });

  it("gives up on code that no template has, and goes on with the next", async () => {
    const deep = `locals {\n  a = ${"[".repeat(5000)}${"]".repeat(5000)}\n}\n`;
    const needs = { parameters: [], isComplete: false, others: [], presets: [], arePresetsComplete: false };
    const nothing = { findings: [], presetFindings: [], variables: undefined, needs };
    expect(await read({ "main.tf": deep })).toEqual(nothing);
    const large = `# ${"x".repeat(1_000_001)}\n`;
    expect(await read({ "main.tf": large })).toEqual({ ...nothing, needs: undefined });
    expect((await read({ "main.tf": 'variable "a" "b" {}\nvariable "a" {}\n' })).variables).toBeUndefined();
    expect((await read({ "main.tf": 'variable "a" {}\n' })).variables?.map(({ name }) => name)).toEqual(["a"]);
  });

  it("tells twenty problems, and how many more there are", async () => {
    const lines = Array.from({ length: 25 }, (_, index) => `  a${index} = var.b${index}\n`);
    const found = await reasons({ "main.tf": `locals {\n${lines.join("")}}\n` });
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe("There are 5 more problems of this sort.");
  });
});
