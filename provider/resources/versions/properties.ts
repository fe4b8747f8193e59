// A template version: what it is declared by and what is known of it, for the resource of its own and for a template
// that makes its versions.
import { z } from "zod";
import { JOB_STATUSES } from "../../client/provisioner";
import { openEnum } from "../../open-enum";
import { architecture, operatingSystem } from "../../outputs/enumerations";
import { parameterOutput, presetOutput } from "../../outputs/template-versions";
import { sourceSchema } from "../../source/source";
import { templateNameSchema, templateVersionNameSchema } from "../names/rules";

/**
 * A status of this provider: the import succeeded, but with other values than requested. Only another version can mend
 * that.
 */
export const SUPERSEDED = "superseded";

export const versionInputs = {
  /**
   * Name of the template that this version is for. If the organization has a template of this name, the version is
   * created for it; if not, the version belongs to no template until a `Template` of this name is created with it.
   * 1 to 32 letters, digits and single hyphens. When the template is renamed in the same update, the version is kept;
   * the name of another template replaces the version.
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
   * Content of the version. Another content replaces the version; the same content from another source changes nothing.
   */
  source: sourceSchema,
  /**
   * Name of the version, unique in its template: 1 to 64 letters, digits and single `_`, `.` or `-`. Changes in place.
   *
   * The server never frees the name of a version, so a name that is given must change whenever the content changes.
   *
   * @default what `source.git` gives, else derived from the template's name, the content, the variables and the
   * provisioner tags: equal input gives an equal name
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Name
   */
  name: templateVersionNameSchema.optional(),
  /**
   * What changed in the version, for people; the list of versions shows it. At most 1048576 characters. Changes in
   * place.
   *
   * @default ""
   * @see codersdk/organizations.go CreateTemplateVersionRequest.Message
   */
  message: z.string().max(1_048_576).default(""),
  /**
   * Values of the template's Terraform variables, by name. Numbers, booleans and lists are sent as Terraform writes
   * them. A variable that is not named gets its default from the template, never the value of an earlier version. There
   * is one exception: if a sensitive variable has a default that is not plain in the code, the server may keep an
   * earlier value without telling; a warning says so. Names that the template does not declare are refused. Secret
   * values stay secret, and so do values of variables that the template marks as sensitive. A change replaces the
   * version.
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
   * Tags that a provisioner must have to run this version's jobs. Tags that the template itself declares need not be
   * repeated. A change replaces the version.
   *
   * @default {}
   * @see codersdk/organizations.go CreateTemplateVersionRequest.ProvisionerTags
   */
  provisionerTags: z.record(z.string().min(1), z.string().min(1)).default({}).meta({ replaceOnChanges: true }),
  /**
   * What happens to the version on the server when it is replaced or removed from the program: `archive` hides it and
   * keeps its name and history (the server deletes no version); `retain` leaves it as it is. Changes in place.
   *
   * @default "archive"
   */
  onDelete: z.enum(["archive", "retain"]).default("archive"),
};

/** Inputs that say how a version is made, and nothing of it. */
export const wayInputs = {
  /**
   * Whether a preview imports the version when it is new or changed, as an inactive version: what Terraform finds wrong
   * fails the preview with file and line, and the update after it takes that version without another import. A preview
   * that is repeated uses the version again; one that no update takes is archived by the next preview or update.
   *
   * @default the provider's `validateAtPreview`
   */
  validateAtPreview: z.boolean().optional(),
};

const resourceOutput = z
  .object({
    /** Type of the Terraform resource, such as `docker_container`. */
    type: z.string(),
    /** Name of the Terraform resource. */
    name: z.string(),
    /** Agents that run in the resource. */
    agents: z.array(
      z.object({
        /** Name of the agent, unique in a workspace. */
        name: z.string(),
        /** `linux`, `darwin` or `windows`. */
        operatingSystem,
        /** `amd64`, `arm64` or `armv7`. */
        architecture,
      }),
    ),
  })
  .meta({ title: "TemplateVersionResource" });

export const versionOutputs = {
  ...versionInputs,
  /** Name of the version, given or derived. */
  name: z.string(),
  /**
   * SHA-256 of path, mode and bytes of all uploaded files, or of the example's id. Empty when the version was read with
   * `get`; then `source` and `files` are empty, too.
   */
  digest: z.string(),
  /** Digests of the uploaded files, by path. Empty when the version is made of an example. */
  files: z.record(z.string(), z.string()),
  /** Id of the version's organization. */
  organizationId: z.string(),
  /** Id of the version's template; absent until a template is created with the version. */
  templateId: z.string().optional(),
  /** Id of the provisioner job that imported the version. */
  jobId: z.string(),
  /**
   * Status of the import. After an update that ended early it may be `pending`, `running` or `canceling`: the next
   * update continues. It may also be `canceled` or `failed`, or `superseded` when the import used other values than
   * declared: the next update replaces the version. Otherwise `succeeded`.
   */
  status: openEnum([...JOB_STATUSES, SUPERSEDED]).meta({
    title: "ImportStatus",
  }),
  /**
   * The commit that the content came from when this resource made the version, or took an earlier one of the same
   * content. Absent unless `source.git` asks for a name or a message.
   */
  git: z
    .object({
      /** Full id of the last commit that changed the directory or a folder that it includes. */
      commit: z.string(),
      /** The branch; absent where HEAD was on none, unless just one branch was at that commit. */
      branch: z.string().optional(),
      /** Name of the commit's author. */
      author: z.string(),
      /** Whether files differed from the commit. */
      isDirty: z.boolean(),
    })
    .optional()
    .meta({ title: "TemplateVersionGit" }),
  /** Whether the version is archived. If somebody archives it, the next update brings it back. */
  archived: z.boolean(),
  /** Parameters that a workspace of this version takes, in the template's order. They never change. */
  parameters: z.array(parameterOutput),
  /** Presets of parameter values that the version defines. They never change. */
  presets: z.array(presetOutput),
  /**
   * Terraform resources of a workspace of this version, running (`start`) and stopped (`stop`). They never change.
   */
  resources: z.object({
    /** Resources of a running workspace. */
    start: z.array(resourceOutput),
    /** Resources that remain while the workspace is stopped. */
    stop: z.array(resourceOutput),
  }),
  /** Names of the variables that the template marks as sensitive: the server does not tell their values. */
  sensitiveVariables: z.array(z.string()),
  /** Warnings of the server about the version, such as unsupported variables. */
  warnings: z.array(z.string()),
  /** When the version was created, RFC 3339. */
  createdAt: z.string(),
  /** The version's page in Coder's dashboard. */
  url: z.string(),
};

export type VersionInputs = z.output<z.ZodObject<typeof versionInputs>>;
export type VersionOutputs = z.output<z.ZodObject<typeof versionOutputs>>;
