new coderd.Template("template", { name, source: { directory: "template" }, variables: { none: "a" } });
