// What a build with given parameters would do: dry runs, and the evaluation of dynamic parameters.
import { z } from "zod";
import {
  getLogs,
  matchedProvisionersSchema,
  provisionerJobSchema,
  streamLogs,
  type LogQuery,
  type MatchedProvisioners,
  type ProvisionerJob,
  type ProvisionerJobLog,
} from "./provisioner";
import { count, flag, listOf, optional, text } from "./schemas";
import { path, type RequestOptions, type Transport } from "./transport";
import { workspaceResourceSchema, type WorkspaceResource } from "./workspace-resources";

/** A value of Terraform's that may not be known. @see codersdk/parameters.go NullHCLString */
const knownTextSchema = z
  .object({ value: text, valid: flag })
  .nullish()
  .transform((known) => (known?.valid === true ? known.value : undefined));

const diagnosticSchema = z.object({
  /** error or warning */
  severity: text,
  summary: text,
  detail: text,
  extra: optional(z.object({ code: text })),
});

/** @see codersdk/parameters.go PreviewParameter */
export const evaluatedParameterSchema = z.object({
  name: z.string(),
  display_name: text,
  description: text,
  /** string, number, bool or list(string) */
  type: text,
  form_type: text,
  mutable: flag,
  default_value: knownTextSchema,
  icon: text,
  options: listOf(z.object({ name: text, description: text, value: knownTextSchema, icon: text })),
  validations: listOf(
    z.object({
      validation_error: text,
      validation_regex: optional(z.string()),
      validation_min: optional(z.number()),
      validation_max: optional(z.number()),
      validation_monotonic: optional(z.string()),
    }),
  ),
  required: flag,
  order: count,
  ephemeral: flag,
  value: knownTextSchema,
  diagnostics: listOf(diagnosticSchema),
});

/** @see codersdk/parameters.go DynamicParametersResponse */
export const evaluatedParametersSchema = z.object({
  id: z.number(),
  diagnostics: listOf(diagnosticSchema),
  parameters: listOf(evaluatedParameterSchema),
});

export type EvaluatedParameter = z.output<typeof evaluatedParameterSchema>;
export type EvaluatedParameters = z.output<typeof evaluatedParametersSchema>;

export interface CreateDryRunRequest {
  workspace_name: string;
  rich_parameter_values: readonly { name: string; value: string }[];
}

export interface EvaluateDynamicParametersRequest {
  /** Means something only where many answers share a connection; the answer to a single request has 0. */
  id: number;
  inputs: Readonly<Record<string, string>>;
  /** The server knows no default for it here. */
  owner_id: string;
}

export interface DynamicParametersQuery {
  /** Id of who would own the workspace. @default whose token it is */
  user_id?: string | undefined;
}

/** Answered with 425 before the import has ended. The owner is always the caller. */
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

export function getDryRun(transport: Transport, versionId: string, jobId: string, options?: RequestOptions): Promise<ProvisionerJob> {
  return transport.json(provisionerJobSchema, { method: "GET", path: path`/templateversions/${versionId}/dry-run/${jobId}` }, options);
}

export async function cancelDryRun(transport: Transport, versionId: string, jobId: string, options?: RequestOptions): Promise<void> {
  await transport.send({ method: "PATCH", path: path`/templateversions/${versionId}/dry-run/${jobId}/cancel` }, options);
}

export function getDryRunLogs(
  transport: Transport,
  versionId: string,
  jobId: string,
  query?: LogQuery,
  options?: RequestOptions,
): Promise<ProvisionerJobLog[]> {
  return getLogs(transport, path`/templateversions/${versionId}/dry-run/${jobId}/logs`, query, options);
}

export function streamDryRunLogs(
  transport: Transport,
  versionId: string,
  jobId: string,
  query?: LogQuery,
  options?: RequestOptions,
): AsyncIterable<ProvisionerJobLog> {
  return streamLogs(transport, path`/templateversions/${versionId}/dry-run/${jobId}/logs`, query, options);
}

/**
 * How many daemons could run it.
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

/** What the server thinks of these parameter values, each with its diagnostics. Builds nothing, so it may be repeated. */
export function evaluateDynamicParameters(
  transport: Transport,
  versionId: string,
  request: EvaluateDynamicParametersRequest,
  options?: RequestOptions,
): Promise<EvaluatedParameters> {
  return transport.json(
    evaluatedParametersSchema,
    { method: "POST", path: path`/templateversions/${versionId}/dynamic-parameters/evaluate`, json: request, isRepeatable: true },
    options,
  );
}

/**
 * The parameters without any input first, then as they are with each of the inputs. Ends after the last of them.
 * @example for await (const { parameters } of client.streamDynamicParameters(version.id, [{ region: "eu" }])) console.log(parameters);
 */
export function streamDynamicParameters(
  transport: Transport,
  versionId: string,
  inputs: Iterable<Readonly<Record<string, string>>> | AsyncIterable<Readonly<Record<string, string>>>,
  query: DynamicParametersQuery = {},
  options?: RequestOptions,
): AsyncIterable<EvaluatedParameters> {
  const streamPath = path`/templateversions/${versionId}/dynamic-parameters`;
  return transport.stream(evaluatedParametersSchema, { path: streamPath, query: { user_id: query.user_id } }, options, requestsOf(inputs));
}

/** Numbered from 0: an answer carries the number of its request. */
async function* requestsOf(
  inputs: Iterable<Readonly<Record<string, string>>> | AsyncIterable<Readonly<Record<string, string>>>,
): AsyncGenerator<{ id: number; inputs: Readonly<Record<string, string>> }, void, void> {
  let id = 0;
  for await (const each of inputs) yield { id: id++, inputs: each };
}
