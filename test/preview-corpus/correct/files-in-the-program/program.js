new coderd.Template("template", {
  name,
  source: {
    files: {
      "main.tf": 'module "one" {\n  source = "./one"\n}\n',
      "one/main.tf": 'resource "terraform_data" "main" {}\n',
      "notes/README.md": "Nothing.",
    },
  },
});
