data "coder_parameter" "cpus" {
  name    = "cores"
  default = "2"
}
