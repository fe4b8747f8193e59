// What a program on the plugin imports: the same classes and functions as in index.ts, and the provider.
import "./require-pulumi";
export * from "./generated/plugin";
export type * from "./generated/types";
