// How a function is called on the plugin: by the engine, which passes the call on to the plugin.
import * as pulumi from "@pulumi/pulumi";
import { withTextOfDates } from "./dates";

/** The plain form of a function. */
export function invoke<Result>(name: string, args: object = {}, options: pulumi.InvokeOptions): Promise<Result> {
  return pulumi.runtime.invoke(tokenOf(name), withTextOfDates(args), options) as Promise<Result>;
}

/** The `…Output` form of a function. */
export function invokeOutput<Result>(
  name: string,
  args: object = {},
  options: pulumi.InvokeOutputOptions,
): pulumi.Output<Result> {
  return pulumi.runtime.invokeOutput<Result>(tokenOf(name), withTextOfDates(args), options);
}

function tokenOf(name: string): string {
  return `coderd:index:${name}`;
}
