variable "size" {
  default = 1
}
variable "size" {
  default = 2
}
