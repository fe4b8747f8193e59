new coderd.Template("template", { name, activeVersionId: config.require("otherVersionId"), variables: { size: 1 } });
