// How a program calls a function. The plain form takes plain arguments and returns a promise. The `…Output` form takes
// outputs and returns one; at preview it is unknown while an argument is. generated-functions.ts lists the functions.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { FunctionName, functions } from "../provider/functions/registry";
import type { ResourceInputs } from "./resource";

/** Arguments of a function: `FunctionArgs<"getTemplate">`. */
export type FunctionArgs<Name extends FunctionName> = z.input<(typeof functions)[Name]["inputs"]>;

/** Arguments of its `…Output` form. */
export type FunctionOutputArgs<Name extends FunctionName> = ResourceInputs<(typeof functions)[Name]["inputs"]>;

/** Result of a function: `FunctionResult<"getTemplate">`. */
export type FunctionResult<Name extends FunctionName> = z.output<(typeof functions)[Name]["outputs"]>;

/** The arguments are optional when none of them is required. */
type Arguments<Args> = object extends Args ? [args?: Args] : [args: Args];

type Plain<Name extends FunctionName> = (...args: Arguments<FunctionArgs<Name>>) => Promise<FunctionResult<Name>>;
type Lifted<Name extends FunctionName> = (
  ...args: Arguments<FunctionOutputArgs<Name>>
) => pulumi.Output<FunctionResult<Name>>;

/** The plain form of a function. */
export function plain<Name extends FunctionName>(name: Name): Plain<Name> {
  // The result has the type of the function's declaration.
  return async (...given) => (await call(name, given)) as FunctionResult<Name>;
}

/** The `…Output` form of a function. */
export function lifted<Name extends FunctionName>(name: Name, { isSecret = false } = {}): Lifted<Name> {
  return (...[args = {}, ...more]) => {
    const result: pulumi.Output<unknown> = pulumi.output<object>(args).apply((known) => call(name, [known, ...more]));
    return (isSecret ? pulumi.secret(result) : result) as pulumi.Output<FunctionResult<Name>>;
  };
}

/** @param given what the program passed; a JavaScript program may pass anything */
async function call(name: FunctionName, given: readonly unknown[]): Promise<object> {
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
