new coderd.Template("template", { name, source: { directory: "template" }, variables: { box: "{ size = 1 }" } });
