resource "coder_agent" "box" {
  os   = "linux"
  arch = "amd64"
}
resource "coder_app" "ide" {
  agent_id = coder_agent.box.id
  slug     = "IDE"
  url      = "http://localhost:8080"
}
