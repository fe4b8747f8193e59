// Functions that predict a build: the dry run, and the evaluation of parameters. Neither changes anything; a dry run
// leaves a job with a log.
import { z } from "zod";
import { DIAGNOSTIC_SEVERITIES, type EvaluatedParameter } from "../client/dry-runs";
import { openEnum } from "../open-enum";
import { followDryRun } from "../jobs/follow";
import { transition } from "../outputs/enumerations";
import { parameterOutput, toParameter } from "../outputs/template-versions";
import { idInput } from "../validation";
import { defineFunction } from "./definition";
import { textInput } from "./inputs";
import { fromApi, jobOutput } from "./outputs";

const plannedResourceOutput = z
  .object({
    /** Type of the Terraform resource, such as `docker_container`. */
    type: z.string(),
    /** Name of the Terraform resource. */
    name: z.string(),
    /** `start` for a resource of the running workspace, `stop` for one that remains while it is stopped. */
    workspaceTransition: transition,
    /** What the resource costs per day, in credits of the owner's quota. */
    dailyCost: z.number(),
    /** Names of the agents in the resource. */
    agents: z.array(z.string()),
  })
  .meta({ title: "PlannedResource" });

const diagnosticOutput = z
  .object({
    /** `error` or `warning`. */
    severity: openEnum(DIAGNOSTIC_SEVERITIES),
    /** The problem in a few words. */
    summary: z.string(),
    /** Explanation of the problem; may be empty. */
    detail: z.string(),
  })
  .meta({ title: "Diagnostic" });

const evaluatedParameterOutput = z
  .object({
    ...parameterOutput.shape,
    /** Value of workspaces that set none; absent when there is none or Terraform does not know it yet. */
    defaultValue: z.string().optional(),
    /** Value with the given inputs; absent when Terraform does not know it yet. */
    value: z.string().optional(),
    /** Problems with the value. */
    diagnostics: z.array(diagnosticOutput),
  })
  .meta({ title: "EvaluatedParameter" });

const evaluationOutput = z.object({
  /** The parameters that exist with the given values. */
  parameters: z.array(evaluatedParameterOutput),
  /** Problems that concern no single parameter. */
  diagnostics: z.array(diagnosticOutput),
});

export const dryRunFunctions = {
  dryRunTemplateVersion: defineFunction({
    description:
      "Plans a workspace of a template version and tells which resources it would have. A provisioner runs the plan; " +
      "nothing is created. If the plan fails, the error shows its log.",
    inputs: z.strictObject({
      /** Id of the template version. Its import must have succeeded. */
      templateVersionId: idInput("template version"),
      /** Values of the parameters, each as text. Parameters with a default value may be left out. */
      parameters: z.record(z.string(), z.string()).default({}),
      /**
       * Name that the workspace would have.
       *
       * @default "dry-run"
       */
      workspaceName: textInput.default("dry-run"),
    }),
    outputs: z.object({
      /** The provisioner job that ran the plan. */
      job: jobOutput,
      /** Terraform resources that the workspace would have. */
      resources: z.array(plannedResourceOutput),
    }),
    async call(
      { client, log, signal, deadline, defaultOrganization },
      { templateVersionId, parameters, workspaceName },
    ) {
      const values = Object.entries(parameters).map(([name, value]) => ({ name, value }));
      const seen = await client.createDryRun(templateVersionId, {
        workspace_name: workspaceName,
        rich_parameter_values: values,
      });
      const title = `Dry run of template version ${templateVersionId}`;
      const organization = defaultOrganization;
      const secrets = Object.values(parameters).filter((value) => value !== "true" && value !== "false");
      const job = await followDryRun({
        client,
        log,
        signal,
        deadline,
        organization,
        title,
        templateVersionId,
        jobId: seen.id,
        seen,
        secrets,
      });
      const resources = await client.getDryRunResources(templateVersionId, job.id);
      return {
        job: fromApi(jobOutput, job),
        resources: fromApi(
          z.array(plannedResourceOutput),
          resources.map((resource) => ({ ...resource, agents: resource.agents.map(({ name }) => name) })),
        ),
      };
    },
  }),

  evaluateTemplateVersionParameters: defineFunction({
    description:
      "Asks the server to evaluate parameter values: which parameters exist with these values, and which problems " +
      "there are. Builds nothing.",
    inputs: z.strictObject({
      /** Id of the template version. */
      templateVersionId: idInput("template version"),
      /** Values of parameters, each as text. */
      parameters: z.record(z.string(), z.string()).default({}),
      /**
       * User name or id of the workspace's owner.
       *
       * @default the token's user
       */
      owner: textInput.default("me"),
    }),
    outputs: evaluationOutput,
    async call({ client }, { templateVersionId, parameters, owner }) {
      const { id: owner_id } = owner === "me" ? await client.getCurrentUser() : await client.getUser(owner);
      const answer = await client.evaluateDynamicParameters(templateVersionId, { id: 0, inputs: parameters, owner_id });
      return fromApi(evaluationOutput, {
        diagnostics: answer.diagnostics,
        parameters: answer.parameters.map(toEvaluatedParameter),
      });
    },
  }),
};

function toEvaluatedParameter(parameter: EvaluatedParameter): z.output<typeof evaluatedParameterOutput> {
  const { validations, options, default_value: defaultValue, value, diagnostics, ...rest } = parameter;
  const [validation] = validations;
  const declared = toParameter({
    ...rest,
    default_value: defaultValue ?? "",
    options: options.flatMap((option) => (option.value === undefined ? [] : [{ ...option, value: option.value }])),
    validation_error: validation?.validation_error ?? "",
    validation_regex: validation?.validation_regex ?? "",
    validation_min: validation?.validation_min,
    validation_max: validation?.validation_max,
    validation_monotonic: validation?.validation_monotonic ?? "",
  });
  return { ...declared, defaultValue, value, diagnostics };
}
