new coderd.Template("template", { name, source: { directory: "template" }, variables: { zone: "europe" } });
