// Which resource types there are. A type without a handler does not compile, nor a handler under another type's name.
import type { Handler } from "./handler";
import { buildParametersHandler } from "./resources/build-parameters";
import { groupHandler } from "./resources/group";
import { templateHandler } from "./resources/template";
import { templateVersionHandler } from "./resources/template-version";
import { workspaceHandler } from "./resources/workspace";
import { workspaceBuildHandler } from "./resources/workspace-build";

export const resourceTypes = ["TemplateVersion", "Template", "Workspace", "WorkspaceBuild", "BuildParameters", "Group"] as const;

export type ResourceType = (typeof resourceTypes)[number];

export const handlers: Readonly<Record<ResourceType, Handler>> = {
  TemplateVersion: templateVersionHandler,
  Template: templateHandler,
  Workspace: workspaceHandler,
  WorkspaceBuild: workspaceBuildHandler,
  BuildParameters: buildParametersHandler,
  Group: groupHandler,
};
