new coderd.TemplateVersion("version", {
  templateName: config.require("templateName"),
  source: { directory: "template" },
});
