new coderd.WorkspaceBuild("build", {
  workspaceId: config.require("workspaceId"),
  transition: "start",
  parameters: { region: "us" },
});
