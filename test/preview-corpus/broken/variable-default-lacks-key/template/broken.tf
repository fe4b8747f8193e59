variable "box" {
  type = object({
    name = string
    size = optional(number)
  })
  default = { size = 1 }
}
