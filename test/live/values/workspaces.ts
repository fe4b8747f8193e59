// Values of a workspace's inputs, for the moody template.
import fc from "fast-check";
import { validSchedule } from "../../fakes/schedules";
import { ABSENT, textOf, type Input } from "../input-values";

const MINUTE = 60_000;
const LONGEST_TTL = 43_200;

/** Terraform's own language is not in it: values of parameters are plain texts. */
const text = textOf(20);

const cpus = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }).map(String));

/** Parameters that a workspace may change. */
export const MUTABLE_PARAMETERS = {
  cpus,
  gpu: fc.oneof(fc.boolean(), fc.constantFrom("true", "false")),
  tools: fc.oneof(
    fc.array(text, { maxLength: 3 }),
    fc.array(text, { maxLength: 3 }).map((list) => JSON.stringify(list)),
  ),
  mood: text,
};

export const WORKSPACE = {
  name: { limits: ["x".repeat(18)], random: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,8}$/) },
  owner: { limits: [ABSENT, "me", "other"], random: fc.constantFrom(ABSENT, "me", "own name", "own id") },
  /** `templateId` or `templateVersionId`, in large letters or small ones. */
  from: { random: fc.constantFrom("template", "TEMPLATE", "version", "VERSION") },
  parameters: {
    limits: [ABSENT, {}],
    random: fc.record({ region: fc.constantFrom("eu", "us"), ...MUTABLE_PARAMETERS }, { requiredKeys: [] }),
  },
  preset: { limits: ["Large"], random: fc.constantFrom(ABSENT, ABSENT, "Large") },
  autostartSchedule: { limits: [ABSENT, "", "CRON_TZ=Europe/Berlin 30 8 * * 1-5"], random: validSchedule },
  ttlMilliseconds: {
    limits: [ABSENT, 0, MINUTE, LONGEST_TTL * MINUTE],
    random: fc.integer({ min: 1, max: LONGEST_TTL }).map((minutes) => minutes * MINUTE),
  },
  automaticUpdates: { limits: [ABSENT], random: fc.constantFrom("always", "never") },
  dormant: { limits: [ABSENT], random: fc.constantFrom(ABSENT, true, false) },
  favorite: { limits: [ABSENT], random: fc.boolean() },
  transition: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "start", "stop") },
  waitForAgents: { limits: [ABSENT], random: fc.boolean() },
  waitForApps: { limits: [ABSENT], random: fc.boolean() },
  agentTimeoutSeconds: { limits: [ABSENT, 1, 2 ** 53 - 1], random: fc.integer({ min: 1, max: 1e6 }) },
  adopt: { random: fc.boolean() },
  orphanOnDelete: { limits: [ABSENT], random: fc.boolean() },
} satisfies Record<string, Input>;
