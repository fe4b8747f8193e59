terraform {
  required_providers {
    nothing = { source = "nowhere.example/nobody/nothing" }
  }
}
