new coderd.Template("template", {
  name,
  source: { directory: "template" },
  variables: {
    text: "5",
    number: "1e3",
    truth: "false",
    list: '["a"]',
    set: "[]",
    map: "{}",
    tuple: '["a", 1]',
    object: '{"name": "x", "size": 5}',
    any: '"anything"',
    deep: "[]",
  },
});
