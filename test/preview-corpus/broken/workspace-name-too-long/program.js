new coderd.Workspace("workspace", { name: "w".repeat(33), templateId: config.require("templateId") });
