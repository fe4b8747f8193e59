locals {
  a = ]
}
