// What a function is: its declaration, and the handler behind it. Knows neither engine nor HTTP.
import type { z } from "zod";
import type { Context } from "../handler";
import type { InputSchema } from "../validation";

export type FunctionContext = Context;

export interface FunctionDefinition<In extends InputSchema = InputSchema, Out extends z.ZodObject = z.ZodObject> {
  /** As all programs name it: `coderd:index:getTemplate`. */
  token: string;
  /** What it answers, for whoever writes a program. */
  description: string;
  inputs: In;
  outputs: Out;
  /** Outputs that are secret whatever the program said. */
  secretOutputs: readonly (keyof z.output<Out> & string)[];
  /** @throws InputError for what no single property's declaration can say */
  call(context: FunctionContext, inputs: z.output<In>): Promise<z.output<Out>>;
}

export function defineFunction<In extends InputSchema, Out extends z.ZodObject>(
  name: string,
  definition: Omit<FunctionDefinition<In, Out>, "token" | "secretOutputs"> &
    Partial<Pick<FunctionDefinition<In, Out>, "secretOutputs">>,
): FunctionDefinition<In, Out> {
  return { secretOutputs: [], ...definition, token: `coderd:index:${name}` };
}
