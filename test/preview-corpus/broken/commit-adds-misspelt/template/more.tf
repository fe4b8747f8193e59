data "coder_parameter" "zone" {
  name    = "zone"
  default = "a"
  mutable = true
}
