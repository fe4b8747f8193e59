// Functions about template versions: the versions, the log of their import, and what they declare.
import { z } from "zod";
import { VARIABLE_TYPES } from "../client/template-versions";
import { openEnum } from "../open-enum";
import { isGone } from "../errors";
import { parameterOutput, presetOutput, toParameter, toPreset } from "../outputs/template-versions";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { textInput } from "./inputs";
import { fromApi, logOutput } from "./outputs";
import { templateVersionOutput, toVersion } from "./template-outputs";

const variableOutput = z
  .object({
    /** Name of the Terraform variable. */
    name: z.string(),
    /** What the variable is for. */
    description: z.string(),
    /** `string`, `number` or `bool`. */
    type: openEnum(VARIABLE_TYPES),
    /** Value of the variable; `*redacted*` when it is sensitive. */
    value: z.string(),
    /** Default value; `*redacted*` when the variable is sensitive. */
    defaultValue: z.string(),
    /** Whether a version must set a value. */
    required: z.boolean(),
    /** Whether the template marks the variable as sensitive: the server does not tell its value. */
    sensitive: z.boolean(),
  })
  .meta({ title: "TemplateVersionVariable" });

const presetDetailsOutput = z
  .object({
    ...presetOutput.shape,
    /** What the template says about the preset; empty when it says nothing, or from an older server. */
    description: z.string(),
    /** Path or URL of an image; empty when the template gives none, or from an older server. */
    icon: z.string(),
    /** Number of workspaces that the server keeps ready for the preset; absent when it keeps none. */
    desiredPrebuildInstances: z.number().optional(),
  })
  .meta({ title: "TemplateVersionPresetDetails" });

const versionIdInputs = {
  /** Id of the template version. */
  templateVersionId: idInput("template version"),
};

export const templateVersionFunctions = {
  getTemplateVersions: defineFunction({
    description: "All versions of a template, oldest first.",
    inputs: z.strictObject({
      /** Id of the template. */
      templateId: idInput("template"),
      /**
       * Whether archived versions are returned, too.
       *
       * @default false
       */
      includeArchived: z.boolean().default(false),
    }),
    outputs: z.object({
      /** The versions of the template, oldest first. */
      templateVersions: z.array(templateVersionOutput),
    }),
    async call({ client }, { templateId, includeArchived }) {
      const versions = await client.getAllTemplateVersions(templateId, { include_archived: includeArchived });
      return { templateVersions: versions.map(toVersion) };
    },
  }),

  getTemplateVersion: defineFunction({
    description: "A template version by its id, or by its name and its template.",
    inputs: z.strictObject({
      /** Id of the version; or else `templateId` and `name`. */
      id: idInput("template version").optional(),
      /** Id of the version's template, with `name`. */
      templateId: idInput("template").optional(),
      /** Name of the version, with `templateId`. */
      name: textInput.optional(),
    }),
    exactlyOne: [["id"], ["templateId", "name"]],
    outputs: templateVersionOutput,
    async call({ client }, { id, templateId, name }) {
      return toVersion(
        id === undefined
          ? await client.getTemplateVersionByName(templateId ?? "", name ?? "")
          : await client.getTemplateVersion(id),
      );
    },
  }),

  getPreviousTemplateVersion: defineFunction({
    description: "The version of a template that was made before another one.",
    inputs: z.strictObject({
      /**
       * Name or id of the organization.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: textInput.optional(),
      /** Name of the template. */
      template: textInput,
      /** Name of the version. */
      name: textInput,
    }),
    outputs: z.object({
      /** The previous version; absent when there is none. */
      templateVersion: templateVersionOutput.optional(),
    }),
    async call({ client, defaultOrganization }, { organization = defaultOrganization, template, name }) {
      try {
        return { templateVersion: toVersion(await client.getPreviousTemplateVersion(organization, template, name)) };
      } catch (thrown) {
        if (!isGone(thrown)) throw thrown;
        // The server answers the same when the named version does not exist; then this request fails.
        await client.getTemplateVersionByNames(organization, template, name);
        return {};
      }
    },
  }),

  getTemplateVersionLogs: defineFunction({
    description: "The log of a template version's import, as far as it is written.",
    inputs: z.strictObject({
      ...versionIdInputs,
      /** Id of a log line: only the lines after it are returned. */
      after: z.int().min(0).optional(),
    }),
    outputs: z.object({
      /**
       * The lines of the log, oldest first. Coder 2.26 and newer keep the first MiB of a log; the last line then says
       * so.
       */
      logs: z.array(logOutput),
    }),
    async call({ client }, { templateVersionId, after }) {
      return { logs: fromApi(z.array(logOutput), await client.getTemplateVersionLogs(templateVersionId, { after })) };
    },
  }),

  getTemplateVersionParameters: defineFunction({
    description: "The parameters that a workspace of a template version takes.",
    inputs: z.strictObject(versionIdInputs),
    outputs: z.object({
      /** The parameters, in the template's order. */
      parameters: z.array(parameterOutput),
    }),
    async call({ client }, { templateVersionId }) {
      return { parameters: (await client.getTemplateVersionParameters(templateVersionId)).map(toParameter) };
    },
  }),

  getTemplateVersionVariables: defineFunction({
    description: "The Terraform variables of a template version, and the values that it was imported with. Secret.",
    inputs: z.strictObject(versionIdInputs),
    outputs: z.object({
      /** The Terraform variables and their values. Secret. */
      variables: z.array(variableOutput).meta({ secret: true }),
    }),
    async call({ client }, { templateVersionId }) {
      return {
        variables: fromApi(z.array(variableOutput), await client.getTemplateVersionVariables(templateVersionId)),
      };
    },
  }),

  getTemplateVersionPresets: defineFunction({
    description: "The presets of parameter values that a template version defines.",
    inputs: z.strictObject(versionIdInputs),
    outputs: z.object({
      /** The presets of the version; empty when the template defines none. */
      presets: z.array(presetDetailsOutput),
    }),
    async call({ client }, { templateVersionId }) {
      const presets = await client.getTemplateVersionPresets(templateVersionId);
      return {
        presets: presets.map((preset) => ({
          ...toPreset(preset),
          description: preset.description,
          icon: preset.icon,
          desiredPrebuildInstances: preset.desired_prebuild_instances,
        })),
      };
    },
  }),
};
