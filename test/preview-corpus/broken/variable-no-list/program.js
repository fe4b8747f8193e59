new coderd.Template("template", { name, source: { directory: "template" }, variables: { zones: "eu" } });
