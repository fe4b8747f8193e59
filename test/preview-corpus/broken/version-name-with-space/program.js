new coderd.TemplateVersion("version", { templateName: name, name: "v1 beta", source: { directory: "template" } });
