terraform {
  required_providers {
    null = { source = "hashicorp/null/v3/x" }
  }
}
