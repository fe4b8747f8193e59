new coderd.Workspace("workspace", {
  name,
  templateVersionId: versionId,
  parameters: {
    team: "blue",
    cpus: 8,
    disk: "100",
    gpu: true,
    tools: ["a", "b c"],
    editors: '["emacs"]',
    code: "xyz",
    region: "us",
  },
});
