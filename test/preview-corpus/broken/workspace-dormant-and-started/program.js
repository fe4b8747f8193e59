new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  parameters: { team: "blue" },
  dormant: true,
  transition: "start",
});
