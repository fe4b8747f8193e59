// How a function is called on the dynamic host: by the program itself. The plain form takes plain arguments and returns
// a promise. The `…Output` form takes outputs and returns one; at preview it is unknown while an argument is.
import * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../provider/functions/registry";

/** The plain form of a function. @param given what the program passed; a JavaScript program may pass anything */
export async function plain(name: FunctionName, given: readonly unknown[]): Promise<unknown> {
  // Loaded here, so that a program that calls no function does not load the client.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { callFromProgram } = require("../provider/hosts/invoke") as typeof import("../provider/hosts/invoke");
  const configuration = new pulumi.Config("coderd");
  return callFromProgram(name, given, {
    setting: (key) => configuration.get(key),
    otherUrl: new pulumi.Config("coder").get("url"),
    log: {
      status: (message) => void pulumi.log.info(message, undefined, undefined, true),
      info: (message) => void pulumi.log.info(message),
      warning: (message) => void pulumi.log.warn(message),
    },
  });
}

/** The `…Output` form of a function. */
export function lifted(
  name: FunctionName,
  [args = {}, ...more]: readonly unknown[],
  { isSecret = false } = {},
): pulumi.Output<unknown> {
  const result: pulumi.Output<unknown> = pulumi
    .output<object>(args as object)
    .apply((known) => plain(name, [known, ...more]));
  return isSecret ? pulumi.secret(result) : result;
}
