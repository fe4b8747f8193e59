variable "size" {
  default = 
}
