new coderd.Template("template", { name, source: { directory: "template" }, variables: { port: "hunter2hunter2" } });
