// What scripts import as pulumi-coderd/provider: the client, the follower of jobs, and the errors that both throw.
export * from "./client/client";
export * from "./errors";
export {
  followDryRun,
  followTemplateVersion,
  followWorkspaceBuild,
  type FollowDryRunOptions,
  type FollowOptions,
  type FollowTemplateVersionOptions,
  type FollowWorkspaceBuildOptions,
} from "./jobs/follow";
export { silentLog, type ResourceLog } from "./log";
