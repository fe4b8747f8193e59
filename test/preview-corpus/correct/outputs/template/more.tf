output "plain" {
  value = data.coder_workspace.me.name
}
output "secret" {
  value       = sensitive("x")
  sensitive   = true
  description = "Hidden."
  depends_on  = [terraform_data.main]
}
