// What scripts import as pulumi-coder/provider: the client, and the errors it throws.
export * from "./client";
export * from "./errors";
