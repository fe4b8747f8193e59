variable "users" {
  type = map(object({ admin = bool, groups = optional(list(string), []) }))
  default = {
    ann = { admin = true, groups = ["a", "b"] }
    bob = { admin = false }
  }
}
locals {
  admins  = [for name, user in var.users : upper(name) if user.admin]
  grouped = { for name, user in var.users : (user.admin ? "admin" : "user") => name... }
  pairs   = flatten([for name, user in var.users : [for group in user.groups : { name = name, group = group }]])
  keyed   = { for pair in local.pairs : "${pair.name}-${pair.group}" => pair }
}
resource "terraform_data" "each" {
  for_each = local.keyed
  input    = "${each.key} ${each.value.group} ${join(",", local.admins)} ${length(local.grouped)}"
}
