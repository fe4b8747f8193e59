const template = new coderd.Template("template", { name, source: { directory: "template" } });
const workspace = new coderd.Workspace("workspace", {
  name,
  templateVersionId: template.activeVersionId,
  parameters: { team: "blue", disk: 20, region: "eu" },
});
new coderd.BuildParameters("values", { workspaceId: workspace.id, parameters: { cpus: 4 } });
