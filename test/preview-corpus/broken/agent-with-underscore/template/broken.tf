resource "coder_agent" "my_box" {
  os   = "linux"
  arch = "amd64"
}
