locals {
  plain = <<EOT
#!/bin/sh
echo "$${HOME} is not ${data.coder_workspace.me.name}" %%{ nothing }
}
EOT
  indented = <<-SCRIPT
    %{ for name in ["a", "b"] ~}
    echo ${upper(name)} { [ (
    %{ endfor ~}
    %{ if true }yes%{ else }no%{ endif }
  SCRIPT
}
resource "terraform_data" "script" {
  input = "${local.plain}${local.indented}"
}
