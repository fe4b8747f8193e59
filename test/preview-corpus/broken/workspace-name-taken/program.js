new coderd.Workspace("workspace", {
  name: config.require("workspaceName"),
  templateId: config.require("otherTemplateId"),
});
