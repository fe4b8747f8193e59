data "coder_parameter" "disks" {
  for_each = toset(["a", "b"])
  name     = "disk_${each.key}"
  mutable  = true
}
