data "coder_parameter" "size" {
  name = "size"
  default = "huge"
  option {
    name  = "Small"
    value = "small"
  }
  option {
    name  = "Large"
    value = "large"
  }
}
