import { marksOthers, whyKeptBack } from "../../../provider/source/kept-back";

const BY_NAME = "files of that name hold secrets";
const BY_MARK = "it holds a value that it marks as sensitive";

describe("a file is kept back", () => {
  it.each([
    "terraform.tfvars",
    "env/prod.auto.tfvars.json",
    "terraform.tfstate.backup",
    ".env",
    "deploy/.env.production",
    "keys/server.pem",
    "id_ed25519",
    ".npmrc",
    "home/credentials.json",
  ])("by its name: %s", (path) => {
    expect(whyKeptBack(path, "a = 1\n")).toBe(BY_NAME);
  });

  it("for a private key in it, whatever its name", () => {
    const text = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n";
    expect(whyKeptBack("notes.txt", text)).toBe("it holds a private key");
  });

  it.each([
    ["a default", 'variable "a" {\n  sensitive = true\n  default   = "hunter2"\n}\n'],
    ["a default in one line", 'variable "a" { default = "hunter2", sensitive = true }\n'],
    ["a mark that is a text", 'variable "a" {\n  default = "hunter2"\n  sensitive = "true"\n}\n'],
    ["a default of several lines", 'variable "a" {\n  default = <<EOF\nhunter2\nEOF\n  sensitive = true\n}\n'],
    ["a mark of an expression", 'variable "a" {\n  default = "hunter2"\n  sensitive = !false\n}\n'],
    ["an object", 'variable "a" {\n  sensitive = true\n  default = {\n    b = "hunter2"\n  }\n}\n'],
    ["a number", 'variable "a" {\n  sensitive = true\n  default = 1234\n}\n'],
    ["an item of metadata", 'item {\n    key = "a"\n    value = "hunter2"\n    sensitive = true\n  }\n'],
    ["Terraform's function", 'locals {\n  a = sensitive("hunter2")\n}\n'],
    ["its function of an object", 'locals {\n  a = sensitive({ b = "hunter2" })\n}\n'],
    ["a default behind a comment", 'variable "a" {\n  sensitive = true\n  default = /* old */ "hunter2"\n}\n'],
    ["a number below nothing", 'variable "a" {\n  sensitive = true\n  default = -1234\n}\n'],
    [
      "a block after others",
      'variable "b" {\n  default = "x"\n}\nvariable "a" {\n  default = "y"\n  sensitive = true\n}\n',
    ],
  ])("for %s that its code marks as sensitive", (_what, text) => {
    expect(whyKeptBack("main.tf", text)).toBe(BY_MARK);
  });

  it("for a default that is marked in JSON", () => {
    const text = JSON.stringify({ variable: { a: { sensitive: true, default: "hunter2" } } });
    expect(whyKeptBack("variables.tf.json", text)).toBe(BY_MARK);
  });
});

describe("a file that overrides others", () => {
  const why = "what it overrides may be marked as sensitive";
  const variable = (argument: string): string => `variable "a" {\n  ${argument}\n}\n`;

  it.each(["override.tf", "secrets_override.tf", "modules/a/override.tf"])("is kept back: %s", (path) => {
    expect(whyKeptBack(path, variable('default = "hunter2"'))).toBe(why);
  });

  it("is kept back in JSON too", () => {
    expect(whyKeptBack("override.tf.json", JSON.stringify({ variable: { a: { default: "hunter2" } } }))).toBe(why);
  });

  it.each([
    ["override.tf", variable("nullable = false")],
    ["override.tf", 'output "a" {\n  value = var.a\n}\n'],
    ["no-override.tf", variable('default = "x"')],
  ])("is shown where it gives nothing a value: %s %j", (path, text) => {
    expect(whyKeptBack(path, text)).toBeUndefined();
  });
});

describe("a mark in a file that overrides others", () => {
  const mark = 'variable "a" {\n  sensitive = true\n}\n';

  it.each([
    ["override.tf", mark, true],
    ["b_override.tf.json", JSON.stringify({ variable: { a: { sensitive: true } } }), true],
    ["override.tf", 'variable "a" {\n  sensitive = false\n}\n', false],
    ["override.tf", 'output "a" {\n  sensitive = true\n}\n', true],
    ["override.tf", "variable a {\n  sensitive = false == false\n}\n", true],
    ["main.tf", mark, false],
  ])("counts for all files: %s %j: %s", (path, text, counts) => {
    expect(marksOthers({ path, bytes: Buffer.from(text) })).toBe(counts);
  });

  it.each([
    ['variable "a" {\n  default = "hunter2"\n}\n', "a file that overrides others marks values as sensitive"],
    ['variable "a" {\n  type = string\n}\n', undefined],
    ["variable a {\n  default = -12345\n}\n", "a file that overrides others marks values as sensitive"],
    ['output "a" {\n  value = var.a\n}\n', undefined],
  ])("keeps back what gives something a value: %j", (text, why) => {
    expect(whyKeptBack("main.tf", text, true)).toBe(why);
  });
});

describe("lines may be shown of", () => {
  it.each([
    ["a sensitive variable without a default", 'variable "a" {\n  type = string\n  sensitive = true\n}\n'],
    ["one with an empty default", 'variable "a" {\n  default   = ""\n  sensitive = true\n}\n'],
    ["one whose default is null", 'variable "a" {\n  default = null\n  sensitive = true\n}\n'],
    ["one that is not sensitive", 'variable "a" {\n  default = "x"\n  sensitive = false\n}\n'],
    [
      "a default beside a sensitive variable",
      'variable "a" {\n  sensitive = true\n}\nvariable "b" {\n  default = "x"\n}\n',
    ],
    ["a sensitive output of a reference", 'output "a" {\n  value = random_password.a.result\n  sensitive = true\n}\n'],
    ["an argument of another name", 'resource "a" "b" {\n  case_sensitive = true\n  value = "x"\n}\n'],
  ])("%s", (_what, text) => {
    expect(whyKeptBack("main.tf", text)).toBeUndefined();
  });

  it("files with such words that are no Terraform", () => {
    expect(whyKeptBack("README.md", 'sensitive = true, default = "x"')).toBeUndefined();
  });
});
