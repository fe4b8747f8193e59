new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { cpus: 8 },
  preset: "Large",
});
