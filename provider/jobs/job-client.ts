// What following a job needs of the client.
import type { CoderClient } from "../client/client";
import type { RequestOptions } from "../client/transport/transport";

/** The requests that following a job makes. */
export type JobEndpoints = Pick<
  CoderClient,
  | "getTemplateVersion"
  | "cancelTemplateVersion"
  | "getTemplateVersionLogs"
  | "streamTemplateVersionLogs"
  | "getTemplateVersionVariables"
  | "getDryRun"
  | "cancelDryRun"
  | "getDryRunLogs"
  | "streamDryRunLogs"
  | "getWorkspaceBuild"
  | "cancelWorkspaceBuild"
  | "getWorkspaceBuildLogs"
  | "streamWorkspaceBuildLogs"
  | "getTemplate"
  | "getOrganization"
  | "getWorkspace"
  | "getProvisionerJobs"
>;

/**
 * What following needs of the client. `with` replaces the signal that the client was bound to: a job is cancelled after
 * that was aborted.
 */
export interface JobClient {
  readonly url: string;
  /** Tells servers and tokens apart. */
  readonly identity: string;
  with(options: RequestOptions): JobEndpoints;
}
