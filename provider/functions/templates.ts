// Functions about templates. Those about a single version are in template-versions.ts.
import { z } from "zod";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { textInput } from "./inputs";
import { fromApi } from "./outputs";
import { templateOutput, toTemplate } from "./template-outputs";

const templateExampleOutput = z
  .object({
    /** Id of the example, for `source.exampleId` of a `TemplateVersion`. */
    id: z.string(),
    /** Name for people. */
    name: z.string(),
    /** What the example is for. */
    description: z.string(),
    /** Path or URL of an image. */
    icon: z.string(),
    /** Subjects of the example. */
    tags: z.array(z.string()),
    /** Text of the example's `README.md`. */
    markdown: z.string(),
    /** Web address of the example's files. */
    url: z.string(),
  })
  .meta({ title: "TemplateExample" });

const dailyActiveUsersOutput = z.object({
  /** One entry for each day, the oldest first. */
  entries: z.array(
    z
      .object({
        /** The day, such as `2026-01-31`. */
        date: z.string(),
        /** Number of people who used a workspace of the template. */
        amount: z.number(),
      })
      .meta({ title: "DailyActiveUsers" }),
  ),
  /** Time zone of the days, in hours ahead of UTC. */
  timezoneOffsetHours: z.number(),
});

export const templateFunctions = {
  getTemplates: defineFunction({
    description: "The templates that the token's user may see.",
    inputs: z.strictObject({
      /** Name or id of the organization. Default: all organizations of the token's user. */
      organization: textInput.optional(),
      /**
       * Filter in the server's search language, such as `name:docker`. Deprecated templates are found only with
       * `deprecated:true`.
       */
      query: z.string().optional(),
    }),
    outputs: z.object({
      /** The templates that were found. */
      templates: z.array(templateOutput),
    }),
    async call({ client }, { organization, query }) {
      return { templates: (await client.getTemplates({ organization, q: query })).map(toTemplate) };
    },
  }),

  getTemplate: defineFunction({
    description: "A template by its id, or by its name in an organization.",
    inputs: z.strictObject({
      /** Id of the template. Give either `id` or `name`. */
      id: idInput("template").optional(),
      /** Name of the template. Give either `id` or `name`. */
      name: textInput.optional(),
      /**
       * Name or id of the organization, for `name`.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: textInput.optional(),
    }),
    exactlyOne: [["id"], ["name", "organization?"]],
    outputs: templateOutput,
    async call({ client, defaultOrganization }, { id, name, organization }) {
      const template =
        id === undefined
          ? await client.getTemplateByName(organization ?? defaultOrganization, name ?? "")
          : await client.getTemplate(id);
      return toTemplate(template);
    },
  }),

  getTemplateExamples: defineFunction({
    description: "The example templates that the server has. A template version can be made of an example.",
    inputs: z.strictObject({
      /**
       * Name or id of an organization whose templates the token's user may see. Default: any organization. The examples
       * are the same.
       */
      organization: textInput.optional(),
    }),
    outputs: z.object({
      /** The example templates of the server. */
      examples: z.array(templateExampleOutput),
    }),
    async call({ client }, { organization }) {
      const examples =
        organization === undefined
          ? await client.getTemplateExamples()
          : await client.getOrganizationTemplateExamples(organization);
      return { examples: fromApi(z.array(templateExampleOutput), examples) };
    },
  }),

  getTemplateDailyActiveUsers: defineFunction({
    description: "The number of people who used workspaces of a template, for each day.",
    inputs: z.strictObject({
      /** Id of the template. */
      templateId: idInput("template"),
      /**
       * Time zone of the days, in hours ahead of UTC. Whole number from -12 to 14.
       *
       * @default 0
       */
      timezoneOffsetHours: z.int().min(-12).max(14).default(0),
    }),
    outputs: dailyActiveUsersOutput,
    async call({ client }, { templateId, timezoneOffsetHours }) {
      const { entries, tz_hour_offset } = await client.getTemplateDailyActiveUsers(templateId, {
        tz_offset: timezoneOffsetHours,
      });
      return fromApi(dailyActiveUsersOutput, { entries, timezone_offset_hours: tz_hour_offset });
    },
  }),
};
