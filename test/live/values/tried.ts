// Which inputs of which resource the live tests of values try.
import { BUILD_PARAMETERS, WORKSPACE_BUILD } from "./builds";
import { FAKE_VERSION, GROUP, LICENSED_TEMPLATE } from "./licensed";
import { TEMPLATE } from "./templates";
import { FIRST_VERSION, SOURCE, TEMPLATE_PROMOTION, TEMPLATE_VERSION } from "./versions";
import { WORKSPACE } from "./workspaces";

const { from, ...workspace } = WORKSPACE;
const { exampleId, ...fakeVersion } = FAKE_VERSION;

/** Keys of the object `source`, which versions and templates have. */
export const TRIED_OF_SOURCE = { ...SOURCE, exampleId };

/** By resource: the values that its inputs get. */
export const TRIED: Readonly<Record<string, object>> = {
  BuildParameters: BUILD_PARAMETERS,
  Group: GROUP,
  Template: { ...TEMPLATE, ...LICENSED_TEMPLATE, ...fakeVersion, ...FIRST_VERSION },
  TemplatePromotion: TEMPLATE_PROMOTION,
  TemplateVersion: { ...TEMPLATE_VERSION, ...fakeVersion, source: SOURCE },
  Workspace: { ...workspace, templateId: from, templateVersionId: from },
  WorkspaceBuild: WORKSPACE_BUILD,
};
