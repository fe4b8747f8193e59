// Enumerations of the server's answers: the values that this package knows are typed, newer ones pass. Also the values
// that resources and the client share.
import { z } from "zod";

/** @see codersdk/templates.go AllDaysOfWeek */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** @see codersdk/workspaceagentportshare.go WorkspaceAgentPortShareLevel */
export const PORT_SHARE_LEVELS = ["owner", "authenticated", "organization", "public"] as const;

/** @see codersdk/templates.go TemplateRole */
export const TEMPLATE_ROLES = ["use", "admin"] as const;

/** @see codersdk/parameters.go OptionType */
export const PARAMETER_TYPES = ["string", "number", "bool", "list(string)"] as const;

/** @see codersdk/parameters.go ParameterFormType */
export const PARAMETER_FORM_TYPES = [
  "radio",
  "dropdown",
  "input",
  "textarea",
  "slider",
  "checkbox",
  "switch",
  "tag-select",
  "multi-select",
  "error",
] as const;

/** @see codersdk/templateversions.go ValidationMonotonicOrder */
export const MONOTONIC_ORDERS = ["increasing", "decreasing"] as const;

/** One of the known values, or one that a newer server has. Editors offer the known ones. */
export type Open<Value extends string> = Value | (string & Record<never, never>);

/**
 * A text that is mostly one of `values`. The package schema says `string`, as most languages know no open enumerations;
 * TypeScript gets the values.
 */
export function openEnum<const Values extends readonly [string, ...string[]]>(values: Values) {
  type Value = Open<Values[number]>;
  return z.string().meta({ values }) as unknown as z.ZodType<Value, Value>;
}

/**
 * Whether a text is one of `values`. Its type is known then, so that what an answer told can go into a request: a
 * comparison with `===` does not tell the compiler.
 */
export function isOneOf<const Value extends string>(value: string, values: readonly Value[]): value is Value {
  return (values as readonly string[]).includes(value);
}
