output "zone" {
  value = module.net.zone
}
