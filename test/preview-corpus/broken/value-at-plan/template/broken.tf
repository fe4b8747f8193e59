resource "terraform_data" "broken" {
  count = 1
  lifecycle {
    precondition {
      condition     = length(split(",", "a,b")) < 2
      error_message = "Too many."
    }
  }
}
