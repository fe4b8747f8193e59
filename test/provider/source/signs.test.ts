// Signs that a template's code may declare presets or variables: where there is none, the server is not asked for them.
import { mayHavePresets, mayHaveVariables } from "../../../provider/source/signs";

const preset = 'data "coder_workspace_preset" "x" {}';

describe("mayHavePresets", () => {
  it.each([
    ["a preset", "main.tf", preset],
    ["a preset in JSON", "main.tf.json", '{ "data": { "coder_workspace_preset": {} } }'],
    ["a preset below", "sub/more.tf", preset],
    ["a module, which may bring one", "main.tf", 'module "x" { source = "./x" }'],
    ["an escape, which may hide one", "main.tf.json", '{ "data": { "coder_workspace_\\u0070reset": {} } }'],
  ])("sees %s", (_what, path, text) => expect(mayHavePresets([{ path, text }])).toBe(true));

  it("sees none in other code, and none in files that Terraform does not read", () => {
    const files = [
      { path: "main.tf", text: 'resource "null_resource" "x" {}' },
      { path: "README.md", text: preset },
    ];
    expect(mayHavePresets(files)).toBe(false);
  });
});

describe("mayHaveVariables", () => {
  it.each([
    ["a variable", "main.tf", 'variable "x" {}'],
    ["a variable without quotes", "main.tf", "variable x {}"],
    ["a variable in JSON", "main.tf.json", '{ "variable": {} }'],
    ["an escape, which may hide one", "main.tf.json", '{ "\\u0076ariable": {} }'],
  ])("sees %s", (_what, path, text) => expect(mayHaveVariables([{ path, text }])).toBe(true));

  it("sees none in code without", () => {
    expect(mayHaveVariables([{ path: "main.tf", text: "terraform {}" }])).toBe(false);
  });
});
