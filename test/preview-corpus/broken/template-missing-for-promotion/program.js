new coderd.TemplatePromotion("promotion", {
  templateId: "00000000-0000-4000-8000-000000000000",
  templateVersionId: config.require("versionId"),
});
