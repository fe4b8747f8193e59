// Values of a template version's inputs, of its template's and of the promotion after it.
import fc from "fast-check";
import { ABSENT, textOf, type Input } from "../input-values";
import { MORE_FILES, TEMPLATE_NAME, VALIDATE_AT_PREVIEW, VARIABLES, VERSION_MESSAGE, VERSION_NAME } from "./templates";

/** How a folder is written that has this name. */
const DIRECTORY_FORMS = ["NAME", "./NAME/", "NAME/../NAME", "ABSOLUTE"];

/** Patterns of files that are there, and of any. None of them may leave Terraform's own file out. */
const pattern = fc.oneof(
  fc.constantFrom("*.md", "/docs/", "!docs/a.txt", "**/a.txt", ".env", ".hidden/", "*.tfvars", "# nothing", "", " "),
  textOf(8),
);

const patterns: Input = {
  limits: [ABSENT, [], ["*"], [".*", "*.tfvars", "empty/"]],
  random: fc.array(pattern, { maxLength: 4 }),
};

/** All but `exampleId`: starter templates need what can't be had everywhere, and so are tried on a fake server. */
export const SOURCE = {
  directory: { random: fc.constantFrom(...DIRECTORY_FORMS) },
  files: MORE_FILES,
  archive: { random: fc.constantFrom(".tar", ".tar.gz", ".tgz", ".zip") },
  ignore: patterns,
  keep: patterns,
  include: {
    limits: [ABSENT, {}, { "modules/common": "SHARED" }, { ".": "SHARED" }],
    random: fc.dictionary(fc.stringMatching(/^included\/[a-zä]{1,4}( ?[a-z]){0,2}$/), fc.constant("SHARED"), {
      maxKeys: 3,
    }),
  },
  git: {
    limits: [ABSENT, [], ["name"], ["message"], ["name", "message"]],
    random: fc.array(fc.constantFrom("name", "message"), { maxLength: 3 }),
  },
} satisfies Record<string, Input>;

/** Which of the ways it is; the other keys count where they go with it. */
export const SOURCE_KIND: Input = {
  limits: ["directory"],
  random: fc.constantFrom("directory", "directory", "files", "archive"),
};

export const TEMPLATE_VERSION = {
  templateName: TEMPLATE_NAME,
  /** The organization's id is not known before the server is there. */
  organization: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "coder", "CODER", "default", "id", "ID") },
  name: VERSION_NAME,
  message: VERSION_MESSAGE,
  variables: VARIABLES,
  provisionerTags: { limits: [ABSENT, {}], random: fc.constantFrom(ABSENT, {}, { scope: "organization" }) },
  onDelete: { limits: [ABSENT], random: fc.constantFrom("archive", "retain") },
  validateAtPreview: VALIDATE_AT_PREVIEW,
} satisfies Record<string, Input>;

/** Ids in small letters or large ones. */
const id: Input = { random: fc.constantFrom("id", "ID") };

/** Of the templates that are made with the versions. */
export const FIRST_VERSION = { firstVersionId: id } satisfies Record<string, Input>;

export const TEMPLATE_PROMOTION = {
  templateId: id,
  templateVersionId: id,
  onDelete: { limits: [ABSENT], random: fc.constantFrom("retain", "restore") },
} satisfies Record<string, Input>;
