new coderd.WorkspaceBuild("build", { workspaceId: config.require("workspaceOfUserId"), transition: "stop" });
