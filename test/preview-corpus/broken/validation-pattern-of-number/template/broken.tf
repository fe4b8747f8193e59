data "coder_parameter" "size" {
  name = "size"
  type    = "number"
  default = 1
  validation {
    regex = "^1$"
    error = "One."
  }
}
