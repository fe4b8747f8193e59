new coderd.Template("template", { name, source: { files: { "main.tf": "# " + "x".repeat(11_000_000) } } });
