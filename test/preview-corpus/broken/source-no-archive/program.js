new coderd.Template("template", { name, source: { archive: "notes.tar" } });
