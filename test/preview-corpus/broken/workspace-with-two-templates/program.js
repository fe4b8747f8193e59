new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  templateVersionId: config.require("versionId"),
});
