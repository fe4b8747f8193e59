// Wrong inputs: each gets one clear error at preview, at its own resource, and nothing is changed.
import { useLive } from "./live";
import { messagesAt, type Stack } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("bad");

const files = plainTemplate();
const version = { templateName: "fine", source: { files } };

let stack: Stack;

beforeAll(async () => {
  stack = await live.stack("");
});

interface Case {
  kind: "TemplateVersion" | "Template";
  input: Record<string, unknown>;
  /** One error for each of these, and no other. */
  says: RegExp[];
}

/** The engine stops at the first resource that is refused, so each case has as many mistakes as fit into one. */
const CASES: Record<string, Case> = {
  "wrong properties of a version": {
    kind: "TemplateVersion",
    input: {
      templateName: "no_good",
      source: { dirctory: "." },
      message: 5,
      templatename: "x",
      name: "v1 beta",
      onDelete: "archived",
      variables: { region: { a: 1 } },
    },
    says: [
      /Must be letters .* it contains "_"/,
      /Unknown property "dirctory"\. Did you mean "directory"\?/,
      /`message`.*Must be a string; it is the number 5\./,
      /Unknown property "templatename"\. Did you mean "templateName"\?/,
      /`name`.*it contains a space/,
      /Must be one of "archive", "retain".*Did you mean "archive"\?/,
      /`variables.region`.*Must be a string, a number, true or false, or a list of strings/,
    ],
  },
  "wrong properties of a template": {
    kind: "Template",
    input: {
      name: "new",
      activeVersionId: "latest",
      description: "ü".repeat(128),
      icon: "i".repeat(257),
      displayName: " Padded",
      defaultTtlMilliseconds: -1,
      activityBumpMilliseconds: 1.5,
      failureTtlMilliseconds: 59_999,
      autostartRequirement: { daysOfWeek: ["Monday"] },
      autostopRequirement: { daysOfWeek: [], weeks: 17 },
      allowUserAutostart: "yes",
      maxPortShareLevel: "everyone",
    },
    says: [
      /Must not be "new"/,
      /Must be the id of a template version \(a UUID\)/,
      /Must be 127 characters or fewer; it has 128/,
      /Must be 256 characters or fewer/,
      /Must not begin or end with a space/,
      /Must be at least 0; it is -1/,
      /Must be a whole number/,
      /Must be 0 \(off\) or at least 60000/,
      /Did you mean "monday"\?/,
      /Must be at most 16; it is 17/,
      /Must be true or false; it is a string/,
      /Must be one of "owner"/,
    ],
  },
  "no source": { kind: "TemplateVersion", input: { templateName: "fine" }, says: [/`source`.*Missing/] },
  "a source of nothing": {
    kind: "TemplateVersion",
    input: { ...version, source: {} },
    says: [/directory.*files.*archive.*exampleId/],
  },
  "two sources": { kind: "TemplateVersion", input: { ...version, source: { files, directory: "." } }, says: [/one/] },
  "a directory that does not exist": {
    kind: "TemplateVersion",
    input: { ...version, source: { directory: "./nowhere" } },
    says: [/nowhere/],
  },
  "an archive that does not exist": {
    kind: "TemplateVersion",
    input: { ...version, source: { archive: "./nowhere.tar" } },
    says: [/nowhere\.tar/],
  },
  "a source without Terraform": {
    kind: "TemplateVersion",
    input: { ...version, source: { files: { "README.md": "Nothing." } } },
    says: [/\.tf/],
  },
  "a path out of the source": {
    kind: "TemplateVersion",
    input: { ...version, source: { files: { ...files, "../a.tf": "" } } },
    says: [/\.\.\/a\.tf/],
  },
  "an organization that does not exist": {
    kind: "TemplateVersion",
    input: { ...version, organization: "nowhere-to-be-found" },
    says: [/There is no organization "nowhere-to-be-found"/],
  },
};

it.each(Object.entries(CASES))(
  "refuses %s at preview, with one error for each, and changes nothing",
  async (_what, { kind, input, says }) => {
    stack.writeProgram(
      `const coderd = require("pulumi-coderd");\nnew coderd.${kind}("wrong", ${JSON.stringify(input)});`,
    );
    const errors = messagesAt(await stack.previewFailing(), "wrong", "error");
    for (const pattern of says) expect(errors.filter((error) => pattern.test(error))).toHaveLength(1);
    expect(errors).toHaveLength(says.length);
    for (const error of errors) expect(error).not.toMatch(/\n\s+at |\[object |undefined/);
    expect(live.proxy.mutations()).toEqual([]);
  },
);

it("says what is wrong with Terraform files that can't be parsed, and creates nothing", async () => {
  stack.writeProgram(`
    const coderd = require("pulumi-coderd");
    new coderd.TemplateVersion("syntax", { templateName: "${live.prefix}syntax", source: { files: { "main.tf": "resource \\"terraform_data\\" \\"main\\" {" } } });
  `);
  const errors = messagesAt(await stack.upFailing(), "syntax", "error");
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain('`source`: In "main.tf", line 1, column 34: Unclosed configuration block. There is');
  expect(live.proxy.mutations()).toEqual([]);
  expect(stack.isEmpty()).toBe(true);
});
