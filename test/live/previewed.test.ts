// Versions that a preview imports, on the real engine and server: what fails there, what the update takes, what checks
// see of it, and what is planned of workspaces.
import { HOSTS, PLUGIN_FOLDER, programOn, stackOn } from "./host-programs";
import { FIRST_RUN_MILLISECONDS, provideLanguageHost, searchPath } from "./languages";
import { isServerBefore, useLive } from "./live";
import { messagesAt, type Result } from "./stack";
import { CODER_PROVIDER, type TemplateFiles } from "./templates";

const live = useLive("valid");

const CONFIGURATION = { "coderd:validateAtPreview": "true", "coderd:dryRunAtPreview": "true" };
const PASSWORD = "correct-horse-battery";

/** Parameters by name, and a resource for each word; only Terraform can tell whether `broken` is JSON. */
function files(marker: string, { words = ["main"], region = "eu", broken = "1" } = {}): TemplateFiles {
  return {
    "main.tf": `${CODER_PROVIDER}
variable "password" {
  type      = string
  sensitive = true
}
data "coder_parameter" "region" {
  name    = "region"
  mutable = true
  option {
    name  = "One"
    value = "${region}"
  }
}
locals {
  checked = jsondecode(base64decode("${Buffer.from(broken).toString("base64")}"))
}
${words.map((word) => `resource "terraform_data" "${word}" {\n  input = "${marker} \${local.checked}"\n}`).join("\n")}
`,
  };
}

/** Imports that the server has begun since the last call. */
function takeImports(): number {
  const begun = live.proxy
    .matching({ method: "POST", path: /\/templateversions$/ })
    .filter(({ status }) => status === 201).length;
  live.proxy.clear();
  return begun;
}

function said(result: Result, name: string): string {
  return messagesAt(result, name).join("\n");
}

describe.each(HOSTS)("a template with a source, on the %s host", (host) => {
  const program = (name: string, source: TemplateFiles, region = "eu", message = ""): string =>
    programOn(
      host,
      `
const template = new coderd.Template("template", {
  name: ${JSON.stringify(name)}, source: { files: ${JSON.stringify(source)} }, versionMessage: ${JSON.stringify(message)},
  variables: { password: new pulumi.Config("test").requireSecret("password") },
});
const workspace = new coderd.Workspace("workspace", {
  name: ${JSON.stringify(name)}, templateVersionId: template.activeVersionId, parameters: { region: "${region}" },
});
`,
    );

  it("is imported by the preview, once, and everything after it is judged by that", async () => {
    const name = `${live.prefix}${host.slice(0, 3)}`;
    const stack = await stackOn(host, live, "", {
      configuration: { ...CONFIGURATION, "test:password": { secret: PASSWORD } },
    });

    // What only an import can know, with the line; then a value that the version does not take.
    stack.writeProgram(program(name, files("one", { broken: "{" })));
    const broken = await stack.previewFailing();
    expect(said(broken, "template")).toMatch(
      /source[^]*was not imported[^]*Error in function call[^]*on main\.tf line \d+/,
    );
    expect(takeImports()).toBe(1);
    if (!isServerBefore(2, 24)) {
      stack.writeProgram(program(name, files("one"), "moon"));
      expect(said(await stack.previewFailing(), "workspace")).toMatch(/region/);
      expect(takeImports()).toBe(1);
    }
    stack.writeProgram(program(name, files("one")));
    const first = await stack.preview();
    expect(first.text).not.toContain(PASSWORD);
    expect(said(first, "workspace")).toMatch(/would have, as the server plans it:\n {2}\+ terraform_data\.main/);
    expect(takeImports()).toBe(isServerBefore(2, 24) ? 1 : 0);
    await stack.up();
    expect(takeImports()).toBe(0);

    stack.writeProgram(program(name, files("two"), "eu", "Second."));
    await stack.preview();
    expect(takeImports()).toBe(1);
    const three = files("three", { words: ["main", "cache"] });
    stack.writeProgram(program(name, three, "eu", "Third."));
    const second = await stack.preview();
    expect(takeImports()).toBe(1);
    expect(said(second, "workspace")).toMatch(
      /the server plans, compared with build 1 \(start\):\n {2}\+ terraform_data\.cache\n {2}= terraform_data\.main/,
    );
    await stack.preview();
    expect(takeImports()).toBe(0);
    const template = await live.api.template(name);
    const versions = await live.api.versions(template.id);
    // What the first of the two imported is given up; the other waits, inactive.
    expect(versions.slice(-2).map(({ archived }) => archived)).toEqual([true, false]);
    expect(template.active_version_id).not.toBe(versions.at(-1)?.id);
    expect(versions.at(-1)?.["message"]).toMatch(/^Imported by a preview of urn:pulumi:/);
    await stack.up();
    expect(takeImports()).toBe(0);
    const active = await live.api.version((await live.api.template(name)).active_version_id);
    expect(active).toMatchObject({ id: versions.at(-1)?.id, message: "Third." });
    await stack.expectNoChanges();
    expect(JSON.stringify(stack.state())).not.toContain("__preview");
  });
});

it(
  "hands the id of a version on in YAML, by which the server judges what depends on it",
  async () => {
    const name = `${live.prefix}yaml`;
    const environment = { PATH: searchPath(...(await provideLanguageHost("yaml"))) };
    const stack = await live.stack("", { configuration: CONFIGURATION, environment, packageFolder: false });
    const project = stack.folder.split("/").at(-2) ?? "";
    const text = (marker: string, region: string): string =>
      JSON.stringify({
        name: project,
        runtime: "yaml",
        plugins: { providers: [{ name: "coderd", path: PLUGIN_FOLDER }] },
        resources: {
          version: {
            type: "coderd:TemplateVersion",
            properties: { templateName: name, source: { files: files(marker) }, variables: { password: PASSWORD } },
          },
          template: { type: "coderd:Template", properties: { name, activeVersionId: "${version.id}" } },
          workspace: {
            type: "coderd:Workspace",
            properties: { name, templateVersionId: "${template.activeVersionId}", parameters: { region } },
          },
        },
      }).replaceAll("${local", () => "$${local");
    stack.writeFile("Pulumi.yaml", text("one", "eu"));
    await stack.up();
    expect(takeImports()).toBe(1);
    stack.writeFile("Pulumi.yaml", text("two", "moon"));
    const refused = await stack.previewFailing();
    expect(said(refused, "workspace")).toMatch(/region/);
    expect(takeImports()).toBe(1);
    stack.writeFile("Pulumi.yaml", text("two", "eu"));
    await stack.preview();
    await stack.up();
    expect(takeImports()).toBe(0);
  },
  FIRST_RUN_MILLISECONDS,
);
