// Values of inputs that need a licence, and of those that only a fake server takes in any number: tags of provisioners
// that no real one has, and starter templates, whose modules and Terraform providers can't be had everywhere.
import fc from "fast-check";
import { PORT_SHARE_LEVELS, WEEKDAYS } from "../../../provider/enumerations";
import { ABSENT, LONGEST_MILLISECONDS, lineOf, textOf, type Input } from "../input-values";

const MINUTE = 60_000;
const LARGEST_QUOTA = 2 ** 31 - 1;

export const USERS = ["ada", "bob", "eve"];

const days = fc.subarray([...WEEKDAYS]);
const text = textOf(40);
const role = fc.constantFrom("use", "admin");

const longTime: Input = {
  limits: [ABSENT, 0, MINUTE, LONGEST_MILLISECONDS],
  random: fc.integer({ min: MINUTE, max: LONGEST_MILLISECONDS }),
};

const tags: Input = {
  limits: [ABSENT, {}, { scope: "organization" }, { scope: "user" }, { owner: "x" }, { "a b": "=,\n" }],
  random: fc.dictionary(
    textOf(8).filter((tag) => tag !== "" && tag !== "__proto__"),
    textOf(20).filter((value) => value !== ""),
    { maxKeys: 4 },
  ),
};

export const LICENSED_TEMPLATE = {
  autostopRequirement: {
    limits: [ABSENT, { daysOfWeek: [], weeks: 1 }, { daysOfWeek: ["sunday", "monday"], weeks: 16 }],
    random: fc.record({ daysOfWeek: days, weeks: fc.integer({ min: 0, max: 16 }) }, { requiredKeys: ["daysOfWeek"] }),
  },
  autostartRequirement: { limits: [ABSENT, { daysOfWeek: [] }], random: fc.record({ daysOfWeek: days }) },
  allowUserAutostart: { limits: [ABSENT], random: fc.boolean() },
  allowUserAutostop: { limits: [ABSENT], random: fc.boolean() },
  failureTtlMilliseconds: longTime,
  timeTilDormantMilliseconds: longTime,
  timeTilDormantAutodeleteMilliseconds: longTime,
  requireActiveVersion: { limits: [ABSENT], random: fc.boolean() },
  deprecationMessage: { limits: [ABSENT, ""], random: text },
  maxPortShareLevel: { limits: [ABSENT], random: fc.constantFrom(...PORT_SHARE_LEVELS) },
  accessControl: {
    limits: [ABSENT, { users: [] }, { groups: [] }],
    random: fc.record(
      {
        users: fc
          .subarray(USERS)
          .chain((users) => fc.tuple(...users.map((user) => fc.record({ user: fc.constant(user), role })))),
        groups: fc.array(fc.record({ group: fc.constant("Everyone"), role }), { maxLength: 1 }),
      },
      { requiredKeys: ["users"] },
    ),
  },
  /** Ids in large letters or small ones. */
  activeVersionId: { random: fc.constantFrom("id", "ID") },
  adopt: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "id", "ID") },
} satisfies Record<string, Input>;

/** Of the versions of these templates. */
export const FAKE_VERSION = {
  provisionerTags: tags,
  exampleId: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "docker", "kubernetes") },
} satisfies Record<string, Input>;

export const GROUP = {
  name: { limits: ["x".repeat(240)], random: fc.stringMatching(/^[a-zA-Z0-9](-?[a-zA-Z0-9]){0,8}$/) },
  organization: { random: fc.constantFrom(ABSENT, "coder", "default") },
  displayName: { limits: [ABSENT, "", "d".repeat(64), "ß".repeat(32)], random: lineOf(60, 64) },
  avatarUrl: { limits: [ABSENT, ""], random: text },
  quotaAllowance: { limits: [ABSENT, 0, LARGEST_QUOTA], random: fc.integer({ min: 0, max: LARGEST_QUOTA }) },
  members: { limits: [ABSENT, []], random: fc.subarray(USERS) },
  adopt: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "id", "ID") },
} satisfies Record<string, Input>;
