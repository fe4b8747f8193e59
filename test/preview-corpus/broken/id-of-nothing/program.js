new coderd.Workspace("workspace", { name, templateId: "docker" });
