// Functions about templates as wholes. What is about one version is in template-versions.ts.
import { z } from "zod";
import { defineFunction } from "./definition";
import { idInput, oneWay, textInput } from "./inputs";
import { fromApi, templateOutput } from "./outputs";

const templateExampleOutput = z
  .object({
    /** What `exampleId` of a template version takes. */
    id: z.string(),
    /** Name for people. */
    name: z.string(),
    /** What it is for. */
    description: z.string(),
    /** Path or URL of an image. */
    icon: z.string(),
    /** What it deals with. */
    tags: z.array(z.string()),
    /** Its `README.md`. */
    markdown: z.string(),
    /** Where its files are. */
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
        /** How many people used a workspace of the template. */
        amount: z.number(),
      })
      .meta({ title: "DailyActiveUsers" }),
  ),
});

export const templateFunctions = {
  getTemplates: defineFunction({
    description: "Templates that the token's user may see.",
    inputs: z.strictObject({
      /** Name or id of the organization; all that the token's user is a member of when left out. */
      organization: textInput.optional(),
      /**
       * The server's search language, such as `name:docker`. Deprecated templates are left out unless it says
       * `deprecated:true`.
       */
      query: z.string().optional(),
    }),
    outputs: z.object({
      /** The templates that were found. */
      templates: z.array(templateOutput),
    }),
    async call({ client }, { organization, query }) {
      return { templates: fromApi(z.array(templateOutput), await client.getTemplates({ organization, q: query })) };
    },
  }),

  getTemplate: defineFunction({
    description: "A template by its id, or by its name in an organization.",
    inputs: z.strictObject({
      /** Id of the template; or else its `name`. */
      id: idInput("template").optional(),
      /** Name of the template; or else its `id`. */
      name: textInput.optional(),
      /**
       * Name or id of the organization, for `name`.
       *
       * @default the provider's organization, else the server's default organization
       */
      organization: textInput.optional(),
    }),
    outputs: templateOutput,
    async call({ client, defaultOrganization }, { id, name, organization }) {
      oneWay({ id, name }, [["id"], ["name"]]);
      const template =
        id === undefined
          ? await client.getTemplateByName(organization ?? defaultOrganization, name ?? "")
          : await client.getTemplate(id);
      return fromApi(templateOutput, template);
    },
  }),

  getTemplateExamples: defineFunction({
    description: "The examples that the server can make template versions of.",
    inputs: z.strictObject({
      /** Name or id of an organization, for a server that shows examples by organization only. */
      organization: textInput.optional(),
    }),
    outputs: z.object({
      /** The examples that the server has. */
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
    description: "How many people used workspaces of a template, day by day.",
    inputs: z.strictObject({
      /** Id of the template. */
      templateId: idInput("template"),
      /**
       * How many hours the clock that days are counted by is ahead of UTC. Whole number from -12 to 14.
       *
       * @default 0
       */
      timezoneOffsetHours: z.int().min(-12).max(14).default(0),
    }),
    outputs: dailyActiveUsersOutput,
    async call({ client }, { templateId, timezoneOffsetHours }) {
      return fromApi(
        dailyActiveUsersOutput,
        await client.getTemplateDailyActiveUsers(templateId, { tz_offset: timezoneOffsetHours }),
      );
    },
  }),
};
