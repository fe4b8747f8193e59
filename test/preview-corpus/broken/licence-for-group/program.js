new coderd.Group("group", { name, members: ["nobody-here"] });
