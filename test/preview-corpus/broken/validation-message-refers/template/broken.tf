variable "size" {
  default = 4
  validation {
    condition     = var.size < 5
    error_message = "${var.size} is too much."
  }
}
