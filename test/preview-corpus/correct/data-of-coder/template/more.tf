data "coder_workspace_owner" "me" {}
data "coder_provisioner" "me" {}
locals {
  user = "${data.coder_workspace_owner.me.name}-${lower(data.coder_workspace.me.name)}"
}
resource "terraform_data" "who" {
  input = [local.user, data.coder_provisioner.me.arch, data.coder_workspace_owner.me.groups, data.coder_workspace.me.access_url]
}
