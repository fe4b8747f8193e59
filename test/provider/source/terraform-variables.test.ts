import { declaredVariables } from "../../../provider/source/terraform-variables";

function declared(text: string, path = "main.tf") {
  return declaredVariables([{ path, text }]);
}

const plain = { hasDefault: false, defaultText: undefined, isSensitive: false };

describe("declaredVariables", () => {
  it("reads names, defaults and what is sensitive, in every way that HCL allows", () => {
    const text = `
      variable "a" {}
      variable b { default = 1 }
      variable "c"
      {
        type      = map(object({ default = string }))
        sensitive = true
      }
      variable "ümlaut-1" {
        default = null
        sensitive = false
      }
    `;
    expect(declared(text)).toEqual([
      { name: "a", ...plain },
      { ...plain, name: "b", hasDefault: true, defaultText: "1" },
      { ...plain, name: "c", isSensitive: true },
      { ...plain, name: "ümlaut-1", hasDefault: true },
    ]);
  });

  it.each([
    ["sensitive = true", true],
    ['sensitive = "true"', true],
    ["sensitive=true", true],
    ["sensitive = true # not for logs", true],
    ['sensitive /* so */ = /* it is */ "true" // here', true],
    ["sensitive = !false", true],
    ["sensitive = false || true", true],
    ['sensitive = "${true}"', true],
    ["sensitive = null", true],
    ["sensitive = false", false],
    ['sensitive = "false"', false],
    ["sensitive=false # true", false],
    ["type = string", false],
  ])("takes a variable for sensitive unless the code says for certain that it is not: %s", (argument, isSensitive) => {
    expect(declared(`variable "a" {\n  ${argument}\n  type = string\n}`)).toEqual([
      { ...plain, name: "a", isSensitive },
    ]);
    expect(declared(`variable "a" {\n  ${argument}\n}`)).toEqual([{ ...plain, name: "a", isSensitive }]);
  });

  it.each([
    ["true", true],
    ['"true"', true],
    ['"${!false}"', true],
    ["null", true],
    ["1", true],
    ["false", false],
    ['"false"', false],
  ])("does so in JSON, too: %s", (value, isSensitive) => {
    expect(declared(`{"variable": {"a": {"sensitive": ${value}}}}`, "main.tf.json")).toEqual([
      { ...plain, name: "a", isSensitive },
    ]);
  });

  it("ends a heredoc only at a line with nothing but its mark, as Terraform does", () => {
    const text = 'locals {\n a = <<EOT\nEOT } "\nEOT \t\n}\nvariable "secret" { sensitive = true }';
    expect(declared(text)).toEqual([{ name: "secret", ...plain, isSensitive: true }]);
  });

  it("takes nothing from comments, texts and heredocs, nor from blocks within blocks", () => {
    const text = `
      # variable "a" {}
      // variable "b" {
      /* variable "c" {
      } */
      locals {
        text = "variable \\"d\\" { \${lookup({ x = "}" }, "x")} {{"
        more = <<-EOT
          variable "e" {
          EOT
        none = <<EOT
EOT
      }
      resource "x" "y" {
        variable "f" {}
        sensitive = true
      }
      variable "g" {
        description = "needs no default = 1 # nor this"
        validation {
          default   = 1
          sensitive = true
        }
      }
    `;
    expect(declared(text)).toEqual([{ name: "g", ...plain }]);
  });

  it("reads JSON, as an object and as a list of objects", () => {
    expect(declared('{"variable": {"a": {"default": 1}, "b": [{"sensitive": true}]}}', "main.tf.json")).toEqual([
      { ...plain, name: "a", hasDefault: true, defaultText: "1" },
      { ...plain, name: "b", isSensitive: true },
    ]);
    expect(declared('{"variable": [{"a": {}}, {"b": {}}]}', "main.tf.json")).toEqual([
      { name: "a", ...plain },
      { name: "b", ...plain },
    ]);
    expect(declared('{"output": {}}', "main.tf.json")).toEqual([]);
  });

  it("puts together what several files say of a variable, and looks only at Terraform files at the top", () => {
    const files = [
      { path: "a.tf", text: 'variable "a" {}' },
      { path: "a_override.tf", text: 'variable "a" { default = 1 }' },
      { path: "modules/m/main.tf", text: 'variable "inner" {}' },
      { path: "notes.md", text: 'variable "note" {}' },
    ];
    expect(declaredVariables(files)).toEqual([{ ...plain, name: "a", hasDefault: true, defaultText: "1" }]);
  });

  it.each([
    ['"eu-west 1"', "eu-west 1"],
    ['""', ""],
    ["12", "12"],
    ["true", "true"],
    ['"a${1}"', undefined],
    ['"50% $"', undefined],
    ['"a\\n"', undefined],
    ["1.5", undefined],
    ["-1", undefined],
    ["012", undefined],
    ["null", undefined],
    ["[1]", undefined],
    ['{ a = "b" }', undefined],
    ['"a" == "b"', undefined],
    ["<<EOT\nx\nEOT", undefined],
  ])("tells the default %s only where it is certain how the server writes it", (code, text) => {
    const expected = [{ ...plain, name: "a", hasDefault: true, defaultText: text }];
    expect(declared(`variable "a" {\n  default = ${code}\n}\n`)).toEqual(expected);
    expect(declared(`variable "a" {\n  default = ${code} # why\n  nullable = false\n}\n`)).toEqual(expected);
  });

  it("tells defaults of JSON likewise, and none of a variable that has two", () => {
    const json = {
      variable: {
        a: { default: "x" },
        b: { default: 4 },
        c: { default: false },
        d: { default: "${1}" },
        e: { default: [1] },
      },
    };
    expect(declared(JSON.stringify(json), "main.tf.json")?.map(({ defaultText }) => defaultText)).toEqual([
      "x",
      "4",
      "false",
      undefined,
      undefined,
    ]);
    const override = { path: "override.tf", text: 'variable "a" { default = "y" }' };
    expect(declaredVariables([{ path: "main.tf", text: 'variable "a" { default = "x" }' }, override])).toEqual([
      { ...plain, name: "a", hasDefault: true },
    ]);
  });

  it("is not misled by braces in texts within texts", () => {
    const text =
      'locals { a = "${join("{", ["x"])} $${" }\nvariable "b" {}\nlocals { c = "%{ if true }${join("}", [{ d = 1 }.d])}%{ endif }" }\n';
    expect(declared(text)).toEqual([{ name: "b", ...plain }]);
  });

  it.each([
    ["main.tf", 'locals { a = "no end }'],
    ["main.tf", 'variable "a" {'],
    ["main.tf", "}"],
    ["main.tf.json", "{"],
    ["main.tf.json", "[]"],
  ])("does not know where the code can't be read: %s with %s", (path, text) => {
    expect(declared(text, path)).toBeUndefined();
  });
});
