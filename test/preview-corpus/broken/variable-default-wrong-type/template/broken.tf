variable "size" {
  type    = number
  default = "four"
}
