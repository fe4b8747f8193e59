// What the server is. Needs no token.
import { z } from "zod";
import { flag, text } from "./schemas";
import type { RequestOptions, Transport } from "./transport";

/** @see codersdk/deployment.go BuildInfoResponse */
export const buildInfoSchema = z.object({
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
 * @see coderd/coderd.go buildInfoHandler
 * @example const { version } = await client.getBuildInfo();
 */
export function getBuildInfo(transport: Transport, options?: RequestOptions): Promise<BuildInfo> {
  return transport.json(buildInfoSchema, { method: "GET", path: "/buildinfo" }, options);
}
