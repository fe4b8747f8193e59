new coderd.Template("template", { name, source: { files: { "README.md": "Nothing." } } });
