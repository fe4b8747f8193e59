// Sources as teams have them: modules that templates share, files that are kept, names and messages that Git gives, and
// what of these is refused.
import fs from "node:fs";
import path from "node:path";
import { commitAll } from "../provider/source/fixtures";
import { HOSTS, importInto, pluginStack, programOn, stackOn, type Host } from "./host-programs";
import { useLive } from "./live";
import { messagesAt, type Stack } from "./stack";

const live = useLive("src");

/** The marker is another content on the server for each host. */
function mainOf(marker: string): string {
  return `
module "common" {
  source = "./modules/common"
  marker = "${marker}"
}
resource "terraform_data" "main" {
  input = module.common.text
}
`;
}

function commonOf(text: string): string {
  return `
variable "marker" {
  type = string
}
output "text" {
  value = "\${var.marker} ${text}"
}
`;
}

function program(host: Host, versions: Record<string, Record<string, unknown>>): string {
  const lines = Object.entries(versions).map(([name, version]) => {
    const templateName = `${live.prefix}${host}-${name}`;
    return `
const ${name} = new coderd.TemplateVersion("${name}", ${JSON.stringify({ templateName, ...version })});
new coderd.Template("${name}-template", { name: "${templateName}", activeVersionId: ${name}.id });
exports.${name} = ${name}.git;
`;
  });
  return lines.join("");
}

function idOf(stack: Stack, name: string): string {
  return stack.stateOf(name).id ?? "";
}

it.each(HOSTS)("templates share a module, name commits, and go back without an import on the %s host", async (host) => {
  const include = { "modules/common": "../../modules/common" };
  const source = (name: string): object => ({ directory: `templates/${name}`, include, git: ["name", "message"] });
  const files = {
    "templates/one/main.tf": mainOf(`${host} one`),
    "templates/two/main.tf": mainOf(`${host} two`),
    "modules/common/main.tf": commonOf("first"),
    ".gitignore": "node_modules\n",
  };
  const versions = { one: { source: source("one") }, two: { source: source("two") } };
  const stack = await stackOn(host, live, program(host, versions), { files });
  const first = commitAll(stack.folder, "Templates with a module.");
  const made = await stack.up();
  expect(made.outputs["one"]).toEqual({ commit: first, branch: "main", author: "Ada Lovelace", isDirty: false });
  const versionsBefore = await Promise.all(["one", "two"].map((name) => live.api.version(idOf(stack, name))));
  for (const { name, message } of versionsBefore) {
    expect(name).toMatch(new RegExp(`^${first.slice(0, 12)}-[0-9a-f]{16}$`));
    expect(message).toBe(`Templates with a module.\n\nCommit ${first}, branch main, by Ada Lovelace.`);
  }
  commitAll(stack.folder, "Nothing of a template.");
  expect((await stack.preview()).operations).toEqual({});

  stack.writeFile("modules/common/main.tf", commonOf("second"));
  const preview = await stack.preview(["--diff"]);
  for (const name of ["one", "two"]) {
    expect(preview.operations[name]).toContain("replace");
    expect(preview.steps.find((step) => step.name === name)?.changed).toEqual(["digest", "files"]);
  }
  // Of each version once in the engine's list of files, and once with the lines that differ.
  expect(preview.text.match(/~ modules\/common\/main\.tf/g)).toHaveLength(4);
  expect(preview.text).not.toContain("~ main.tf");
  await stack.up();
  for (const name of ["one", "two"]) {
    const { name: versionName, message } = await live.api.version(idOf(stack, name));
    expect(versionName).toMatch(new RegExp(`^${first.slice(0, 12)}-dirty-[0-9a-f]{16}$`));
    expect(message).toContain(", with uncommitted changes.");
  }

  live.proxy.clear();
  stack.writeFile("modules/common/main.tf", commonOf("first"));
  fs.appendFileSync(path.join(stack.folder, "README.md"), "more");
  commitAll(stack.folder, "Back again.");
  await stack.up();
  expect(["one", "two"].map((name) => idOf(stack, name))).toEqual(versionsBefore.map(({ id }) => id));
  expect(live.proxy.matching({ method: "POST", path: /\/templateversions$/ })).toEqual([]);
  for (const [index, name] of ["one", "two"].entries())
    expect(await live.api.version(idOf(stack, name))).toMatchObject({
      name: versionsBefore[index]?.name,
      message: versionsBefore[index]?.message,
      archived: false,
    });
  expect((await stack.preview()).operations).toEqual({});
});

