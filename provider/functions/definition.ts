// What a function is: its declaration, and the handler behind it. Knows neither engine nor HTTP.
import { z } from "zod";
import type { Context } from "../handler";
import type { InputSchema } from "../validation";
import { oneWay } from "./inputs";

interface FunctionDeclaration<In extends InputSchema, Out extends z.ZodObject> {
  /** Describes the function in the package schema and in editors. */
  description: string;
  inputs: In;
  /**
   * Ways to say which object is meant, each a list of inputs. One way is needed, with all its inputs but those that end
   * in "?".
   */
  exactlyOne?: readonly (readonly string[])[];
  /** A property with `.meta({ secret: true })` is secret for every caller. */
  outputs: Out;
  /** @throws InputError for rules between several arguments */
  call(context: Context, inputs: z.output<In>): Promise<z.output<Out>>;
}

export interface FunctionDefinition<
  In extends InputSchema = InputSchema,
  Out extends z.ZodObject = z.ZodObject,
> extends FunctionDeclaration<In, Out> {
  /** Names of the secret outputs. */
  secretOutputs: readonly string[];
}

export function defineFunction<In extends InputSchema, Out extends z.ZodObject>(
  declaration: FunctionDeclaration<In, Out>,
): FunctionDefinition<In, Out> {
  const outputs = Object.entries<z.core.$ZodType>(declaration.outputs.shape);
  const isSecret = (output: z.core.$ZodType): boolean => z.globalRegistry.get(output)?.["secret"] === true;
  const { exactlyOne = [], inputs } = declaration;
  const ways = exactlyOne.map((keys) => keys.filter((key) => !key.endsWith("?")));
  return {
    ...declaration,
    // The types of the sdk are made from the declaration of the inputs.
    inputs: ways.length === 0 ? inputs : inputs.meta({ exactlyOne }),
    secretOutputs: outputs.filter(([, output]) => isSecret(output)).map(([name]) => name),
    async call(context, given) {
      if (ways.length > 0) oneWay(given, ways, exactlyOne);
      return declaration.call(context, given);
    },
  };
}
