// Which resource types there are. A type without a handler does not compile. A host loads the handlers that it needs.
/* eslint-disable @typescript-eslint/no-require-imports */
import type { Handler } from "./handler";
import type * as templateVersion from "./resources/template-version/template-version";
import type * as template from "./resources/template/template";
import type * as templatePromotion from "./resources/template-promotion/template-promotion";
import type * as workspace from "./resources/workspace/workspace";
import type * as workspaceBuild from "./resources/workspace-build/workspace-build";
import type * as buildParameters from "./resources/build-parameters/build-parameters";
import type * as group from "./resources/group/group";

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
  get TemplateVersion() {
    return (require("./resources/template-version/template-version") as typeof templateVersion).templateVersionHandler;
  },
  get Template() {
    return (require("./resources/template/template") as typeof template).templateHandler;
  },
  get TemplatePromotion() {
    return (require("./resources/template-promotion/template-promotion") as typeof templatePromotion)
      .templatePromotionHandler;
  },
  get Workspace() {
    return (require("./resources/workspace/workspace") as typeof workspace).workspaceHandler;
  },
  get WorkspaceBuild() {
    return (require("./resources/workspace-build/workspace-build") as typeof workspaceBuild).workspaceBuildHandler;
  },
  get BuildParameters() {
    return (require("./resources/build-parameters/build-parameters") as typeof buildParameters).buildParametersHandler;
  },
  get Group() {
    return (require("./resources/group/group") as typeof group).groupHandler;
  },
};
