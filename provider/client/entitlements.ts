// What the server's licence allows.
import { z } from "zod";
import { answerObject, flag, listOf, mapOf, openText, optional, optionalTime } from "./transport/schemas";
import type { RequestOptions, Transport } from "./transport/transport";

/** @see codersdk/deployment.go Entitlement */
const ENTITLEMENTS = ["entitled", "grace_period", "not_entitled"] as const;

/** @see codersdk/deployment.go Feature */
const featureSchema = answerObject({
  entitlement: openText(ENTITLEMENTS),
  /** Whether the server lets it be used. */
  enabled: flag,
  /** Absent for a feature that is not counted. */
  limit: optional(z.number()),
  actual: optional(z.number()),
});

/** @see codersdk/deployment.go Entitlements */
const entitlementsSchema = answerObject({
  /** By name, such as "template_rbac". */
  features: mapOf(featureSchema),
  warnings: listOf(z.string()),
  errors: listOf(z.string()),
  has_license: flag,
  trial: flag,
  require_telemetry: flag,
  refreshed_at: optionalTime,
});

export type Entitlements = z.output<typeof entitlementsSchema>;
export type Entitlement = (typeof ENTITLEMENTS)[number];

/**
 * What the licence allows. Needs no rights, not even a token. Refused with 404 by a server that is built without
 * licensed features.
 * @see enterprise/coderd/coderd.go serveEntitlements
 * @example const { features } = await client.getEntitlements();
 */
export function getEntitlements(transport: Transport, options?: RequestOptions): Promise<Entitlements> {
  return transport.json(entitlementsSchema, { method: "GET", path: "/entitlements" }, options);
}
