new coderd.Template("template", { name, source: { archive: "nowhere.tar" } });
