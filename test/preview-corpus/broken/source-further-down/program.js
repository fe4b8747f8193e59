new coderd.Template("template", {
  name,
  source: { directory: ".", ignore: ["*.js", "*.json", "*.yaml", "node_modules"] },
});
