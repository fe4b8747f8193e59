new coderd.Template("template", {
  name,
  source: { directory: "template" },
  deprecationMessage: "Use docker.",
});
