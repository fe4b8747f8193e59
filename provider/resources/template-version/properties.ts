// Template versions: what a program declares and what it gets back. The lifecycle is in template-version.ts.
import { z } from "zod";
import { parameterOutput, presetOutput } from "../../outputs/template-versions";
import { sourceSchema } from "../../source/source";
import { templateNameSchema, templateVersionNameSchema } from "../names/rules";

export const templateVersionInputs = z.strictObject({
  /**
   * Name of the template that this version is for. If the organization has a template of this name, the version is made
   * for it; if not, the version stays free until a `Template` of this name is created with it.
   * 1 to 32 letters, digits and single hyphens. Renaming the template in the same update changes nothing on the
   * version; naming another template replaces it.
   *
   * @see codersdk/organizations.go CreateTemplateVersionRequest.TemplateID
   */
  templateName: templateNameSchema,
  /**
   * Name or id of the organization. Changing it replaces the version.
   *
   * @default the provider's organization, else the server's default organization
   */
  organization: z.string().min(1).optional().meta({ replaceOnChanges: true }),
  /**
   * What the version is made of. A change of the content replaces the version; the same content from another place
   * changes nothing.
   */
  source: sourceSchema,
  /**
   * Name of the version, unique in its template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place.
   *
   * Versions keep their names for ever, so when the content changes, a name that is given has to change with it.
   *
   * @default derived from the template's name, the content, the variables and the provisioner tags: equal input gives
   * an equal name
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Name
   */
  name: templateVersionNameSchema.optional(),
  /**
   * What changed, for people: shown in the list of versions. At most 1048576 characters. Changes in place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Message
   */
  message: z.string().max(1_048_576).default(""),
  /**
   * Values of the template's Terraform variables, by name. Numbers, booleans and lists are sent as Terraform writes
   * them. A variable that is not named takes its default from the template, never a value of an earlier version; only
   * of a sensitive one whose default is not plain in the code, the server may keep an earlier value and does not tell,
   * which a warning says. Names that the template does not declare are refused. Secret values stay secret, and so do
   * those of variables that the template marks as sensitive. A change replaces the version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.UserVariableValues
   */
  variables: z
    .record(
      z.string().min(1),
      z.union(
        [z.string(), z.number(), z.boolean(), z.array(z.string())],
        "Must be a string, a number, true or false, or a list of strings.",
      ),
    )
    .default({})
    .meta({ replaceOnChanges: true }),
  /**
   * Tags that a provisioner must have to run this version's jobs. Those that the template itself declares need not be
   * repeated. A change replaces the version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.ProvisionerTags
   */
  provisionerTags: z.record(z.string().min(1), z.string().min(1)).default({}).meta({ replaceOnChanges: true }),
  /**
   * What becomes of the version on the server when it is replaced or removed from the program: `archive` hides it and
   * keeps its name and history (a server deletes no version); `retain` leaves it as it is. Changes in place.
   *
   * @default "archive"
   */
  onDelete: z.enum(["archive", "retain"]).default("archive"),
});

const resourceOutput = z
  .object({
    /** Type of the Terraform resource, such as `docker_container`. */
    type: z.string(),
    /** Name of the Terraform resource. */
    name: z.string(),
    /** Agents that run in it. */
    agents: z.array(
      z.object({
        /** Name of the agent, unique in a workspace. */
        name: z.string(),
        /** `linux`, `darwin` or `windows`. */
        operatingSystem: z.string(),
        /** `amd64`, `arm64` or `armv7`. */
        architecture: z.string(),
      }),
    ),
  })
  .meta({ title: "TemplateVersionResource" });

export const templateVersionOutputs = z.object({
  ...templateVersionInputs.shape,
  /** Name of the version, given or derived. */
  name: z.string(),
  /**
   * SHA-256 over path, mode and bytes of every file that was uploaded; over the example's id when it was made of one.
   * Empty, like `source` and `files`, when it was read with `get`.
   */
  digest: z.string(),
  /** The uploaded files, path → digest. Empty when made of an example. */
  files: z.record(z.string(), z.string()),
  /** Id of the organization that the server put the version in. */
  organizationId: z.string(),
  /** Id of the template that holds the version; absent until a template is created with it. */
  templateId: z.string().optional(),
  /** Id of the provisioner job that imported it. */
  jobId: z.string(),
  /**
   * Status of the import: `succeeded`; after an update that did not get to its end `pending`, `running`, `canceling`,
   * `canceled` or `failed`; `superseded` when it got other values than it should have. The next update takes up the
   * first three, and replaces the version else.
   */
  status: z.string(),
  /** Whether the version is archived. Somebody else may archive it; the next update takes it back. */
  archived: z.boolean(),
  /** Parameters that a workspace of this version takes, in the template's order. Never change. */
  parameters: z.array(parameterOutput),
  /** Presets of parameter values that the version defines. Never change. */
  presets: z.array(presetOutput),
  /**
   * What a workspace of this version consists of when it runs (`start`) and when it is stopped (`stop`). Never change.
   */
  resources: z.object({
    /** What it consists of when it runs. */
    start: z.array(resourceOutput),
    /** What is left of it when it is stopped. */
    stop: z.array(resourceOutput),
  }),
  /** Names of the variables that the template marks as sensitive: the server does not tell their values. */
  sensitiveVariables: z.array(z.string()),
  /** What the server warns of, such as variables that are not supported. */
  warnings: z.array(z.string()),
  /** When the version was made, RFC 3339. */
  createdAt: z.string(),
  /** The version's page in Coder's dashboard. */
  url: z.string(),
});

export type TemplateVersionInputs = z.output<typeof templateVersionInputs>;
export type TemplateVersionOutputs = z.output<typeof templateVersionOutputs>;
