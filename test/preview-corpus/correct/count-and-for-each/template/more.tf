variable "zones" {
  type    = set(string)
  default = ["a", "b"]
}
resource "terraform_data" "counted" {
  count = 2
  input = count.index
}
resource "terraform_data" "each" {
  for_each = var.zones
  input    = "${each.key}-${each.value}-${terraform_data.counted[0].output}"
}
resource "terraform_data" "all" {
  input = [terraform_data.counted[*].id, values(terraform_data.each)[*].id, terraform_data.each["a"].id]
}
