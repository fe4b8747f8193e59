new coderd.Template("template", { name });
