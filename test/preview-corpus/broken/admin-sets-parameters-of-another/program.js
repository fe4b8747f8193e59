new coderd.BuildParameters("values", {
  workspaceId: config.require("workspaceOfUserId"),
  parameters: { cpus: 4 },
});
