new coderd.Workspace("workspace", { name, templateId: config.require("otherTemplateId"), owner: "nobody-here" });
