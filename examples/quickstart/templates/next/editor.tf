# What `next` adds to `stable`: a choice of editor.
data "coder_parameter" "editor" {
  name         = "editor"
  display_name = "Editor"
  type         = "string"
  default      = "code-server"
  mutable      = true

  option {
    name  = "code-server"
    value = "code-server"
  }
  option {
    name  = "JupyterLab"
    value = "jupyterlab"
  }
}

resource "coder_app" "editor" {
  agent_id     = coder_agent.main.id
  slug         = "editor"
  display_name = "Editor"
  url          = "http://localhost:${data.coder_parameter.editor.value == "jupyterlab" ? 8888 : 8080}"
  share        = "owner"
}
