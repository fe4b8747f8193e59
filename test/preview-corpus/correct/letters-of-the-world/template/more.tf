locals {
  größe = "ß"
  text  = "日本語 🚀 \u00e9 \"quoted\" \\ \t"
}
data "coder_parameter" "groesse" {
  name         = "größe"
  display_name = "Größe 🚀"
  description  = "# Wähle\n\n- **groß**"
  default      = local.größe
}
