new coderd.Template("template", {
  name,
  source: { directory: "template" },
  accessControl: { groups: [{ group: "Everyone", role: "use" }] },
});
