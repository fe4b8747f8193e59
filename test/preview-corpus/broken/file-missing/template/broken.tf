resource "terraform_data" "box" {
  input = file("${path.module}/scripts/start.sh")
}
