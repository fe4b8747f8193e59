// What resources and scripts use of this folder: a job followed to its end.
export { systemClock, type Clock } from "../client/clock";
export { sleep } from "./clock";
export {
  followDryRun,
  followTemplateVersion,
  followWorkspaceBuild,
  type FollowDryRunOptions,
  type FollowOptions,
  type FollowTemplateVersionOptions,
  type FollowWorkspaceBuildOptions,
} from "./follow";
export type { JobClient } from "./follower";
export { createRedactor, type Secrets } from "./logs";