it("files that the rules leave out are told, are taken when asked for, and are declared by an import", async () => {
  const main = (isWanted: boolean): string => `
variable "region" {
  type    = string
  default = "eu"
}
resource "terraform_data" "main" {
  lifecycle {
    precondition {
      condition     = fileexists("\${path.module}/.config/a") == ${isWanted} && var.region == "eu"
      error_message = "It is otherwise."
    }
  }
}
`;
  const text = (keep: string[]): string => program("plugin", { keep: { source: { directory: "t", keep } } });
  const stack = await pluginStack(live, text([]), {
    files: {
      "t/main.tf": main(false),
      "t/.config/a": "a",
      "t/terraform.tfvars": 'region = "us"\n',
      "t/.gitignore": "",
    },
  });
  const told = messagesAt(await stack.up(), "keep");
  // The engine takes lines side by side.
  expect(told.sort()).toEqual([
    '"terraform.tfvars" is not uploaded and not read. Set these values in `variables`.',
    'Left out of the template, as the coder command does: ".config/". To take them, name them in `source.keep`; to hear ' +
      "no more of them, in `source.ignore`.",
  ]);

  // From here on it is also larger than the coder command takes.
  stack.writeFile("t/large.txt", "x".repeat(1_200_000));
  stack.writeFile("t/main.tf", main(true));
  stack.writeProgram(programOn("plugin", text([".config/", "*.tfvars"])));
  const again = messagesAt(await stack.up(), "keep");
  expect(again).toHaveLength(3);
  for (const part of ["has to be replaced", "~ main.tf (+", "makes a tar of 1.1 MiB"])
    expect(again).toContainEqual(expect.stringContaining(part));
  const { id = "", outputs } = stack.stateOf("keep");
  expect(Object.keys(outputs["files"] as object)).toEqual([".config/a", "large.txt", "main.tf", "terraform.tfvars"]);
  expect((await live.api.version(id)).job.status).toBe("succeeded");

  const importing = await pluginStack(live, "");
  await importInto(importing, [["TemplateVersion", "version", id]]);
  expect(importing.stateOf("version").inputs["source"]).toMatchObject({ keep: ["/.config/a", "/terraform.tfvars"] });
  expect(importing.stateOf("version").outputs["source"]).toMatchObject({ keep: ["/.config/a", "/terraform.tfvars"] });
});

it("what can't be included or asked of Git is refused by one sentence each", async () => {
  const host = "dynamic";
  const include = {
    none: "../none",
    "../up": "../common",
    m: "../common",
    "main.tf": "../common",
    all: "..",
  };
  const source = { directory: "template", include, git: ["name"] };
  const stack = await stackOn(host, live, program(host, { bad: { source, name: "v1" } }), {
    files: { "template/main.tf": "", "template/m/x.tf": "", "common/x.tf": "" },
  });
  const conflict = await stack.previewFailing();
  expect(conflict.text).toContain("`source.git` gives the name. Remove `name`");
  stack.writeProgram(programOn(host, program(host, { bad: { source } })));
  const refused = await stack.previewFailing();
  const reasons = messagesAt(refused, "bad", "error");
  expect(reasons).toHaveLength(5);
  for (const sentence of [
    'At `source.include`: "none": There is no folder',
    'At `source.include`: The path "../up" contains "..".',
    'At `source.include`: The path "m/x.tf" is both in',
    'At `source.include`: The path "main.tf" is a file in',
    'At `source.include`: "all": ',
  ])
    expect(reasons.filter((reason) => reason.includes(sentence))).toHaveLength(1);
  stack.writeProgram(programOn(host, program(host, { bad: { source: { directory: "template", git: ["name"] } } })));
  expect((await stack.previewFailing()).text).toContain("is in no Git repository.");
  expect(live.proxy.mutations()).toEqual([]);
});
