const first = new coderd.TemplateVersion("first", { templateName: name, source: { directory: "template" } });
const template = new coderd.Template("template", { name, firstVersionId: first.id });
const next = new coderd.TemplateVersion("next", {
  templateName: template.name,
  source: { files: { "main.tf": 'resource "terraform_data" "main" {}' } },
});
new coderd.TemplatePromotion("promotion", { templateId: template.id, templateVersionId: next.id });
