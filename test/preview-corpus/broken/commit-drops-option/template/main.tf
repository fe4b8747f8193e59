terraform {
  required_providers {
    coder = { source = "coder/coder" }
  }
}
data "coder_workspace" "me" {}
data "coder_parameter" "team" {
  name    = "team"
  mutable = true
}
data "coder_parameter" "region" {
  name      = "region"
  default   = "asia"
  mutable   = false
  form_type = "radio"
  option {
    name  = "Asia"
    value = "asia"
  }
  option {
    name  = "United States"
    value = "us"
  }
}
data "coder_parameter" "cpus" {
  name    = "cpus"
  type    = "number"
  default = "2"
  mutable = true
  validation {
    min = 1
    max = 8
  }
}
data "coder_parameter" "disk" {
  name    = "disk"
  type    = "number"
  default = "10"
  mutable = true
  validation {
    min       = 1
    max       = 100
    monotonic = "increasing"
  }
}
data "coder_parameter" "gpu" {
  name    = "gpu"
  type    = "bool"
  default = "false"
  mutable = true
}
data "coder_parameter" "tools" {
  name    = "tools"
  type    = "list(string)"
  default = jsonencode(["git"])
  mutable = true
}
data "coder_parameter" "editors" {
  name      = "editors"
  type      = "list(string)"
  form_type = "multi-select"
  default   = jsonencode(["vim"])
  mutable   = true
  option {
    name  = "Vim"
    value = "vim"
  }
  option {
    name  = "Emacs"
    value = "emacs"
  }
}
data "coder_parameter" "code" {
  name    = "code"
  default = "abc"
  mutable = true
  validation {
    regex = "^[a-z]{3}$"
    error = "Three small letters."
  }
}
data "coder_parameter" "once" {
  name      = "once"
  default   = ""
  mutable   = true
  ephemeral = true
}
data "coder_workspace_preset" "large" {
  name = "Large"
  parameters = {
    cpus = "8"
  }
}
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  input = data.coder_parameter.cpus.value
}
