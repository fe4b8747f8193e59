new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  preset: "Large",
  parameters: { team: "blue", cpus: 8 },
});
