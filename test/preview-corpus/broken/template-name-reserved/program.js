new coderd.Template("template", { name: "new", source: { directory: "template" } });
