new coderd.Workspace("workspace", {
  name,
  templateVersionId: config.require("archivedVersionId"),
  parameters: { team: "blue" },
});
