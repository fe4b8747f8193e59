// Values of a template's inputs, and the code whose variables they are given to.
import fc from "fast-check";
import { ABSENT, LONGEST_MILLISECONDS, lineOf, textOf, type Input } from "../input-values";

/** Terraform itself compares what it reads with what was meant. */
export const VARIABLES_CODE = `
variable "text" {
  type    = string
  default = ""
}
variable "count_of_all" {
  type    = number
  default = 0
}
variable "flag" {
  type    = bool
  default = false
}
variable "list" {
  type    = list(string)
  default = []
}
variable "secret" {
  type      = string
  default   = ""
  sensitive = true
}
variable "expected" {
  type    = string
  # Nothing, and an empty list.
  default = "WyIiLFtdXQ=="
  validation {
    condition     = jsonencode(jsondecode(base64decode(var.expected))) == jsonencode([var.text, var.list])
    error_message = "Terraform has read other values."
  }
}
`;

interface Variables {
  text?: string;
  list?: string[];
  expected?: string;
}

/** The values, and in a form that can't be misread what Terraform has to read. */
export function withExpected(given: unknown): Variables | undefined {
  const variables = given as Variables | undefined;
  if (variables === undefined) return undefined;
  const read = [variables.text ?? "", variables.list ?? []];
  return { ...variables, expected: Buffer.from(JSON.stringify(read)).toString("base64") };
}

const text = textOf(40);

const milliseconds: Input = {
  limits: [0, 1, 59_999, 60_000, 3_600_000, LONGEST_MILLISECONDS, ABSENT],
  random: fc.integer({ min: 0, max: LONGEST_MILLISECONDS }),
};

/** What the names of templates end in. */
export const TEMPLATE_NAME: Input = {
  limits: ["x".repeat(18)],
  random: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,8}$/),
};

/** More files of a template, which Terraform does not read. */
export const MORE_FILES: Input = {
  limits: [{}, { "read me.txt": "" }, { "a/b/c/d.txt": "x", "ä/ö": "ü" }],
  random: fc.dictionary(fc.stringMatching(/^[a-zäß][\w.-]{0,6}[a-zäß]$/), fc.string({ unit: "binary" }), {
    maxKeys: 4,
  }),
};

export const VARIABLES: Input = {
  limits: [ABSENT, {}, { text: "", list: [], secret: "" }],
  random: fc.record(
    {
      text,
      count_of_all: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
      flag: fc.boolean(),
      list: fc.array(text, { maxLength: 4 }),
      secret: text,
    },
    { requiredKeys: [] },
  ),
};

export const VERSION_NAME: Input = {
  limits: [ABSENT, "v", "V".repeat(64), "1.0_0-x"],
  random: fc.stringMatching(/^[a-zA-Z0-9]([-_.]?[a-zA-Z0-9]){0,20}$/),
};

export const VERSION_MESSAGE: Input = { limits: [ABSENT, "", "m".repeat(1_048_576)], random: text };

/** A few only: on the dynamic host, previews import one after another. */
export const VALIDATE_AT_PREVIEW: Input = { limits: [true, true, false], random: fc.constantFrom(ABSENT, false) };

export const TEMPLATE = {
  name: TEMPLATE_NAME,
  organization: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "coder", "CODER", "default") },
  source: MORE_FILES,
  variables: VARIABLES,
  provisionerTags: { limits: [ABSENT, {}, { scope: "organization" }], random: fc.constantFrom(ABSENT, {}) },
  versionName: VERSION_NAME,
  versionMessage: VERSION_MESSAGE,
  replacedVersions: { random: fc.constantFrom(ABSENT, "archive", "retain") },
  validateAtPreview: VALIDATE_AT_PREVIEW,
  displayName: { limits: [ABSENT, "", "d".repeat(64), "ß".repeat(32)], random: lineOf(60, 64) },
  description: { limits: [ABSENT, "", "d".repeat(127), "🚀".repeat(127), " two\nlines "], random: text },
  icon: { limits: [ABSENT, "", "/emojis/1f4bb.png", "i".repeat(256)], random: text },
  defaultTtlMilliseconds: milliseconds,
  activityBumpMilliseconds: milliseconds,
  allowUserCancelWorkspaceJobs: { limits: [ABSENT], random: fc.boolean() },
  useClassicParameterFlow: { limits: [ABSENT], random: fc.boolean() },
  disableEveryoneGroupAccess: { limits: [ABSENT], random: fc.boolean() },
  forceDelete: { limits: [ABSENT], random: fc.boolean() },
} satisfies Record<string, Input>;
