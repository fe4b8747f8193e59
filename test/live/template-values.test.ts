// Any valid value of any input of a template, twenty at a time: after the update neither preview nor refresh shows a
// difference, and what somebody changes on the dashboard, a refresh shows, and nothing else.
import fc from "fast-check";
import { HOSTS, stackOn } from "./host-programs";
import {
  ABSENT,
  expectShown,
  halves,
  LONGEST_MILLISECONDS,
  lineOf,
  otherValue,
  ROWS,
  rowsOf,
  SEED,
  textOf,
  type Edit,
  type Input,
} from "./input-values";
import { useLive } from "./live";

const live = useLive("tval");

const DECLARATIONS = `
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

/** The values, and in a form that can't be misread what Terraform has to read. */
function withExpected(variables: Variables | undefined): Variables | undefined {
  if (variables === undefined) return undefined;
  const read = [variables.text ?? "", variables.list ?? []];
  return { ...variables, expected: Buffer.from(JSON.stringify(read)).toString("base64") };
}

interface Variables {
  text?: string;
  list?: string[];
  expected?: string;
}

const text = textOf(40);

const milliseconds: Input = {
  limits: [0, 1, 59_999, 60_000, 3_600_000, LONGEST_MILLISECONDS, ABSENT],
  random: fc.integer({ min: 0, max: LONGEST_MILLISECONDS }),
};

const TEMPLATE = {
  name: {
    limits: ["x".repeat(18)],
    random: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,8}$/),
  },
  organization: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "coder", "default") },
  source: {
    limits: [{}, { "read me.txt": "" }, { "a/b/c/d.txt": "x", "ä/ö": "ü" }],
    random: fc.dictionary(fc.stringMatching(/^[a-zäß][\w.-]{0,6}[a-zäß]$/), fc.string({ unit: "binary" }), {
      maxKeys: 4,
    }),
  },
  variables: {
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
  },
  provisionerTags: { limits: [ABSENT, {}, { scope: "organization" }], random: fc.constantFrom(ABSENT, {}) },
  versionName: {
    limits: [ABSENT, "v", "V".repeat(64), "1.0_0-x"],
    random: fc.stringMatching(/^[a-zA-Z0-9]([-_.]?[a-zA-Z0-9]){0,20}$/),
  },
  versionMessage: { limits: [ABSENT, "", "m".repeat(1_048_576)], random: text },
  replacedVersions: { random: fc.constantFrom(ABSENT, "archive", "retain") },
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

/** How the dashboard's forms send a change, and which outputs show it. */
const BY_HAND = {
  name: { field: "name", shows: ["name", "sourceVersion", "url"] },
  displayName: { field: "display_name", shows: ["displayName"] },
  description: { field: "description", shows: ["description"] },
  icon: { field: "icon", shows: ["icon"] },
  defaultTtlMilliseconds: { field: "default_ttl_ms", shows: ["defaultTtlMilliseconds"] },
  activityBumpMilliseconds: { field: "activity_bump_ms", shows: ["activityBumpMilliseconds"] },
  allowUserCancelWorkspaceJobs: {
    field: "allow_user_cancel_workspace_jobs",
    shows: ["allowUserCancelWorkspaceJobs"],
  },
  useClassicParameterFlow: { field: "use_classic_parameter_flow", shows: ["useClassicParameterFlow"] },
};
type EditedKey = keyof typeof BY_HAND;

console.log(`Values of seed ${SEED}: PULUMI_CODERD_TEST_SEED=${SEED} npm run test:live -- template-values`);

describe.each(HOSTS)("on the %s host", (host) => {
  it(`${ROWS} templates of any values are made, kept, and shown as somebody changes them`, async () => {
    const rows = rowsOf(TEMPLATE, SEED + HOSTS.indexOf(host));
    const nameOf = (row: number, name: unknown): string =>
      `${live.prefix}${host.charAt(0)}${String.fromCharCode(97 + row)}${String(name)}`.slice(0, 32);
    const declared = rows.map((row, index) => ({
      ...row,
      name: nameOf(index, row.name),
      variables: withExpected(row.variables as Variables | undefined),
      source: { files: { "main.tf": `${DECLARATIONS}# ${index}\n`, ...(row.source as object) } },
    }));
    const program = `
      for (const [index, inputs] of ${JSON.stringify(declared)}.entries()) new coderd.Template("template-" + index, inputs);
    `;
    const stack = await stackOn(host, live, program);
    expect((await stack.up()).changes).toMatchObject({ create: ROWS + 1 });
    await stack.expectNoChanges();
    expect((await stack.refresh()).operations).toEqual({});

    const edits: Edit[] = [];
    for (const [row, keys] of halves(Object.keys(BY_HAND) as EditedKey[], SEED).entries()) {
      const name = `template-${row}`;
      const { id = "", outputs } = stack.stateOf(name);
      const values = keys.map((key) => {
        const tried = rows.map((each) => (key === "name" ? nameOf(row, each.name) : each[key]));
        return [key, otherValue(tried, outputs[key], row)] as const;
      });
      await live.api.editTemplate(id, Object.fromEntries(values.map(([key, value]) => [BY_HAND[key].field, value])));
      edits.push({ name, values: Object.fromEntries(values), shows: keys.flatMap((key) => BY_HAND[key].shows) });
    }
    await expectShown(stack, edits);
    await stack.up();
    await stack.expectNoChanges();
    await stack.destroy();
  });
});
