data "coder_parameter" "size" {
  name = "size"
  mutable   = true
  ephemeral = true
}
