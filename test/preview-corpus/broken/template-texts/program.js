new coderd.Template("template", {
  name,
  source: { directory: "template" },
  description: "ü".repeat(128),
  icon: "i".repeat(257),
  displayName: " Padded",
});
