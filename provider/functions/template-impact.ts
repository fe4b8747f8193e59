// The function that tells what a version means for the workspaces of its template, for a policy or a pull request.
/* eslint-disable @typescript-eslint/no-require-imports */
import { z } from "zod";
import { templateImpactSchema } from "../outputs/template-impact";
import type * as holders from "../resources/impact/holders";
import type * as impact from "../resources/impact/impact";
import { idInput } from "../validation";
import { defineFunction } from "./definition";

export const templateImpactFunctions = {
  getTemplateImpact: defineFunction({
    description:
      "What it means for the workspaces of a template when a version becomes its active one: how many there are, how " +
      "many follow by themselves, and which could not be updated with the parameter values that they have. Of the " +
      "workspaces that the token's user may see; those that have the version already are no matter.",
    inputs: z.strictObject({
      /** Id of the template. */
      templateId: idInput("template"),
      /** Id of the version, which belongs to the template and was imported. */
      templateVersionId: idInput("template version"),
      /**
       * Of how many workspaces the parameter values are read at most, at least 1. Many need none: the server tells of
       * all workspaces together who has a parameter, or one of its options.
       *
       * @default `coderd:impactLimit`, else 100
       */
      impactLimit: z.int().min(1).optional(),
    }),
    outputs: templateImpactSchema,
    async call(context, { templateId, templateVersionId, impactLimit }) {
      // Other functions need none of what the rules of parameters are made of.
      const { impactOf } = require("../resources/impact/impact") as typeof impact;
      const { workspacesOf } = require("../resources/impact/holders") as typeof holders;
      const template = await context.client.getTemplate(templateId);
      const scope = { limit: impactLimit, workspaces: await workspacesOf(context, template) };
      return impactOf(context, template, templateVersionId.toLowerCase(), scope);
    },
  }),
};
