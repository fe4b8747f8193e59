resource "terraform_data" "files" {
  input = [
    file("${path.module}/scripts/start.sh"),
    templatefile("${path.module}/scripts/cloud.tftpl", { name = data.coder_workspace.me.name, zones = ["a"] }),
    fileexists("none") ? "yes" : "no",
    length(fileset(path.module, "scripts/*")),
  ]
}
