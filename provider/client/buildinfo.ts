// What the server is, and what it is too old for. Needs no token.
import { z } from "zod";
import { ApiError, CoderError } from "../errors";
import { answerObject, flag, text } from "./transport/schemas";
import { reasonOfLack, type ServerFeature } from "./transport/server-version";
import type { RequestOptions, Transport } from "./transport/transport";

/** @see codersdk/deployment.go BuildInfoResponse */
export const buildInfoSchema = answerObject({
  version: z.string(),
  external_url: text,
  dashboard_url: text,
  deployment_id: text,
  telemetry: flag,
  workspace_proxy: flag,
  agent_api_version: text,
  provisioner_api_version: text,
  upgrade_message: text,
});

export type BuildInfo = z.output<typeof buildInfoSchema>;

/**
 * The version of the server and where it is. Needs no token.
 * @see coderd/deployment.go buildInfoHandler
 * @example const { version } = await client.getBuildInfo();
 */
export function getBuildInfo(transport: Transport, options?: RequestOptions): Promise<BuildInfo> {
  return transport.json(buildInfoSchema, { method: "GET", path: "/buildinfo" }, options);
}

/**
 * Why the server can't do it, by its version; undefined when it can. Asks only when no answer has told the version yet.
 * @see coderd/deployment.go buildInfoHandler
 * @example const reason = await client.explainLack("presetBuilds");
 */
export async function explainLack(
  transport: Transport,
  feature: ServerFeature,
  options?: RequestOptions,
): Promise<string | undefined> {
  return reasonOfLack(feature, transport.serverVersion ?? (await getBuildInfo(transport, options)).version);
}

/** @throws CoderError where the server would ignore what it is asked for */
export async function requireFeature(
  transport: Transport,
  feature: ServerFeature,
  options?: RequestOptions,
): Promise<void> {
  const reason = await explainLack(transport, feature, options);
  if (reason !== undefined) throw new CoderError(reason);
}

/** For a request whose path came with the feature: an older server refuses it, and does not say why. */
export function explainRefusal(transport: Transport, feature: ServerFeature, thrown: unknown): never {
  const { serverVersion } = transport;
  const reason =
    thrown instanceof ApiError && serverVersion !== undefined ? reasonOfLack(feature, serverVersion) : undefined;
  throw reason === undefined ? thrown : new CoderError(reason, { cause: thrown });
}
