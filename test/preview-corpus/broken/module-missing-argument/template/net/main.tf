variable "zone" {}
output "name" {
  value = var.zone
}
