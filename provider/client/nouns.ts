// Every noun that the client has functions of. A name that two of them export does not compile.
export * from "./accounts";
export * from "./buildinfo";
export * from "./dry-runs";
export * from "./entitlements";
export * from "./files";
export * from "./groups";
export * from "./organizations";
export * from "./provisioner";
export * from "./template-acl";
export * from "./template-versions";
export * from "./templates";
export * from "./timings";
export * from "./users";
export * from "./workspace-activity";
export * from "./workspace-builds";
export * from "./workspaces";
