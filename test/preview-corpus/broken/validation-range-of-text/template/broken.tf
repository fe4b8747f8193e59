data "coder_parameter" "size" {
  name = "size"
  default = "a"
  validation {
    min = 1
  }
}
