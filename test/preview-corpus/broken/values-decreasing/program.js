new coderd.BuildParameters("values", {
  workspaceId: config.require("workspaceId"),
  parameters: { disk: 10 },
});
