new coderd.Workspace("workspace", { name, templateId: "00000000-0000-4000-8000-000000000000" });
