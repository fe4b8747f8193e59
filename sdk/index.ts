// What a program imports.

// Templates
export { Template, type TemplateArgs } from "./template";
export { TemplateVersion, type TemplateVersionArgs } from "./template-version";

// Workspaces
export { Workspace, type WorkspaceArgs } from "./workspace";
export { WorkspaceBuild, type WorkspaceBuildArgs } from "./workspace-build";
export { BuildParameters, type BuildParametersArgs } from "./build-parameters";

// Users
export { Group, type GroupArgs } from "./group";

// Functions
export * from "./generated-functions";
export type { FunctionArgs, FunctionOutputArgs, FunctionResult } from "./functions";
