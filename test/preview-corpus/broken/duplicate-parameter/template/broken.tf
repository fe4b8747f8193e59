data "coder_parameter" "cores" {
  name    = "cpus"
  default = "2"
}
