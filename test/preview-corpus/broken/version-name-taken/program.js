new coderd.TemplateVersion("version", {
  templateName: config.require("templateName"),
  name: "first",
  source: { files: { "main.tf": 'resource "terraform_data" "main" {}' } },
});
