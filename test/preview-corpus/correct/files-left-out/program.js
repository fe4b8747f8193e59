new coderd.Template("template", { name, source: { directory: "template", ignore: ["broken.tf", "*.key"] } });
