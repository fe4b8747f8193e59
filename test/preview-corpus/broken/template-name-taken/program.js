new coderd.Template("template", { name: config.require("templateName"), source: { directory: "template" } });
