new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  autostartSchedule: "0 8 1 * *",
});
