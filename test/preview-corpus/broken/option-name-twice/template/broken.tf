data "coder_parameter" "size" {
  name = "size"
  option {
    name  = "One"
    value = "a"
  }
  option {
    name  = "One"
    value = "b"
  }
}
