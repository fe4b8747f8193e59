const template = new coderd.Template("template", { name, source: { directory: "template" } });
const first = new coderd.Workspace("first", {
  name,
  templateVersionId: template.activeVersionId,
  parameters: { team: "blue" },
});
new coderd.Workspace("second", {
  name: `${name}-2`,
  templateVersionId: template.activeVersionId,
  parameters: { team: first.ownerName, code: first.ownerName.apply(() => "abc") },
});
