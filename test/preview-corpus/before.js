const template = new coderd.Template("template", { name, source: { directory: "template" } });
new coderd.Workspace("workspace", {
  name,
  templateVersionId: template.activeVersionId,
  parameters: { team: "blue", cpus: 4, disk: 20, region: "eu" },
});
