# One.
// Two.
/* Three
   resource "x" { */
locals { a = 1 } # behind


locals {

  b = [ 1, 2,
    3, # last
  ]
  c = { "a b" = 1, (local.a) = 2, d : 3 }
}
