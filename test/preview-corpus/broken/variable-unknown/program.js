new coderd.Template("template", { name, source: { directory: "template" }, variables: { size: 1, sise: 2 } });
