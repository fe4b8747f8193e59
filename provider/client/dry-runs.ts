// What a build with given parameters would do: dry runs, and the evaluation of dynamic parameters.
import { z } from "zod";
import { MONOTONIC_ORDERS, PARAMETER_FORM_TYPES, PARAMETER_TYPES } from "../enumerations";
import { openEnum } from "../open-enum";
import { explainRefusal } from "./buildinfo";
import { getLogs, streamLogs, type LogQuery, type LogStreamOptions } from "./job-logs";
import {
  matchedProvisionersSchema,
  provisionerJobSchema,
  type MatchedProvisioners,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "./provisioner";
import { answerObject, count, flag, listOf, openText, optional, text } from "./transport/schemas";
import { abortable } from "./transport/single-flight";
import { path, type RequestOptions, type Transport } from "./transport/transport";
import { workspaceResourceSchema, type WorkspaceResource } from "./workspace-resources";

/** The number of the answer that a connection begins with. */
const WITHOUT_INPUT = -1;

/** A value of Terraform's that may not be known. @see codersdk/parameters.go NullHCLString */
const knownTextSchema = answerObject({ value: text, valid: flag })
  .nullish()
  .transform((known) => (known?.valid === true ? known.value : undefined));

/** @see codersdk/parameters.go DiagnosticSeverityString */
export const DIAGNOSTIC_SEVERITIES = ["error", "warning"] as const;

const diagnosticSchema = answerObject({
  severity: openText(DIAGNOSTIC_SEVERITIES),
  summary: text,
  detail: text,
  extra: optional(answerObject({ code: text })),
});

/** @see codersdk/parameters.go PreviewParameter */
export const evaluatedParameterSchema = answerObject({
  name: z.string(),
  display_name: text,
  description: text,
  type: openText(PARAMETER_TYPES),
  form_type: openText(PARAMETER_FORM_TYPES),
  mutable: flag,
  default_value: knownTextSchema,
  icon: text,
  options: listOf(answerObject({ name: text, description: text, value: knownTextSchema, icon: text })),
  validations: listOf(
    answerObject({
      validation_error: text,
      validation_regex: optional(z.string()),
      validation_min: optional(z.number()),
      validation_max: optional(z.number()),
      validation_monotonic: optional(openEnum(MONOTONIC_ORDERS)),
    }),
  ),
  required: flag,
  order: count,
  ephemeral: flag,
  value: knownTextSchema,
  diagnostics: listOf(diagnosticSchema),
});

/** @see codersdk/parameters.go DynamicParametersResponse */
export const evaluatedParametersSchema = answerObject({
  id: z.number(),
  diagnostics: listOf(diagnosticSchema),
  parameters: listOf(evaluatedParameterSchema),
});

export type DiagnosticSeverity = (typeof DIAGNOSTIC_SEVERITIES)[number];
export type EvaluatedParameter = z.output<typeof evaluatedParameterSchema>;
export type EvaluatedParameters = z.output<typeof evaluatedParametersSchema>;

export interface CreateDryRunRequest {
  workspace_name: string;
  rich_parameter_values: readonly { name: string; value: string }[];
}

export interface EvaluateDynamicParametersRequest {
  /** Comes back with the answer on a connection with many. The answer to a single request has 0. */
  id: number;
  inputs: Readonly<Record<string, string>>;
  /** Required: the server has no default for it here. */
  owner_id: string;
}

interface DynamicParametersRequest {
  id: number;
  inputs: DynamicParameterInputs;
  owner_id?: string;
}

export interface DynamicParametersQuery {
  /** Id of who would own the workspace. @default the user whose token it is */
  user_id?: string | undefined;
}

/**
 * Begins a plan of what a workspace with these parameters would consist of. Answered with 425 before the import has
 * ended. The owner is always the caller.
 * @see coderd/templateversions.go postTemplateVersionDryRun
 * @example const job = await client.createDryRun(version.id, { workspace_name: "dev", rich_parameter_values: [] });
 */
export function createDryRun(
  transport: Transport,
  versionId: string,
  request: CreateDryRunRequest,
  options?: RequestOptions,
): Promise<ProvisionerJob> {
  return transport.json(
    provisionerJobSchema,
    { method: "POST", path: path`/templateversions/${versionId}/dry-run`, json: request },
    options,
  );
}

/**
 * The job of a dry run.
 * @see coderd/templateversions.go templateVersionDryRun
 * @example const { status } = await client.getDryRun(version.id, job.id);
 */
export function getDryRun(
  transport: Transport,
  versionId: string,
  jobId: string,
  options?: RequestOptions,
): Promise<ProvisionerJob> {
  return transport.json(
    provisionerJobSchema,
    { method: "GET", path: path`/templateversions/${versionId}/dry-run/${jobId}` },
    options,
  );
}

/**
 * Asks for the end of a dry run. Refused with 400 when it has ended.
 * @see coderd/templateversions.go patchTemplateVersionDryRunCancel
 * @example await client.cancelDryRun(version.id, job.id);
 */
export async function cancelDryRun(
  transport: Transport,
  versionId: string,
  jobId: string,
  options?: RequestOptions,
): Promise<void> {
  await transport.send(
    { method: "PATCH", path: path`/templateversions/${versionId}/dry-run/${jobId}/cancel` },
    options,
  );
}

/**
 * The log of a dry run so far.
 * @see coderd/provisionerjobs.go provisionerJobLogs
 * @example const lines = await client.getDryRunLogs(version.id, job.id);
 */
export function getDryRunLogs(
  transport: Transport,
  versionId: string,
  jobId: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/templateversions/${versionId}/dry-run/${jobId}/logs`, query, options);
}

/**
 * The log of a dry run, line by line until it ends. Goes on by itself after a connection that breaks off.
 * @see coderd/provisionerjobs.go logFollower
 * @example for await (const { output } of client.streamDryRunLogs(version.id, job.id)) console.log(output);
 */
export function streamDryRunLogs(
  transport: Transport,
  versionId: string,
  jobId: string,
  query?: LogQuery,
  options?: LogStreamOptions,
): AsyncIterable<ProvisionerJobLog> {
  const getJob = (each: RequestOptions): Promise<ProvisionerJob> => getDryRun(transport, versionId, jobId, each);
  return streamLogs(
    transport,
    { path: path`/templateversions/${versionId}/dry-run/${jobId}/logs`, getJob },
    query,
    options,
  );
}

/**
 * How many daemons could run a dry run.
 * @see coderd/templateversions.go templateVersionDryRunMatchedProvisioners
 * @example const { available } = await client.getDryRunMatchedProvisioners(version.id, job.id);
 */
export function getDryRunMatchedProvisioners(
  transport: Transport,
  versionId: string,
  jobId: string,
  options?: RequestOptions,
): Promise<MatchedProvisioners> {
  const matchedPath = path`/templateversions/${versionId}/dry-run/${jobId}/matched-provisioners`;
  return transport.json(matchedProvisionersSchema, { method: "GET", path: matchedPath }, options);
}

/**
 * What the workspace would consist of. Refused with 400 before the dry run has ended.
 * @see coderd/templateversions.go templateVersionDryRunResources
 * @example const resources = await client.getDryRunResources(version.id, job.id);
 */
export function getDryRunResources(
  transport: Transport,
  versionId: string,
  jobId: string,
  options?: RequestOptions,
): Promise<WorkspaceResource[]> {
  return transport.json(
    listOf(workspaceResourceSchema),
    { method: "GET", path: path`/templateversions/${versionId}/dry-run/${jobId}/resources` },
    options,
  );
}

/**
 * What the server thinks of these parameter values, each with its diagnostics. Builds nothing, so it may be repeated.
 * @see coderd/parameters.go templateVersionDynamicParametersEvaluate
 * @example const { parameters } = await client.evaluateDynamicParameters(version.id, { id: 0, inputs: { region: "eu" },
 * owner_id: user.id });
 */
export function evaluateDynamicParameters(
  transport: Transport,
  versionId: string,
  request: EvaluateDynamicParametersRequest,
  options?: RequestOptions,
): Promise<EvaluatedParameters> {
  const evaluatePath = path`/templateversions/${versionId}/dynamic-parameters/evaluate`;
  return transport
    .json(evaluatedParametersSchema, { method: "POST", path: evaluatePath, json: request, isRepeatable: true }, options)
    .catch((thrown: unknown) => explainRefusal(transport, "parameterEvaluation", thrown));
}

/** Values by the name of the parameter. What is left out has its default. */
export type DynamicParameterInputs = Readonly<Record<string, string>>;

/** Values, and who would own the workspace: it counts for the inputs after it, too. */
export interface OwnedDynamicParameterInputs {
  inputs: DynamicParameterInputs;
  /** Id of a user. */
  owner_id: string;
}

type DynamicParameterInput = DynamicParameterInputs | OwnedDynamicParameterInputs;

/**
 * The parameters without any input first, then as they are with each of the inputs. Ends after the last of them.
 * @see coderd/parameters.go templateVersionDynamicParametersWebsocket
 * @example for await (const { parameters } of client.streamDynamicParameters(version.id, [{ region: "eu" }]))
 * console.log(parameters);
 */
export async function* streamDynamicParameters(
  transport: Transport,
  versionId: string,
  inputs: Iterable<DynamicParameterInput> | AsyncIterable<DynamicParameterInput>,
  query: DynamicParametersQuery = {},
  options?: RequestOptions,
): AsyncGenerator<EvaluatedParameters, void, void> {
  const streamPath = path`/templateversions/${versionId}/dynamic-parameters`;
  const requests = requestsOf(inputs);
  const { signal } = transport.optionsOf(options);
  let hasBegun = false;
  let isDone = false;
  let unanswered: DynamicParametersRequest | undefined;
  const open = async function* (): AsyncGenerator<EvaluatedParameters, void, void> {
    let send: (message: unknown) => void = () => {};
    const request = {
      path: streamPath,
      query: { user_id: query.user_id },
      onOpen: (each: typeof send) => (send = each),
    };
    for await (const answer of transport.stream(evaluatedParametersSchema, request, options)) {
      // What answers another question would be taken for the answer to this one.
      if (answer.id !== WITHOUT_INPUT && answer.id !== unanswered?.id) continue;
      // Each connection begins with the parameters without input, which only the first one has to yield.
      if (answer.id !== WITHOUT_INPUT || !hasBegun) {
        hasBegun = true;
        unanswered = undefined;
        yield answer;
      }
      // The server keeps nothing from one input to the next: what was not answered is simply sent again.
      signal?.throwIfAborted();
      unanswered ??= await abortable(nextOf(requests), signal);
      isDone = unanswered === undefined;
      if (isDone) return;
      send(unanswered);
    }
  };
  try {
    yield* transport.resumed({ open, isOver: () => isDone }, options);
  } catch (thrown) {
    explainRefusal(transport, "parameterEvaluation", thrown);
  } finally {
    const closed = requests.return();
    // A source that was asked for an input closes only when that has come. After an abort, nobody waits for it.
    if (signal?.aborted === true) closed.catch(() => undefined);
    else await closed;
  }
}

/** Numbered from 0: an answer carries the number of its request. */
async function* requestsOf(
  inputs: Iterable<DynamicParameterInput> | AsyncIterable<DynamicParameterInput>,
): AsyncGenerator<DynamicParametersRequest, void, void> {
  let id = 0;
  for await (const each of inputs) yield { id: id++, ...(isOwned(each) ? each : { inputs: each }) };
}

/** A value is always a text, so a parameter that is called "inputs" is no mistake for the other form. */
function isOwned(input: DynamicParameterInput): input is OwnedDynamicParameterInputs {
  return typeof input["inputs"] === "object";
}

async function nextOf<Item>(items: AsyncIterator<Item, void>): Promise<Item | undefined> {
  const { done, value } = await items.next();
  return done === true ? undefined : value;
}
