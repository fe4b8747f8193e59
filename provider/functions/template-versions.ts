// Functions about template versions: finding them, their log, and what they declare.
import { z } from "zod";
import type { TemplateVersion } from "../client/template-versions";
import { isGone } from "../errors";
import { parameterOutput, presetOutput, toParameter, toPreset } from "../outputs/template-versions";
import { defineFunction } from "./definition";
import { idInput, oneWay, textInput } from "./inputs";
import { fromApi, logOutput, templateVersionOutput } from "./outputs";

const variableOutput = z
  .object({
    /** Name of the Terraform variable. */
    name: z.string(),
    /** What it is for. */
    description: z.string(),
    /** `string`, `number` or `bool`. */
    type: z.string(),
    /** Its value; `*redacted*` when it is sensitive. */
    value: z.string(),
    /** Its default; `*redacted*` when it is sensitive. */
    defaultValue: z.string(),
    /** Whether a value must be given. */
    required: z.boolean(),
    /** Whether the server keeps the value to itself. */
    sensitive: z.boolean(),
  })
  .meta({ title: "TemplateVersionVariable" });

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
       * Whether archived versions come too.
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
    outputs: templateVersionOutput,
    async call({ client }, { id, templateId, name }) {
      oneWay({ id, templateId, name }, [["id"], ["templateId", "name"]]);
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
      /** The version before; absent when there is none. */
      templateVersion: templateVersionOutput.optional(),
    }),
    async call({ client, defaultOrganization }, { organization = defaultOrganization, template, name }) {
      try {
        return { templateVersion: toVersion(await client.getPreviousTemplateVersion(organization, template, name)) };
      } catch (thrown) {
        if (!isGone(thrown)) throw thrown;
        // The server says the same of a version that has none before it and of one that is not there.
        await client.getTemplateVersionByNames(organization, template, name);
        return {};
      }
    },
  }),

  getTemplateVersionLogs: defineFunction({
    description: "What a template version's import has written so far.",
    inputs: z.strictObject({
      ...versionIdInputs,
      /** Id of a line: only those after it. */
      after: z.int().min(0).optional(),
    }),
    outputs: z.object({
      /**
       * The lines of the log, oldest first. Of a longer one, Coder 2.26 and newer keep the first MiB, and say so in its
       * last line.
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
      /** The Terraform variables with their values. Secret. */
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
      /** The presets; none when the template defines none. */
      presets: z.array(presetOutput),
    }),
    async call({ client }, { templateVersionId }) {
      return { presets: (await client.getTemplateVersionPresets(templateVersionId)).map(toPreset) };
    },
  }),
};

function toVersion(version: TemplateVersion): z.output<typeof templateVersionOutput> {
  return fromApi(templateVersionOutput, { ...version, created_by_name: version.created_by?.username ?? "" });
}
