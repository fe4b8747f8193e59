resouce "terraform_data" "box" {
  input = "a"
}
