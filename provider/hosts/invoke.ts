// Calls of functions: from unchecked arguments to plain results. The plugin makes them, or the program itself.
import { CoderError, FunctionError, InputError } from "../errors";
import type { FunctionDefinition } from "../functions/definition";
import { functionNames, functions, type FunctionName } from "../functions/registry";
import type { Context } from "../handler";
import type { ResourceLog } from "../log";
import { passingOwnership } from "../ownership/ownership";
import { checkInputs } from "../validation";
import { isProperties, type Properties } from "../values";
import { Hidden } from "./hidden";
import { openContext } from "./session";

interface ProgramCall {
  /** Value of a key of the stack's configuration for the provider. */
  readonly setting: (key: string) => string | undefined;
  /** See ConfigurationSources. */
  otherUrl?: string | undefined;
  log: ResourceLog;
}

/** The function of a token (`coderd:index:getTemplate`); undefined when there is none. */
export function functionOf(token: string): FunctionDefinition | undefined {
  const name = functionNames.find((candidate) => tokenOf(candidate) === token);
  return name && functions[name];
}

export function functionTokens(): string[] {
  return functionNames.map(tokenOf);
}

/** @throws InputError with every wrong argument at once */
export async function callFunction(
  definition: FunctionDefinition,
  context: Context,
  args: Properties,
): Promise<Properties> {
  // To a program, an argument that is undefined is one that is left out.
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const { inputs, failures } = checkInputs(definition.inputs, given);
  if (failures.length > 0) throw new InputError(failures);
  return definition.call(context, inputs);
}

/**
 * For a TypeScript program, which asks the server itself: as the user of the stack's configuration or of the
 * environment.
 *
 * @throws FunctionError
 */
export async function callFromProgram(
  name: FunctionName,
  given: readonly unknown[],
  { setting, otherUrl, log }: ProgramCall,
): Promise<Properties> {
  const { signal } = new AbortController();
  const hidden = new Hidden(given);
  try {
    return await hidden.failing(async () => {
      const args = argumentsOf(given);
      const context = openContext({
        setting,
        otherUrl,
        rootDirectory: process.cwd(),
        ownership: passingOwnership(),
        log,
        hidden,
        signal,
      });
      return callFunction(functions[name], context, args);
    });
  } catch (thrown) {
    throw thrown instanceof CoderError ? new FunctionError(name, thrown) : thrown;
  }
}

function tokenOf(name: FunctionName): string {
  return `coderd:index:${name}`;
}

function argumentsOf([args = {}, options]: readonly unknown[]): Properties {
  // A program that gives a provider here would get the answer of another server.
  if (options !== undefined) {
    throw new CoderError(
      "It takes no options, and asks the server of the stack's configuration or of the environment. " +
        "Use the function of `pulumi-coderd/plugin`, which takes options.",
    );
  }
  if (!isProperties(args)) throw new CoderError("It takes its arguments as one object, such as { name: value }.");
  return args;
}
