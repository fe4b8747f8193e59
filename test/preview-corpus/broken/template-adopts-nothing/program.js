new coderd.Template("template", {
  name,
  source: { directory: "template" },
  adopt: "00000000-0000-4000-8000-000000000000",
});
