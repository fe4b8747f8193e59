data "coder_parameter" "size" {
  name = "size"
  type    = "number"
  default = 64
  validation {
    max = 32
  }
}
