new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  autostartSchedule: "30 25 * * *",
});
