new coderd.Template("template", { name, activeVersionId: "00000000-0000-4000-8000-000000000000" });
