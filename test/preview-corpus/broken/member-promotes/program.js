new coderd.TemplatePromotion("promotion", {
  templateId: config.require("otherTemplateId"),
  templateVersionId: config.require("otherVersionId"),
});
