variable "size" {
  default = 1
  default = 2
}
