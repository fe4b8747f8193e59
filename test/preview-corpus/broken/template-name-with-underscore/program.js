new coderd.Template("template", { name: "my_template", source: { directory: "template" } });
