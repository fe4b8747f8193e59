new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { team: pulumi.secret("blue") },
});
