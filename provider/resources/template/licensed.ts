// Settings of templates that a server without a licence ignores, or refuses: which values they are, and what they need.
import { WEEKDAYS } from "../../enumerations";
import type { InputFailure } from "../../errors";
import type { Context, MaybeUnknown } from "../../handler";
import { isEqual, isProperties, type Properties } from "../../values";
import { featureProblem, type LicensedFeature } from "../names/licence";
import type { TemplateInputs } from "./properties";

interface Licensed {
  feature: LicensedFeature;
  /** Whether a server without a licence has this value. */
  isFree: (value: unknown) => boolean;
}

const isZero = (value: unknown): boolean => value === 0;
const isTrue = (value: unknown): boolean => value === true;
const hasDays = (count: number) => (value: unknown) =>
  isProperties(value) && Array.isArray(value["daysOfWeek"]) && value["daysOfWeek"].length === count;

const SCHEDULING = "advanced_template_scheduling";

const licensed = {
  autostopRequirement: { feature: SCHEDULING, isFree: hasDays(0) },
  autostartRequirement: { feature: SCHEDULING, isFree: hasDays(WEEKDAYS.length) },
  allowUserAutostart: { feature: SCHEDULING, isFree: isTrue },
  allowUserAutostop: { feature: SCHEDULING, isFree: isTrue },
  failureTtlMilliseconds: { feature: SCHEDULING, isFree: isZero },
  timeTilDormantMilliseconds: { feature: SCHEDULING, isFree: isZero },
  timeTilDormantAutodeleteMilliseconds: { feature: SCHEDULING, isFree: isZero },
  requireActiveVersion: { feature: "access_control", isFree: (value) => value === false },
  deprecationMessage: { feature: "access_control", isFree: (value) => value === "" },
  maxPortShareLevel: { feature: "control_shared_ports", isFree: (value) => value === "public" },
} satisfies { readonly [Setting in keyof TemplateInputs]?: Licensed };

/** Refuses values that the server would not take for lack of a licence, unless they are in the state already. */
export async function checkLicensed(
  context: Context,
  inputs: MaybeUnknown<TemplateInputs>,
  previousInputs: Properties | undefined,
): Promise<InputFailure[]> {
  const failures: InputFailure[] = [];
  for (const [property, { feature, isFree }] of Object.entries<Licensed>(licensed)) {
    const value: unknown = inputs[property as keyof typeof licensed];
    if (value === undefined || typeof value === "symbol" || isFree(value)) continue;
    if (isEqual(previousInputs?.[property], value)) continue;
    const reason = await featureProblem(context, feature, "This value needs a licence of Coder");
    if (reason !== undefined) failures.push({ property, reason });
  }
  return failures;
}
