new coderd.Template("template", {
  name,
  source: { directory: "template" },
  versionName: "first",
  versionMessage: "Said.",
  replacedVersions: "retain",
  displayName: "Ünïcode",
  description: "d".repeat(127),
  icon: "/emojis/1f680.png",
  defaultTtlMilliseconds: 0,
  activityBumpMilliseconds: 7_200_000,
  allowUserCancelWorkspaceJobs: false,
});
