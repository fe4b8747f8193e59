// Broken parameters and presets: what is found wrong with each block.
export const HEADER = `terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}
`;

export interface BrokenBlock {
  code: string;
  /** As Terraform names the block too. */
  at: string;
  reason: string;
}

export function parameter(label: string, body: string, reason: string): BrokenBlock {
  const named = body.includes("name =") ? body : `name = "${label}"\n  ${body}`;
  return {
    code: `data "coder_parameter" "${label}" {\n  ${named}\n}\n`,
    at: `data "coder_parameter" "${label}"`,
    reason,
  };
}

function option(name: string, value: string): string {
  return `option {\n    name  = "${name}"\n    value = "${value}"\n  }`;
}

function validation(...lines: string[]): string {
  return `validation {\n    ${lines.join("\n    ")}\n  }`;
}

/** Found when a data source is read. */
export const VALUES = [
  parameter(
    "size",
    `default = "huge"\n  ${option("Small", "small")}\n  ${option("Large", "large")}`,
    'its default "huge" is none of its options: "small", "large".',
  ),
  parameter("twins", `${option("One", "a")}\n  ${option("One", "b")}`, 'two of its options have the name "One".'),
  parameter("same", `${option("One", "a")}\n  ${option("Two", "a")}`, 'two of its options have the value "a".'),
  parameter(
    "count",
    `type = "number"\n  ${option("One", "1")}\n  ${option("Many", "many")}`,
    'the value "many" of an option is not of type "number".',
  ),
  parameter("cpus", 'type = "number"\n  default = "four"', 'its default "four" is not of type "number".'),
  parameter("dotfiles", 'type = "bool"\n  default = "yes"', 'its default "yes" is not of type "bool".'),
  parameter("zones", 'type = "list(string)"\n  default = "eu"', 'its default "eu" is not of type "list(string)".'),
  parameter(
    "tools",
    'type = "list(string)"\n  form_type = "multi-select"\n  default = "[\\"vim\\", \\"ed\\"]"\n  ' +
      option("Vim", "vim"),
    'its default "ed" is none of its options: "vim".',
  ),
  parameter(
    "disk",
    `type = "number"\n  default = 5\n  ${validation("min = 10", "max = 20")}`,
    "its default 5 is less than 10, its least.",
  ),
  parameter(
    "memory",
    `type = "number"\n  default = 64\n  ${validation("max = 32")}`,
    "its default 64 is more than 32, its most.",
  ),
  parameter(
    "half",
    `type = "number"\n  default = 0.5\n  ${validation("min = 0")}`,
    'its default "0.5" is no whole number.',
  ),
  parameter(
    "grown",
    `type = "number"\n  default = 1\n  ${validation('monotonic = "up"')}`,
    'the `monotonic` of its `validation` is neither "increasing" nor "decreasing".',
  ),
  parameter(
    "bounded",
    `default = "a"\n  ${validation("min = 1")}`,
    'its `validation` has `min`, which is only for type "number"; this one is "string".',
  ),
  parameter(
    "matched",
    `type = "number"\n  default = 1\n  ${validation('regex = "^1$"', 'error = "No."')}`,
    'its `validation` has `regex`, which is only for type "string"; this one is "number".',
  ),
  parameter(
    "silent",
    `default = "a"\n  ${validation('regex = "^a$"')}`,
    "its `validation` has `regex`, and so has to have `error`.",
  ),
  parameter(
    "perl",
    `default = "a"\n  ${validation('regex = "(?=a)"', 'error = "No."')}`,
    "the `regex` of its `validation` is no regular expression of Go.",
  ),
  parameter(
    "named",
    `default = "A"\n  ${validation('regex = "^[a-z]+$"', 'error = "No."')}`,
    'its default "A" does not match the `regex` of its `validation`.',
  ),
  parameter("once", 'default = "a"\n  ephemeral = true', "it is ephemeral, and so has to be `mutable = true`."),
  parameter("empty", "ephemeral = true\n  mutable = true", "it is ephemeral, and so has to have a `default`."),
  parameter(
    "slid",
    `type = "number"\n  form_type = "slider"\n  ${option("One", "1")}`,
    'its `form_type` "slider" does not go with type "number" and options: it can be "radio", "dropdown".',
  ),
];

/** Found when the code is checked against what providers take. */
export const SCHEMA = [
  parameter("kind", 'type = "text"', 'its `type` is none of "string", "number", "bool", "list(string)".'),
  parameter(
    "form",
    'form_type = "combo"',
    'its `form_type` is none of "radio", "dropdown", "input", "textarea", "slider", "checkbox", "switch", ' +
      '"multi-select", "tag-select".',
  ),
  {
    code: 'data "coder_parameter" "nameless" {\n  default = "a"\n}\n',
    at: 'data "coder_parameter" "nameless"',
    reason: "it has no `name`, which it needs.",
  },
  parameter(
    "both",
    `type = "number"\n  default = 1\n  ${validation('regex = "^1$"', 'error = "No."', "min = 1")}`,
    "its `validation` has `regex` beside `min`: only one of them can be set.",
  ),
  {
    code: 'data "coder_workspace_preset" "blank" {\n  name = ""\n}\n',
    at: 'data "coder_workspace_preset" "blank"',
    reason: "its `name` is empty.",
  },
];
