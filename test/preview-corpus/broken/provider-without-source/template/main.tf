data "coder_workspace" "me" {}
resource "terraform_data" "main" {}
