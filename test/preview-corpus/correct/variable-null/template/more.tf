variable "none" {
  type    = string
  default = null
}
variable "never" {
  default  = "a"
  nullable = false
}
variable "described" {
  description = <<-EOT
    Lines,
    more lines.
  EOT
  default     = ""
}
resource "terraform_data" "uses" {
  input = coalesce(var.none, var.never, var.described)
}
