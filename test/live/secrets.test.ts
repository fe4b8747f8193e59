// Secrets appear nowhere in clear: not in the state, its backups or its history, and not in output, event logs or the
// engine's own logs.
import path from "node:path";
import { useLive } from "./live";
import { failingTemplate } from "./templates";

const live = useLive("secret");

const SECRET = "hunter2-9f2c77e1b0";

/** The import's log shows both values. */
const TEMPLATE = {
  "main.tf": `
variable "password" {
  type      = string
  sensitive = true
}
variable "careless" {
  type = string
}
resource "terraform_data" "main" {
  input = "careless \${var.careless}"
}
`,
};

function program(name: string, files: Record<string, string>, password: string, more = ""): string {
  return `
    const coderd = require("pulumi-coderd");
    const pulumi = require("@pulumi/pulumi");
    const secret = new pulumi.Config().requireSecret("secret");
    const version = new coderd.TemplateVersion("version", {
      templateName: "${name}", source: { files: ${JSON.stringify(files)} }, variables: { password: ${password}, careless: secret },
    });
    const template = new coderd.Template("template", { name: "${name}", activeVersionId: version.id });
    exports.variables = version.variables;
    ${more}
  `;
}

it("keeps a secret variable and the token out of everything that is written, with verbose logs on, in success, failure and refresh", async () => {
  const name = `${live.prefix}vars`;
  const project = (): string => path.basename(stack.root);
  const stack = await live.stack(program(name, TEMPLATE, "secret"));
  await stack.configure({ [`${project()}:secret`]: { secret: SECRET } });
  const verbose = ["--logflow", "-v=9", "--logtostderr=false"];
  const texts: string[] = [];
  texts.push((await stack.up(verbose)).text);
  texts.push((await stack.preview(["--diff", ...verbose])).text);
  texts.push((await stack.refresh(verbose)).text);
  stack.writeProgram(
    program(name, { ...failingTemplate(), "variables.tf": TEMPLATE["main.tf"].split("resource")[0] ?? "" }, "secret"),
  );
  texts.push((await stack.upFailing(verbose)).text);
  stack.writeProgram(program(name, TEMPLATE, "secret", "exports.id = version.id;"));
  texts.push((await stack.up(["--diff", ...verbose])).text);

  const files = stack.allFiles();
  expect(files.some(({ file }) => file.includes("/state/.pulumi/history/"))).toBe(true);
  const logs = files.filter(({ file }) => /pulumi\..*\.INFO\./.test(path.basename(file)));
  expect(logs.some(({ text }) => text.includes("TemplateVersion::version"))).toBe(true);
  for (const hidden of [SECRET, Buffer.from(SECRET).toString("base64"), live.api.token]) {
    expect(files.filter(({ text }) => text.includes(hidden)).map(({ file }) => file)).toEqual([]);
    expect(texts.filter((text) => text.includes(hidden))).toEqual([]);
  }
  // With the passphrase it can be read.
  const open = (await stack.openState()).find(({ urn }) => urn.endsWith("::version"));
  expect(JSON.stringify(open?.outputs["variables"])).toContain(SECRET);
  expect(stack.state().some(({ outputs }) => JSON.stringify(outputs).includes("ciphertext"))).toBe(true);
});

it("makes the value of a variable that the template marks as sensitive a secret everywhere, though the program gave it as plain text", async () => {
  const name = `${live.prefix}plain`;
  const stack = await live.stack(program(name, TEMPLATE, JSON.stringify(SECRET)));
  await stack.configure({ [`${path.basename(stack.root)}:secret`]: { secret: "other-secret-value" } });
  const result = await stack.up();
  expect(JSON.stringify(result.outputs)).not.toContain(SECRET);
  expect(stack.stateOf("version").outputs["sensitiveVariables"]).toEqual(["password"]);
  expect(result.text).not.toContain(SECRET);
  const stored = stack.allFiles().filter(({ file }) => file.startsWith(path.join(stack.root, "state")));
  expect(stored.filter(({ text }) => text.includes(SECRET)).map(({ file }) => file)).toEqual([]);
  await stack.expectNoChanges();
});
