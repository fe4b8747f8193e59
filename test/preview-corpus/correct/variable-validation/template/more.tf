variable "size" {
  type    = number
  default = 4
  validation {
    condition     = var.size >= 1 && var.size <= 16 && can(tostring(var.size))
    error_message = "It must be 1 to 16."
  }
  validation {
    condition     = floor(var.size) == var.size
    error_message = "It must be whole."
  }
}
