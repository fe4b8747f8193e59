// What a program on the dynamic host imports.
export * from "./generated/dynamic";
export type * from "./generated/types";
export type { DynamicResourceOptions, OnlyWithThePlugin } from "./dynamic-resource";
