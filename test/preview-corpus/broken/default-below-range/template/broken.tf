data "coder_parameter" "size" {
  name = "size"
  type    = "number"
  default = 5
  validation {
    min = 10
    max = 20
  }
}
