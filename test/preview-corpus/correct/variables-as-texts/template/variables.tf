variable "text" {}
variable "number" {
  type = number
}
variable "truth" {
  type = bool
}
variable "list" {
  type = list(string)
}
variable "set" {
  type = set(number)
}
variable "map" {
  type = map(string)
}
variable "tuple" {
  type = tuple([string, number])
}
variable "object" {
  type = object({ name = string, size = optional(number, 3), tags = optional(map(any)) })
}
variable "any" {
  type = any
}
variable "deep" {
  type    = list(object({ zones = map(list(number)) }))
  default = [{ zones = { a = [1, 2] } }]
}
resource "terraform_data" "variables" {
  input = [var.text, var.number, var.truth, var.list, var.set, var.map, var.tuple, var.object.size, var.any, var.deep]
}
