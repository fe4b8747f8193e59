data "coder_parameter" "size" {
  name = "size"
  default = "a"
  validation {
    regex = "^a$"
  }
}
