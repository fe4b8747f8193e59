new coderd.Workspace("workspace", { name, templateId: config.require("templateId"), ttlMilliseconds: 90_000 });
