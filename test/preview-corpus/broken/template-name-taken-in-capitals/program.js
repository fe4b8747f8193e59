new coderd.Template("template", {
  name: config.require("templateName").toUpperCase(),
  source: { directory: "template" },
});
