// Values that resources, functions and the client share, and the type of a text that may also be newer than they are.

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
 * Whether a text is one of `values`. Its type is known then, so that what an answer told can go into a request: a
 * comparison with `===` does not tell the compiler.
 */
export function isOneOf<const Value extends string>(value: string, values: readonly Value[]): value is Value {
  return (values as readonly string[]).includes(value);
}
