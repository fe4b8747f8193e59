// What a preview tells of another version on a real server: the files that differ, with the former lines from there,
// and why a resource is replaced. Also who may read a version's files.
import { createClient } from "../../provider/client/client";
import { HOSTS, programOn, stackOn } from "./host-programs";
import { useLive } from "./live";
import { messagesAt, type Stack } from "./stack";

const live = useLive("differ");

const SECRET = "hunter2-differ-5c1";

function mainOf(size: string): string {
  return `variable "region" {
  default = "eu"
}
variable "password" {
  sensitive = true
}
locals {
  size = "${size}"
}
resource "terraform_data" "main" {
  input = local.size
}
`;
}

const DIFFERENCE = `Variables: \`region\` changed.
Files: 3 changed, 1 added, 1 removed.
  - README.md (9 bytes)
  + docs/new.md (4 bytes)
  ~ main.tf (+1 -1)
  ~ prod.tfvars (lines not shown: files of that name hold secrets)
  ~ start.sh (+1 -1)
--- main.tf
+++ main.tf
@@ -5,7 +5,7 @@
   sensitive = true
 }
 locals {
-  size = "small"
+  size = "large"
 }
 resource "terraform_data" "main" {
   input = local.size
--- start.sh
+++ start.sh
@@ -1,2 +1,2 @@
 #!/bin/sh
-echo [secret] one
+echo [secret] two`;

function write(stack: Stack, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) stack.writeFile(`template/${path}`, text);
}

it.each(HOSTS)("a preview shows the changed lines, and why a version is replaced, on the %s host", async (host) => {
  const name = `${live.prefix}${host}`;
  const program = (region: string): string =>
    programOn(
      host,
      `
const content = { source: { directory: "./template" }, variables: { region: "${region}", password: pulumi.secret("${SECRET}") } };
new coderd.Template("template", { name: "${name}", ...content });
const version = new coderd.TemplateVersion("version", { templateName: "${name}v", ...content });
new coderd.Template("other", { name: "${name}v", activeVersionId: version.id });
`,
    );
  const stack = await stackOn(host, live, "");
  write(stack, { "main.tf": mainOf("small"), "README.md": "# Docker\n", "prod.tfvars": "a = 1\n" });
  write(stack, { "start.sh": `#!/bin/sh\necho ${SECRET} one\n` });
  stack.writeProgram(program("eu"));
  await stack.up();
  live.proxy.clear();
  expect((await stack.preview()).operations).toEqual({});
  expect(live.proxy.matching({ method: "GET", path: /^\/files\// })).toEqual([]);

  stack.removeFile("template/README.md");
  write(stack, { "main.tf": mainOf("large"), "docs/new.md": "New\n", "prod.tfvars": "a = 2\n" });
  write(stack, { "start.sh": `#!/bin/sh\necho ${SECRET} two\n` });
  stack.writeProgram(program("us"));
  live.proxy.clear();
  const preview = await stack.preview(["--diff"]);
  expect(messagesAt(preview, "template")).toEqual([`Another version of template "${name}" is made:\n${DIFFERENCE}`]);
  // The engine takes lines side by side.
  expect(messagesAt(preview, "version").sort()).toEqual([
    `Another version of template "${name}v" is made:\n${DIFFERENCE}`,
    'TemplateVersion "version" has to be replaced:\n' +
      "- `source`: the files of a version never change.\n" +
      "- `variables`: a version keeps the values that it was imported with.",
  ]);
  expect(preview.text).not.toContain(SECRET);
  expect(live.proxy.matching({ method: "GET", path: /^\/files\// })).toHaveLength(2);
  expect(live.proxy.mutations()).toEqual([]);
});

it("the server gives the files of a version to whoever may change the template, and says to others that there are none", async () => {
  const { active_version_id } = await live.api.template(`${live.prefix}plugin`);
  const { job } = await live.api.version(active_version_id);
  const statusFor = async (roles: string[]): Promise<unknown> => {
    const client = createClient({ url: live.api.url, token: (await live.user(roles)).api.token });
    try {
      return await client.getFile(job.file_id).then(
        () => 200,
        (thrown: unknown) => (thrown as { status?: number }).status,
      );
    } finally {
      await client.close();
    }
  };
  expect([await statusFor(["template-admin"]), await statusFor([])]).toEqual([200, 404]);
});
