new coderd.Template("template", {
  name,
  source: { directory: "template" },
  autostopRequirement: { daysOfWeek: ["saturday"], weeks: 1 },
});
