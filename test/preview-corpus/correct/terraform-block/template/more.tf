terraform {
  required_version = ">= 1.1, != 1.2.0, < 99"
}
provider "coder" {}
provider "coder" {
  alias = "second"
}
data "coder_workspace" "second" {
  provider = coder.second
}
