new coderd.Template("template", { name, source: { exampleId: "dokcer" } });
