new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { team: "blue", cpus: 4 },
  preset: "Large",
});
