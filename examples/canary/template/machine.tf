# For trying this out only: the agent runs on the machine of the provisioner, under the provisioner's account, and
# whoever may use the workspace gets a shell there. Put a docker_container, a kubernetes_pod or a virtual machine in its
# place, and let that run `coder_agent.main.init_script`.
resource "terraform_data" "machine" {
  count = data.coder_workspace.me.start_count
  input = coder_agent.main.id

  provisioner "local-exec" {
    command = "sh '${path.module}/agent.sh' start '${coder_agent.main.id}'"
    environment = {
      CODER_AGENT_TOKEN = coder_agent.main.token
      CODER_AGENT_URL   = data.coder_workspace.me.access_url
    }
  }

  provisioner "local-exec" {
    when    = destroy
    command = "sh '${path.module}/agent.sh' stop '${self.output}'"
  }
}
