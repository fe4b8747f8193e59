// What the classes and functions of both hosts have in common.
import type { Described } from "./declarations";
import { needsNoArguments } from "./sdk-types";
import { pascalCase } from "./typescript-text";

/** The static methods of a resource's class. */
export function classMembers(type: string, options: string): string {
  return `  /** Reads an existing resource by its id, without managing it. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, options?: ${options}): ${type} {
    return new ${type}(name, {} as types.${type}Args, { ...options, id });
  }

  /** Whether a value is a \`${type}\`, also one of another copy of this package. */
  static override isInstance(value: unknown): value is ${type} {
    return isOfType(value, "${type}");
  }`;
}

/** Name of the constant with what a resource's class registers. */
export function factsName(type: string): string {
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}Facts`;
}

/** The parameter of each form of a function, and the type of the answer. */
export function functionNames(described: Described): { args: string; outputArgs: string; result: string } {
  const name = pascalCase(described.type);
  const parameter = needsNoArguments(described) ? "args?" : "args";
  return {
    args: `${parameter}: types.${name}Args`,
    outputArgs: `${parameter}: types.${name}OutputArgs`,
    result: `types.${name}Result`,
  };
}

/** What the plain form of a function is. It can't protect what is secret. */
export function plainSummary(described: Described): string {
  const isSecret = secretOutputs(described).length > 0;
  return described.summary + (isSecret ? " This form returns it unprotected: take care that it is not shown." : "");
}

export function secretOutputs({ outputs }: Described): string[] {
  return Object.keys(outputs.properties).filter((key) => outputs.properties[key]?.secret === true);
}

export function listText(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
