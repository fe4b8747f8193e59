// All functions, by name. The package schema and the sdk's functions are made from this list (`npm run schema`).
import { dryRunFunctions } from "./dry-runs";
import { provisionerFunctions } from "./provisioner";
import { templateImpactFunctions } from "./template-impact";
import { templateVersionFunctions } from "./template-versions";
import { templateFunctions } from "./templates";
import { timingFunctions } from "./timings";
import { userFunctions } from "./users";
import { workspaceBuildFunctions } from "./workspace-builds";
import { workspaceResourceFunctions } from "./workspace-resources";
import { workspaceFunctions } from "./workspaces";

export const functions = {
  ...provisionerFunctions,
  ...workspaceBuildFunctions,
  ...templateFunctions,
  ...templateImpactFunctions,
  ...templateVersionFunctions,
  ...dryRunFunctions,
  ...workspaceFunctions,
  ...workspaceResourceFunctions,
  ...timingFunctions,
  ...userFunctions,
};

export type FunctionName = keyof typeof functions;

export const functionNames = Object.keys(functions) as FunctionName[];
