new coderd.Workspace("workspace", { name, templateVersionId: config.require("failedVersionId") });
