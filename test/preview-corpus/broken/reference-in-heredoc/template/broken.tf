resource "terraform_data" "broken" {
  input = <<-EOT
    #!${local.shell}
    echo $${HOME}
  EOT
}
