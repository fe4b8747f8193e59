locals {
  letters = "a,b"
}
resource "terraform_data" "broken" {
  count = 1
  lifecycle {
    precondition {
      condition     = length(split(",", local.letters)) < 2
      error_message = "Too many."
    }
  }
}
