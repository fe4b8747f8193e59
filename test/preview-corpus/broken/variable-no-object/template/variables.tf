variable "box" {
  type = object({ name = string })
}
