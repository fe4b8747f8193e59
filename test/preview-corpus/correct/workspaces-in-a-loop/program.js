const template = new coderd.Template("template", { name, source: { directory: "template" } });
for (const [index, team] of ["blue", "red"].entries()) {
  new coderd.Workspace(`workspace-${team}`, {
    name: `${name}-${team}`,
    templateVersionId: template.activeVersionId,
    parameters: { team, cpus: index + 1 },
  });
}
