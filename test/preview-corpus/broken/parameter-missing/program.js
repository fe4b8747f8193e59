new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { cpus: 2 },
});
