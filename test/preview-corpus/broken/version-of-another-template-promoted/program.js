new coderd.TemplatePromotion("promotion", {
  templateId: config.require("templateId"),
  templateVersionId: config.require("otherVersionId"),
});
