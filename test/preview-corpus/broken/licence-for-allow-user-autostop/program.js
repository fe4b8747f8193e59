new coderd.Template("template", {
  name,
  source: { directory: "template" },
  allowUserAutostop: false,
});
