resource "terraform_data" "main2" {
  input = "a"
  provisioner "local-exec" {
    command     = "true"
    environment = { NAME = self.input, HERE = path.module }
  }
  provisioner "local-exec" {
    when       = destroy
    on_failure = continue
    command    = "echo ${self.output}"
  }
}
