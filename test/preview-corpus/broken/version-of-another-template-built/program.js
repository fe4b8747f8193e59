new coderd.WorkspaceBuild("build", {
  workspaceId: config.require("workspaceId"),
  transition: "start",
  templateVersionId: config.require("otherVersionId"),
});
