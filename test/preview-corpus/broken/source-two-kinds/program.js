new coderd.Template("template", { name, source: { directory: "template", files: { "main.tf": "" } } });
