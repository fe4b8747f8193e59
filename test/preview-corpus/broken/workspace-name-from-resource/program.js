new coderd.Workspace("my_workspace", { templateId: config.require("templateId") });
