new coderd.Template("template", {
  name,
  source: { directory: "template" },
  autostartRequirement: { daysOfWeek: ["Monday"] },
  autostopRequirement: { daysOfWeek: ["saturday"], weeks: 17 },
});
