// The client that everything else uses: every endpoint function, bound to one server and token.
import * as buildInfo from "./buildinfo";
import * as dryRuns from "./dry-runs";
import * as files from "./files";
import * as organizations from "./organizations";
import * as provisioner from "./provisioner";
import * as templateVersions from "./template-versions";
import * as templates from "./templates";
import { Transport, type RequestOptions, type TransportOptions } from "./transport";
import * as users from "./users";
import * as workspaceBuilds from "./workspace-builds";
import * as workspaces from "./workspaces";

export type ClientOptions = TransportOptions;

const endpoints = {
  getBuildInfo: buildInfo.getBuildInfo,

  getUser: users.getUser,
  getCurrentUser: users.getCurrentUser,
  getOrganization: organizations.getOrganization,
  getOrganizations: organizations.getOrganizations,

  uploadFile: files.uploadFile,
  getFile: files.getFile,

  getTemplate: templates.getTemplate,
  getTemplateByName: templates.getTemplateByName,
  getTemplates: templates.getTemplates,
  getTemplateExamples: templates.getTemplateExamples,
  createTemplate: templates.createTemplate,
  updateTemplate: templates.updateTemplate,
  deleteTemplate: templates.deleteTemplate,
  promoteTemplateVersion: templates.promoteTemplateVersion,

  createTemplateVersion: templateVersions.createTemplateVersion,
  getTemplateVersion: templateVersions.getTemplateVersion,
  getTemplateVersionByName: templateVersions.getTemplateVersionByName,
  getTemplateVersions: templateVersions.getTemplateVersions,
  updateTemplateVersion: templateVersions.updateTemplateVersion,
  cancelTemplateVersion: templateVersions.cancelTemplateVersion,
  archiveTemplateVersion: templateVersions.archiveTemplateVersion,
  unarchiveTemplateVersion: templateVersions.unarchiveTemplateVersion,
  getTemplateVersionParameters: templateVersions.getTemplateVersionParameters,
  getTemplateVersionVariables: templateVersions.getTemplateVersionVariables,
  getTemplateVersionPresets: templateVersions.getTemplateVersionPresets,
  getTemplateVersionResources: templateVersions.getTemplateVersionResources,
  getTemplateVersionExternalAuth: templateVersions.getTemplateVersionExternalAuth,
  getTemplateVersionLogs: templateVersions.getTemplateVersionLogs,
  streamTemplateVersionLogs: templateVersions.streamTemplateVersionLogs,

  createDryRun: dryRuns.createDryRun,
  getDryRun: dryRuns.getDryRun,
  cancelDryRun: dryRuns.cancelDryRun,
  getDryRunLogs: dryRuns.getDryRunLogs,
  streamDryRunLogs: dryRuns.streamDryRunLogs,
  getDryRunResources: dryRuns.getDryRunResources,
  evaluateDynamicParameters: dryRuns.evaluateDynamicParameters,

  createWorkspace: workspaces.createWorkspace,
  getWorkspace: workspaces.getWorkspace,
  getWorkspaceByOwnerAndName: workspaces.getWorkspaceByOwnerAndName,
  getWorkspaces: workspaces.getWorkspaces,
  updateWorkspace: workspaces.updateWorkspace,
  setWorkspaceAutostart: workspaces.setWorkspaceAutostart,
  setWorkspaceTtl: workspaces.setWorkspaceTtl,
  setWorkspaceAutomaticUpdates: workspaces.setWorkspaceAutomaticUpdates,
  setWorkspaceDormant: workspaces.setWorkspaceDormant,
  setWorkspaceFavorite: workspaces.setWorkspaceFavorite,
  watchWorkspace: workspaces.watchWorkspace,

  createWorkspaceBuild: workspaceBuilds.createWorkspaceBuild,
  getWorkspaceBuild: workspaceBuilds.getWorkspaceBuild,
  getWorkspaceBuilds: workspaceBuilds.getWorkspaceBuilds,
  getWorkspaceBuildByNumber: workspaceBuilds.getWorkspaceBuildByNumber,
  cancelWorkspaceBuild: workspaceBuilds.cancelWorkspaceBuild,
  getWorkspaceBuildParameters: workspaceBuilds.getWorkspaceBuildParameters,
  getWorkspaceBuildLogs: workspaceBuilds.getWorkspaceBuildLogs,
  streamWorkspaceBuildLogs: workspaceBuilds.streamWorkspaceBuildLogs,

  getProvisionerJobs: provisioner.getProvisionerJobs,
  getProvisionerJob: provisioner.getProvisionerJob,
  getProvisionerDaemons: provisioner.getProvisionerDaemons,
};

type Bound<Endpoint> = Endpoint extends (transport: Transport, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never;

type Endpoints = { readonly [Name in keyof typeof endpoints]: Bound<(typeof endpoints)[Name]> };

export interface CoderClient extends Endpoints {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  /** As the last answer told it; undefined before the first one. */
  readonly serverVersion: string | undefined;
  /** The same connections, with another signal (none, when left out) and waiting notice for all requests. */
  with(options: RequestOptions): CoderClient;
  /** Closes the connections; streams that are open end. */
  close(): Promise<void>;
}

export function createClient(options: ClientOptions): CoderClient {
  return clientOver(new Transport(options));
}

function clientOver(transport: Transport): CoderClient {
  const bound = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (...rest: unknown[]) => (endpoint as (transport: Transport, ...rest: unknown[]) => unknown)(transport, ...rest),
  ]);
  return {
    ...(Object.fromEntries(bound) as Endpoints),
    url: transport.url,
    get serverVersion() {
      return transport.serverVersion;
    },
    with: (options) => clientOver(transport.with(options)),
    close: () => transport.close(),
  };
}
