data "coder_parameter" "text" {
  name         = "text"
  type         = "string"
  display_name = "A text"
  description  = "Any."
  icon         = "/icon/a.svg"
  order        = 1
  default      = ""
  mutable      = true
}
data "coder_parameter" "number" {
  name    = "number"
  type    = "number"
  default = 2.5
}
data "coder_parameter" "truth" {
  name    = "truth"
  type    = "bool"
  default = true
}
data "coder_parameter" "list" {
  name    = "list"
  type    = "list(string)"
  default = jsonencode([for zone in ["a", "b"] : upper(zone)])
}
