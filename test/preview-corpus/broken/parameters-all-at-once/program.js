new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: { cpu: 2, cpus: 9, region: "ue", gpu: 1 },
});
