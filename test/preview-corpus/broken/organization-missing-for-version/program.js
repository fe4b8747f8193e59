new coderd.TemplateVersion("version", {
  templateName: name,
  source: { directory: "template" },
  organization: "nowhere-to-be-found",
});
