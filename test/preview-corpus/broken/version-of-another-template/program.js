new coderd.Template("template", { name, activeVersionId: config.require("otherVersionId") });
