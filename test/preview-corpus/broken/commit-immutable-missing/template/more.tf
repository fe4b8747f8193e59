data "coder_parameter" "zone" {
  name    = "zone"
  mutable = false
}
