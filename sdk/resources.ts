// The resources: the classes that a program uses, and the types of their arguments.
import { buildParametersInputs, buildParametersOutputs } from "../provider/resources/build-parameters/properties";
import { groupInputs, groupOutputs } from "../provider/resources/group/properties";
import { templateVersionInputs, templateVersionOutputs } from "../provider/resources/template-version/properties";
import { templateInputs, templateOutputs } from "../provider/resources/template/properties";
import { workspaceBuildInputs, workspaceBuildOutputs } from "../provider/resources/workspace-build/properties";
import { workspaceInputs, workspaceOutputs } from "../provider/resources/workspace/properties";
import { defineResource, type ResourceInputs, type ResourceOutputs } from "./resource";

export type TemplateVersionArgs = ResourceInputs<typeof templateVersionInputs>;
type TemplateVersionOutputs = ResourceOutputs<typeof templateVersionOutputs>;

/**
 * A version of a template: Terraform files that the server has imported.
 *
 * A replacement is imported before the old version is archived, so the template always has a version that works. A
 * failed import leaves the active version as it is.
 */
export class TemplateVersion extends defineResource<TemplateVersionArgs, TemplateVersionOutputs>(
  "TemplateVersion",
  templateVersionOutputs,
) {}

export type TemplateArgs = ResourceInputs<typeof templateInputs>;
type TemplateOutputs = ResourceOutputs<typeof templateOutputs>;

/**
 * A template: its metadata, and which of its versions new workspaces get.
 *
 * It can be deleted only when no workspace uses it, or with `forceDelete`.
 */
export class Template extends defineResource<TemplateArgs, TemplateOutputs>("Template", templateOutputs) {}

export type WorkspaceArgs = ResourceInputs<typeof workspaceInputs>;
type WorkspaceOutputs = ResourceOutputs<typeof workspaceOutputs>;

/**
 * A workspace of a template, running or stopped, with the values of its parameters and its schedule.
 *
 * Properties that the program does not declare are left as they are on the server.
 */
export class Workspace extends defineResource<WorkspaceArgs, WorkspaceOutputs>("Workspace", workspaceOutputs) {}

export type WorkspaceBuildArgs = ResourceInputs<typeof workspaceBuildInputs>;
type WorkspaceBuildOutputs = ResourceOutputs<typeof workspaceBuildOutputs>;

/**
 * A build of a workspace on demand. It runs when the resource is created, and again when an input changes.
 *
 * Deleting the resource leaves the workspace and its history as they are.
 */
export class WorkspaceBuild extends defineResource<WorkspaceBuildArgs, WorkspaceBuildOutputs>(
  "WorkspaceBuild",
  workspaceBuildOutputs,
) {}

export type BuildParametersArgs = ResourceInputs<typeof buildParametersInputs>;
type BuildParametersOutputs = ResourceOutputs<typeof buildParametersOutputs>;

/**
 * Values of some parameters of a workspace that the program does not manage. Everything else about the workspace is
 * left alone.
 *
 * Deleting the resource leaves the values as they are.
 */
export class BuildParameters extends defineResource<BuildParametersArgs, BuildParametersOutputs>(
  "BuildParameters",
  buildParametersOutputs,
) {}

export type GroupArgs = ResourceInputs<typeof groupInputs>;
type GroupOutputs = ResourceOutputs<typeof groupOutputs>;

/**
 * A group of users in an organization, for quotas and for the access lists of templates. Needs a licence.
 *
 * Its members are managed only if they are declared. Deleting the group keeps the users; they lose the rights that only
 * the group gave them.
 */
export class Group extends defineResource<GroupArgs, GroupOutputs>("Group", groupOutputs) {}
