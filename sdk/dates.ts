// Times in the arguments of functions: a program may give a `Date`, the provider takes RFC 3339 text.
import * as pulumi from "@pulumi/pulumi";

/** The arguments with the text of each `Date` among them. What is no object is passed on as it is. */
export function withTextOfDates<Args>(args: Args): Args {
  if (typeof args !== "object" || args === null || Array.isArray(args) || isOutput(args)) return args;
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, textOfDate(value)])) as Args;
}

function isOutput(value: unknown): value is pulumi.Output<unknown> {
  return pulumi.Output.isInstance(value);
}

function textOfDate(value: unknown): unknown {
  if (isOutput(value)) return value.apply(textOfDate);
  if (!(value instanceof Date)) return value;
  // An invalid date has no text; the check of the arguments refuses this one.
  return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
}
