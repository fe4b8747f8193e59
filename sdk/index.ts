// What a program imports.
export * from "./resources";
export * from "./generated-functions";
export type { FunctionArgs, FunctionOutputArgs, FunctionResult } from "./functions";
