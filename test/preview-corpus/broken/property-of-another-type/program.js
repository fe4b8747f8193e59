new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  automaticUpdates: true,
  waitForAgents: "yes",
});
