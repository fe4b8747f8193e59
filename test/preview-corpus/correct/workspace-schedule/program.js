new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { team: "blue" },
  autostartSchedule: "CRON_TZ=Europe/Berlin 30 9 * * 1-5",
  ttlMilliseconds: 3_600_000,
  automaticUpdates: "always",
  favorite: true,
});
