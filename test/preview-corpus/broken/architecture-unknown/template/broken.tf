resource "coder_agent" "box" {
  os   = "linux"
  arch = "x86_64"
}
