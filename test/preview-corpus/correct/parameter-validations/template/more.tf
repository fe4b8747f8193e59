data "coder_parameter" "least" {
  name    = "least"
  type    = "number"
  default = 0
  validation {
    min = 0
  }
}
data "coder_parameter" "edge" {
  name    = "edge"
  type    = "number"
  default = -5
  mutable = true
  validation {
    min       = -5
    max       = -5
    monotonic = "decreasing"
    error     = "{value} is not between {min} and {max}."
  }
}
data "coder_parameter" "matched" {
  name    = "matched"
  default = "https://a.b/c"
  validation {
    regex = "^(|https?://[^ ]+|(?i)none)$"
    error = "No address."
  }
}
