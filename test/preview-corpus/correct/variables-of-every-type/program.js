new coderd.Template("template", {
  name,
  source: { directory: "template" },
  variables: {
    text: "a [b",
    number: 1.5,
    truth: true,
    list: ["a", "b"],
    set: "[1, 2]",
    map: '{"a": "b"}',
    tuple: '["a", 1]',
    object: '{ name = "x" }',
    any: '{"a": [1]}',
  },
});
