new coderd.Template("template", {
  name,
  source: { directory: "template" },
  activeVersionId: config.require("otherVersionId"),
});
