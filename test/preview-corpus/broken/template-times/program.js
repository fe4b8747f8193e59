new coderd.Template("template", {
  name,
  source: { directory: "template" },
  defaultTtlMilliseconds: -1,
  failureTtlMilliseconds: 59_999,
  activityBumpMilliseconds: 1.5,
});
