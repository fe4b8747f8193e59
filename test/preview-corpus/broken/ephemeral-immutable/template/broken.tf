data "coder_parameter" "size" {
  name = "size"
  default   = "a"
  ephemeral = true
}
