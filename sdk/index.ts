// What a program imports. Every export is named here.

// Templates
export { Template, type TemplateArgs } from "./template";
export { TemplateVersion, type TemplateVersionArgs } from "./template-version";

// Workspaces
export { Workspace, type WorkspaceArgs } from "./workspace";
export { WorkspaceBuild, type WorkspaceBuildArgs } from "./workspace-build";
export { BuildParameters, type BuildParametersArgs } from "./build-parameters";
