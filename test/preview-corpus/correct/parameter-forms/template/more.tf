data "coder_parameter" "area" {
  name      = "area"
  type      = "string"
  form_type = "textarea"
  default   = "a"
  mutable   = true
}
data "coder_parameter" "line" {
  name      = "line"
  type      = "string"
  form_type = "input"
  default   = "a"
  mutable   = true
}
data "coder_parameter" "slid" {
  name      = "slid"
  type      = "number"
  form_type = "slider"
  default   = 3
  mutable   = true
  validation {
    min = 1
    max = 5
  }
}
data "coder_parameter" "checked" {
  name      = "checked"
  type      = "bool"
  form_type = "checkbox"
  default   = true
  mutable   = true
}
data "coder_parameter" "switched" {
  name      = "switched"
  type      = "bool"
  form_type = "switch"
  default   = false
  mutable   = true
}
data "coder_parameter" "tagged" {
  name      = "tagged"
  type      = "list(string)"
  form_type = "tag-select"
  default   = jsonencode(["a"])
  mutable   = true
}
data "coder_parameter" "dropped" {
  name      = "dropped"
  type      = "string"
  form_type = "dropdown"
  default   = "a"
  mutable   = true
  option {
    name  = "A"
    value = "a"
  }
}
data "coder_parameter" "radio" {
  name      = "radio"
  type      = "number"
  form_type = "radio"
  default   = 2
  mutable   = true
  option {
    name  = "Two"
    value = 2
  }
}
data "coder_parameter" "many" {
  name      = "many"
  type      = "list(string)"
  form_type = "multi-select"
  default   = jsonencode([])
  mutable   = true
  option {
    name  = "A"
    value = "a"
  }
}
