new coderd.Template("template", {
  name,
  source: { directory: "template" },
  failureTtlMilliseconds: 3_600_000,
});
