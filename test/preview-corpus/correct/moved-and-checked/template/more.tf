moved {
  from = terraform_data.former
  to   = terraform_data.now
}
resource "terraform_data" "now" {}
check "now" {
  assert {
    condition     = terraform_data.now.id != ""
    error_message = "No id."
  }
}
