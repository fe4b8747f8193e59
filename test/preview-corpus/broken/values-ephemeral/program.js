new coderd.BuildParameters("values", {
  workspaceId: config.require("workspaceId"),
  parameters: { once: "now" },
});
