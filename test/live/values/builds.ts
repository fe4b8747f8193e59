// Values of the inputs of builds and of build parameters, for the moody template.
import fc from "fast-check";
import { ABSENT, textOf, type Input } from "../input-values";
import { MUTABLE_PARAMETERS } from "./workspaces";

/** Ids in small letters or large ones. */
const id: Input = { random: fc.constantFrom("id", "ID") };

const trigger = fc.oneof(
  textOf(20),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.boolean(),
);

export const WORKSPACE_BUILD = {
  workspaceId: id,
  /** A start of a workspace that runs takes two builds. */
  transition: { limits: ["start"], random: fc.constantFrom("start", "stop", "stop", "stop") },
  templateVersionId: { limits: [ABSENT], random: fc.constantFrom(ABSENT, "id", "ID", "other") },
  parameters: {
    limits: [ABSENT, {}, { once: "" }],
    random: fc.record({ ...MUTABLE_PARAMETERS, once: textOf(20) }, { requiredKeys: [] }),
  },
  /** By name or by id; the rest of the workspaces have another value that can't be changed. */
  preset: { random: fc.constantFrom(ABSENT, "Large", "id") },
  logLevel: { limits: [ABSENT], random: fc.constantFrom(ABSENT, ABSENT, ABSENT, "debug") },
  triggers: {
    limits: [ABSENT, {}, [], [""]],
    random: fc.oneof(
      fc.array(trigger, { maxLength: 4 }),
      fc.dictionary(
        textOf(10).filter((key) => key !== "__proto__"),
        trigger,
        { maxKeys: 4 },
      ),
    ),
  },
} satisfies Record<string, Input>;

export const BUILD_PARAMETERS = {
  workspaceId: id,
  parameters: {
    random: fc
      .record(MUTABLE_PARAMETERS, { requiredKeys: [] })
      .filter((parameters) => Object.keys(parameters).length > 0),
  },
} satisfies Record<string, Input>;
