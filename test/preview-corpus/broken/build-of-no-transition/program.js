new coderd.WorkspaceBuild("build", {
  workspaceId: config.require("workspaceId"),
  transition: "restart",
});
