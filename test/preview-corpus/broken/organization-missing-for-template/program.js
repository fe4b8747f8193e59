new coderd.Template("template", { name, source: { directory: "template" }, organization: "nowhere-to-be-found" });
