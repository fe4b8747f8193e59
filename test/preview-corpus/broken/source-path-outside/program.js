new coderd.Template("template", { name, source: { files: { "main.tf": "", "../other.tf": "" } } });
