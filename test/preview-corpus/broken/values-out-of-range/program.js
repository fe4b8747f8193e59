new coderd.BuildParameters("values", {
  workspaceId: config.require("workspaceId"),
  parameters: { cpus: 9, cpu: 1 },
});
