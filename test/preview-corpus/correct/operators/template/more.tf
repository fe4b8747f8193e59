locals {
  a = 1 + 2 * 3 - 4 / 2 % 3
  b = !(local.a > 1 && local.a <= 10 || local.a == 3) ? "yes" : "no"
  c = -local.a
  d = local.b != "no" ? { x = 1 } : { x = 2 }
}
resource "terraform_data" "operators" {
  input = [local.a, local.b, local.c, local.d.x, local.d["x"]]
}
