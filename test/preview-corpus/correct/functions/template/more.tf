locals {
  zones  = ["a", "b", "c"]
  sizes  = { small = 1, large = 8 }
  merged = merge(local.sizes, { huge = 16 })
}
resource "terraform_data" "functions" {
  input = {
    joined   = join(",", sort(concat(local.zones, ["d"])))
    looked   = lookup(local.merged, "tiny", 0)
    tried    = try(local.merged.none, "none")
    can      = can(regex("^[a-z]$", local.zones[0]))
    length   = length(flatten([local.zones, [local.zones]]))
    format   = format("%03d-%s", 7, replace("a/b", "/", "-"))
    replaced = replace("a-b", "/-+/", "_")
    encoded  = jsondecode(jsonencode({ a = [1, null, true] }))["a"][0]
    yaml     = yamldecode("a: 1").a
    range    = [for i in range(3) : i * 2]
    hash     = substr(sha1("text"), 0, 4)
    number   = max([1, 5, 3]...)
    cidr     = cidrhost("10.0.0.0/24", 3)
    time     = formatdate("YYYY", "2024-01-01T00:00:00Z")
    type     = tonumber("5") + parseint("ff", 16)
    coalesce = coalesce("", "b")
    sensitive = nonsensitive(sensitive("x"))
  }
}
