// What a function is: its declaration, and the handler behind it. Knows neither engine nor HTTP.
import { z } from "zod";
import type { Context } from "../handler";
import type { InputSchema } from "../validation";

interface FunctionDeclaration<In extends InputSchema, Out extends z.ZodObject> {
  /** Describes the function in the package schema and in editors. */
  description: string;
  inputs: In;
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
  return { ...declaration, secretOutputs: outputs.filter(([, output]) => isSecret(output)).map(([name]) => name) };
}
