// Attacks, on the real engine and on both hosts: secrets in a failing deletion, a token for another server, a pattern
// that never ends. More of them are in taking-over.test.ts and in the unit tests.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { HOSTS, programOn, stackOn } from "./host-programs";
import { useLive } from "./live";
import { CODER_PROVIDER } from "./templates";

const live = useLive("attack");

const SECRET = "tell-nobody-4711";

/**
 * One parameter's value is in the error of a build that fails. Another parameter's pattern takes exponential time in
 * engines that backtrack.
 */
function template(): Record<string, string> {
  return {
    "main.tf": `${CODER_PROVIDER}
data "coder_parameter" "secret" {
  name    = "secret"
  default = "none"
  mutable = true
}
data "coder_parameter" "slug" {
  name    = "slug"
  default = "a"
  mutable = true
  validation {
    regex = "^([a-z0-9]+-?)+$"
    error = "Letters, digits and hyphens."
  }
}
data "coder_parameter" "may_go" {
  name    = "may_go"
  type    = "bool"
  default = "true"
  mutable = true
}
resource "terraform_data" "main" {
  input = { secret = data.coder_parameter.secret.value, may_go = data.coder_parameter.may_go.value }
  provisioner "local-exec" {
    when    = destroy
    command = "echo the secret is \${self.input.secret}; test \${self.input.may_go} = true"
  }
}
`,
  };
}

describe.each(HOSTS)("the %s host", (host) => {
  const program = (name: string, parameters: string): string => `
const version = new coderd.TemplateVersion("version", ${JSON.stringify({ templateName: name, source: { files: template() } })});
const template = new coderd.Template("template", { name: ${JSON.stringify(name)}, activeVersionId: version.id });
new coderd.Workspace("dev", { name: ${JSON.stringify(name)}, templateVersionId: template.activeVersionId, parameters: ${parameters} });
`;

  it("hides a secret parameter that Terraform repeats while a deletion fails, and checks a pattern in linear time", async () => {
    const name = `${live.prefix}${host.charAt(0)}`;
    const parametersOf = (mayGo: boolean): string =>
      `{ secret: pulumi.secret(${JSON.stringify(SECRET)}), may_go: ${mayGo} }`;
    const stack = await stackOn(host, live, program(name, parametersOf(false)));
    await stack.up();
    const failed = await stack.destroyFailing();
    expect(failed.text).toContain("the secret is [secret]");
    // The tests' event log has debugging lines of Pulumi's SDK with open secrets; users don't get these lines.
    const files = stack
      .allFiles()
      .filter(({ file }) => !file.includes("/program/") && !/events-\d+\.jsonl$/.test(file));
    expect(files.filter(({ text }) => text.includes(SECRET)).map(({ file }) => file)).toEqual([]);
    expect(failed.text).not.toContain(SECRET);

    // Backtracking would take longer than this test may.
    const started = Date.now();
    stack.writeProgram(programOn(host, program(name, `{ secret: "x", slug: "${"a".repeat(40)}!", may_go: false }`)));
    const refused = await stack.previewFailing();
    expect(refused.text).toContain("Letters, digits and hyphens.");
    expect(Date.now() - started).toBeLessThan(120_000);

    stack.writeProgram(programOn(host, program(name, parametersOf(true))));
    // The last build of the workspace is the deletion that failed: a new build sets the value that lets it go.
    await live.api.build(stack.stateOf("dev").id ?? "", {
      transition: "start",
      rich_parameter_values: [{ name: "may_go", value: "true" }],
    });
    await stack.up();
    await stack.destroy();
  });

  it("sends the environment's token to the environment's server only", async () => {
    const seen: (string | string[] | undefined)[] = [];
    const stranger = http.createServer((request, response) => {
      seen.push(request.headers["coder-session-token"]);
      response.writeHead(401, { "content-type": "application/json" }).end("{}");
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
      const text =
        'new coderd.Template("template", { name: "none", activeVersionId: "00000000-0000-4000-8000-000000000001" });';
      const stack = await stackOn(host, live, text, { configuration: { "coderd:url": url } });
      const refused = await stack.previewFailing();
      expect(refused.text).toContain("CODER_SESSION_TOKEN");
      expect(seen.filter((token) => token !== undefined)).toEqual([]);
      // A token without an address in the environment is for the configured server, as in CI.
      Object.assign(stack.environment, { CODER_URL: "" });
      await stack.previewFailing();
      expect(seen.filter((token) => token !== undefined).length).toBeGreaterThan(0);
    } finally {
      stranger.closeAllConnections();
      await new Promise((resolve) => stranger.close(resolve));
    }
  });
});
