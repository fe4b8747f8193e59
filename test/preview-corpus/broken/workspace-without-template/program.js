new coderd.Workspace("workspace", { name });
