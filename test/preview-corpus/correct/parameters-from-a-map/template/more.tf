locals {
  disks = { home = 10, data = 20 }
}
data "coder_parameter" "disks" {
  for_each = local.disks
  name     = "disk_${each.key}"
  type     = "number"
  default  = each.value
}
resource "terraform_data" "disks" {
  input = { for key, disk in data.coder_parameter.disks : key => disk.value }
}
