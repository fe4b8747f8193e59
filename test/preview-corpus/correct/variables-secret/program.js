new coderd.Template("template", {
  name,
  source: { directory: "template" },
  variables: { password: pulumi.secret("hunter2hunter2"), quoted: "tr0ub4dor3" },
});
