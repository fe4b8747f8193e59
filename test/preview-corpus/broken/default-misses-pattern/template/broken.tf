data "coder_parameter" "size" {
  name = "size"
  default = "A"
  validation {
    regex = "^[a-z]+$"
    error = "Small letters."
  }
}
