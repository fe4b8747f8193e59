variable "zone" {
  type    = string
  default = null
}
