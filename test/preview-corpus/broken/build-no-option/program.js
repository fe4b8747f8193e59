new coderd.WorkspaceBuild("build", {
  workspaceId: config.require("workspaceId"),
  transition: "start",
  parameters: { team: "blue", editors: ["ed"] },
});
