variable "port" {
  type      = number
  sensitive = true
}
