const first = new coderd.Template("template", { name, source: { directory: "template" } });
new coderd.Template("other", { name, source: { directory: "template" } }, { dependsOn: [first] });
