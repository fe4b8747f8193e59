resource "terraform_data" "more" {}
