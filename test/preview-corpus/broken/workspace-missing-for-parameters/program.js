new coderd.BuildParameters("values", { workspaceId: "00000000-0000-4000-8000-000000000000", parameters: { cpus: 2 } });
