// What a program on the dynamic host imports.
import "./require-pulumi";
export * from "./generated/dynamic";
export type * from "./generated/types";
export type { DynamicResourceOptions, OnlyWithThePlugin } from "./dynamic-resource";
