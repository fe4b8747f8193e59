new coderd.Workspace("workspace", {
  name,
  templateId: config.require("otherTemplateId"),
  owner: config.require("userName"),
});
