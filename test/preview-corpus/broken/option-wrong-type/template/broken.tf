data "coder_parameter" "size" {
  name = "size"
  type = "number"
  option {
    name  = "One"
    value = "1"
  }
  option {
    name  = "Many"
    value = "many"
  }
}
