resource "terraform_data" "first" {
  input = "a"
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [input]
    precondition {
      condition     = data.coder_workspace.me.start_count < 2
      error_message = "Not none or one."
    }
    postcondition {
      condition     = self.input == "a"
      error_message = "Not a."
    }
  }
}
resource "terraform_data" "second" {
  depends_on = [terraform_data.first, data.coder_workspace.me]
  lifecycle {
    replace_triggered_by = [terraform_data.first.input]
    ignore_changes       = all
  }
}
