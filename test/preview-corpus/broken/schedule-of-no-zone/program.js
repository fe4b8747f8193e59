new coderd.Workspace("workspace", {
  name,
  templateId: config.require("templateId"),
  autostartSchedule: "CRON_TZ=Europe/Berlim 0 8 * * 1-5",
});
