const template = new coderd.Template("template", { name, source: { directory: "template" } });
const workspace = new coderd.Workspace("workspace", {
  name,
  templateVersionId: template.activeVersionId,
  parameters: { team: "blue" },
});
const values = new coderd.BuildParameters("values", { workspaceId: workspace.id, parameters: { gpu: true } });
new coderd.WorkspaceBuild(
  "build",
  { workspaceId: workspace.id, transition: "start", parameters: { once: "now" }, triggers: { at: "1" } },
  { dependsOn: [values] },
);
