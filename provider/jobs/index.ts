// What resources and scripts use of this folder: a job followed to its end.
export { systemClock, type Clock } from "./clock";
export {
  followDryRun,
  followTemplateVersion,
  followWorkspaceBuild,
  type FollowDryRunOptions,
  type FollowOptions,
  type FollowTemplateVersionOptions,
  type FollowWorkspaceBuildOptions,
  type JobClient,
} from "./follow";
export { createRedactor } from "./logs";
