const version = new coderd.TemplateVersion("version", {
  templateName: name,
  source: { directory: "template" },
  name: "v1.0",
  message: "The first.",
});
new coderd.Template("template", { name, activeVersionId: version.id, displayName: "One", icon: "/icon/docker.png" });
