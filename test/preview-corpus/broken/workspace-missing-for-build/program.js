new coderd.WorkspaceBuild("build", { workspaceId: "00000000-0000-4000-8000-000000000000", transition: "start" });
