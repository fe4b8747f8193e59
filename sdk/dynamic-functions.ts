// How a function is called on the dynamic host: by the program itself. The plain form takes plain arguments and returns
// a promise. The `…Output` form takes outputs and returns one; at preview it is unknown while an argument is.
import * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../provider/functions/registry";
import { withTextOfDates } from "./dates";

/** The plain form of a function. @param given what the program passed; a JavaScript program may pass anything */
export async function plain(name: FunctionName, given: readonly unknown[]): Promise<unknown> {
  // Loaded here, so that a program that calls no function does not load the client.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { callFromProgram } = require("../provider/hosts/invoke") as typeof import("../provider/hosts/invoke");
  const configuration = new pulumi.Config("coderd");
  const [args, ...more] = given;
  return callFromProgram(name, args === undefined ? given : [withTextOfDates(args), ...more], {
    setting: (key) => configuration.get(key),
    otherUrl: new pulumi.Config("coder").get("url"),
    log: {
      status: (message) => void pulumi.log.info(message, undefined, undefined, true),
      info: (message) => void pulumi.log.info(message),
      warning: (message) => void pulumi.log.warn(message),
    },
  });
}

/** The `…Output` form of a function. Unknown at preview while what an argument comes from is not created. */
export function lifted(
  name: FunctionName,
  [args = {}, ...more]: readonly unknown[],
  { isSecret = false } = {},
): pulumi.Output<unknown> {
  // Pulumi would take a `Date` for an object without properties.
  const known = pulumi.output<object>(withTextOfDates(args as object));
  const result: pulumi.Output<unknown> = pulumi
    .all([known, pulumi.output(idsBehind(known))])
    .apply(([given]) => plain(name, [given, ...more]));
  return isSecret ? pulumi.secret(result) : result;
}

/** An argument may be known before its resource exists: a name, for example. The id is not. */
async function idsBehind(value: pulumi.Output<unknown>): Promise<pulumi.Output<pulumi.ID>[]> {
  // Pulumi's own calls of functions wait for the same, by a part of outputs that their types do not show.
  const { allResources } = value as { allResources?: () => Promise<ReadonlySet<pulumi.Resource>> };
  const resources = allResources === undefined ? [] : await allResources.call(value);
  return [...resources].filter((resource) => pulumi.CustomResource.isInstance(resource)).map(({ id }) => id);
}
