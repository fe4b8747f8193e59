// Which resource types there are. A type without a handler does not compile.
import type { Handler } from "./handler";
import { buildParametersHandler } from "./resources/build-parameters/build-parameters";
import { groupHandler } from "./resources/group/group";
import { templatePromotionHandler } from "./resources/template-promotion/template-promotion";
import { templateVersionHandler } from "./resources/template-version/template-version";
import { templateHandler } from "./resources/template/template";
import { workspaceBuildHandler } from "./resources/workspace-build/workspace-build";
import { workspaceHandler } from "./resources/workspace/workspace";

export const resourceTypes = [
  "TemplateVersion",
  "Template",
  "TemplatePromotion",
  "Workspace",
  "WorkspaceBuild",
  "BuildParameters",
  "Group",
] as const;

export type ResourceType = (typeof resourceTypes)[number];

export const handlers: Readonly<Record<ResourceType, Handler>> = {
  TemplateVersion: templateVersionHandler,
  Template: templateHandler,
  TemplatePromotion: templatePromotionHandler,
  Workspace: workspaceHandler,
  WorkspaceBuild: workspaceBuildHandler,
  BuildParameters: buildParametersHandler,
  Group: groupHandler,
};
