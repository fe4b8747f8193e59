resource "terraform_data" "gpu" {
  count = data.coder_parameter.gpu.value == "true" ? data.coder_workspace.me.start_count : 0
  input = "gpu"
}
resource "terraform_data" "log" {
  input = length(terraform_data.gpu) > 0 ? terraform_data.gpu[0].id : "none"
}
output "gpu" {
  value = one(terraform_data.gpu[*].id)
}
