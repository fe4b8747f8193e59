// Secrets appear nowhere in clear: every byte is searched that a run leaves and prints, with the engine's logs at their
// highest verbosity, in steps that pass and in steps that fail, also where Terraform repeats the value in its error.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isProperties } from "../../provider/values";
import { scanTexts, type Leak } from "../fakes/leak-scan";
import { HOSTS, importInto, programOn, stackOn, type Host } from "./host-programs";
import { ALL_LOGS, LeakScan } from "./leaks";
import { useLive } from "./live";
import { eventually } from "./server-api";
import { messagesAt, type Result, type Stack } from "./stack";
import { CODER_PROVIDER } from "./templates";

const live = useLive("secret");

const VALUES = {
  /** Sensitive for the template, a secret of the program. */
  password: "hunter2-9f2c77e1b0",
  /** Not sensitive for the template: its logs and errors show it. */
  careless: 'pa"ss <w>/&+ 7d1e',
  parameter: "sesame-4be1d05c77",
  refused: "refused-51c0ffee9a",
};

const VARIABLES = `
variable "password" {
  type      = string
  sensitive = true
}
variable "careless" {
  type = string
}
`;

/** Terraform is to say both in one line: as it is, and as base64. */
const FAILING_COMMAND = String.raw`"echo \"It was ${"$"}{local.word} ${"$"}{base64encode(local.word)}\" >&2; exit 7"`;

/** The import and the build fail where they are told to, with the values in Terraform's error. */
function template(marker: string, failing: "import" | "build" | "nothing" = "nothing"): Record<string, string> {
  return {
    "main.tf": `${CODER_PROVIDER}${VARIABLES}
data "coder_workspace" "me" {}
data "coder_parameter" "word" {
  name    = "word"
  type    = "string"
  default = "none"
  mutable = true
  validation {
    regex = "^(none|sesame-.*)$"
    error = "No such word."
  }
}
locals {
  word = data.coder_parameter.word.value
}
resource "terraform_data" "main" {
  input = "${marker} \${var.careless} \${length(var.password)}"
  lifecycle {
    precondition {
      condition     = var.careless ${failing === "import" ? "==" : "!="} "none"
      error_message = "It can't be \${var.careless}, in base64 \${base64encode(var.careless)}."
    }
  }
}
resource "terraform_data" "machine" {
  count            = data.coder_workspace.me.start_count
  triggers_replace = "${marker} \${local.word}"
  provisioner "local-exec" {
    command = ${failing === "build" ? FAILING_COMMAND : '"sleep 2"'}
  }
}
`,
  };
}

const CONFIGURATION = Object.fromEntries(Object.entries(VALUES).map(([key, secret]) => [`test:${key}`, { secret }]));

/** Expects `options`. */
function templateProgram(name: string, files: Record<string, string>): string {
  return `
const configuration = new pulumi.Config("test");
const secret = (key) => configuration.requireSecret(key);
const template = new coderd.Template("template", {
  name: ${JSON.stringify(name)}, source: { files: ${JSON.stringify(files)} },
  variables: { password: secret("password"), careless: secret("careless") },
}, options);
`;
}

function program(name: string, files: Record<string, string>, parameter: keyof typeof VALUES = "parameter"): string {
  return `
const options = {};
${templateProgram(name, files)}
const workspace = new coderd.Workspace("workspace", {
  name: ${JSON.stringify(name)}, templateVersionId: template.activeVersionId,
  parameters: { word: secret(${JSON.stringify(parameter)}) },
});
exports.given = secret("password");
`;
}

/** Opens no envelope: what is in one, the engine encrypts. */
function withoutEnvelopes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEnvelopes);
  if (!isProperties(value)) return value;
  if ("4dabf18193072939515e22adb298388d" in value) return "(secret)";
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutEnvelopes(entry)]));
}

describe.each(HOSTS)("on the %s host", (host) => {
  it("no secret is in anything that is printed or left, whatever fails", async () => {
    const name = `${live.prefix}${host.slice(0, 3)}`;
    const stack = await stackOn(host, live, program(name, template("one")), {
      configuration: { ...CONFIGURATION, "coderd:token": { secret: live.api.token } },
      environment: { CODER_SESSION_TOKEN: "" },
    });
    const scan = new LeakScan(stack, { ...VALUES, token: live.api.token });
    const declare = (...declared: [files: Record<string, string>, parameter?: keyof typeof VALUES]): void =>
      stack.writeProgram(programOn(host, program(name, ...declared)));

    scan.after("a preview", await stack.preview(["--diff", ...ALL_LOGS]));
    scan.after("creations", await stack.up(ALL_LOGS));
    const open = JSON.stringify(await stack.openState());
    // With the passphrase they can be read.
    for (const kept of ["password", "parameter"] as const) expect(open).toContain(VALUES[kept]);

    const told: string[] = [];
    const failed = (step: string, resource: string, result: Result): void => {
      scan.after(step, result);
      told.push(messagesAt(result, resource, "error").join("\n"));
    };
    declare(template("one", "import"));
    failed("a failed import", "template", await stack.upFailing(ALL_LOGS));
    declare(template("one", "build"));
    failed("a failed build", "workspace", await stack.upFailing(ALL_LOGS));
    declare(template("two"));
    scan.after("an update", await stack.up(["--diff", ...ALL_LOGS]));
    declare(template("two"), "refused");
    failed("a refused value at preview", "workspace", await stack.previewFailing(ALL_LOGS));
    failed("a refused value", "workspace", await stack.upFailing(ALL_LOGS));

    declare(template("three"));
    scan.after("an interrupted roll-out", await interruptedRollOut(stack));
    declare(template("four"));
    const { result, calls } = await loggedUpdate(stack);
    scan.after("the roll-out after it", result);
    scan.after("a refresh", await stack.refresh(["--diff", ...ALL_LOGS]));
    if (host === "dynamic") scan.after("a destroy", await stack.destroy(ALL_LOGS));
    expect(scan.found).toEqual([]);
    if (host === "plugin") {
      // The server tells a workspace's parameters, and not that the program takes one for a secret.
      const { password, careless, refused } = VALUES;
      const later = new LeakScan(stack, { password, careless, refused, token: live.api.token });
      later.after("an import", { text: await importAll(stack) });
      later.after("the update after it", await stack.up(["--diff", ...ALL_LOGS]));
      later.after("a destroy", await stack.destroy(ALL_LOGS));
      expect(later.found).toEqual([]);
    }
    expect(told).toEqual(
      ["It can't be [secret], in base64 [secret]", "It was [secret] [secret]", "No such word.", "No such word."].map(
        (words) => expect.stringContaining(words) as string,
      ),
    );
    expect(calls.length).toBeGreaterThan(10);
    if (host === "plugin") expect(leaksInAnswers(calls)).toEqual([]);
    expect(stack.isEmpty()).toBe(true);
    expect(stack.allFiles().some(({ file }) => file.includes("/state/.pulumi/history/"))).toBe(true);
  });
});

/** Who gives the token where the stack configuration doesn't. */
const GIVERS: [giver: string, host: Host][] = [
  ["a login", "dynamic"],
  ["a login", "plugin"],
  ["an explicit provider", "plugin"],
];

it.each(GIVERS)("the token of %s is nowhere on the %s host", async (giver, host) => {
  const isLogin = giver === "a login";
  const name = `${live.prefix}${isLogin ? "log" : "exp"}${host.slice(0, 3)}`;
  // Where `coder login` keeps the token it stands as it is: not among what a run leaves.
  const login = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-login-"));
  if (isLogin) {
    fs.writeFileSync(path.join(login, "url"), `${live.proxy.url}\n`);
    fs.writeFileSync(path.join(login, "session"), `${live.api.token}\n`);
  }
  const explicit = `
const token = new pulumi.Config("test").requireSecret("token");
const options = { provider: new coderd.Provider("mine", { url: ${JSON.stringify(live.proxy.url)}, token }) };
`;
  try {
    const text = (failing?: "import"): string =>
      (isLogin ? "const options = {};" : explicit) + templateProgram(name, template("one", failing));
    const stack = await stackOn(host, live, text("import"), {
      configuration: { ...CONFIGURATION, "test:token": { secret: isLogin ? "unused-by-this" : live.api.token } },
      environment: { CODER_URL: "", CODER_SESSION_TOKEN: "", CODER_CONFIG_DIR: login },
    });
    const scan = new LeakScan(stack, { ...VALUES, token: live.api.token });
    scan.after("a failed import", await stack.upFailing(["--debug", ...ALL_LOGS]));
    stack.writeProgram(programOn(host, text()));
    const { result, calls } = await loggedUpdate(stack);
    scan.after("creations", result);
    scan.after("a refresh", await stack.refresh(ALL_LOGS));
    scan.after("a destroy", await stack.destroy(ALL_LOGS));
    expect(scan.found).toEqual([]);
    expect(calls.length).toBeGreaterThan(10);
    // The dynamic host isn't told which values are secret: the engine encrypts what it answers in an input's place.
    if (host === "plugin") expect(leaksInAnswers(calls)).toEqual([]);
    // The engine doesn't know the token of a login.
    if (host === "plugin" && isLogin) expect(scanTexts(calls, { token: live.api.token })).toEqual([]);
  } finally {
    fs.rmSync(login, { recursive: true });
  }
});

/** Interrupts an update once the workspace's build has begun. */
async function interruptedRollOut(stack: Stack): Promise<Result> {
  const { id = "" } = stack.stateOf("workspace");
  const latest = async (): Promise<string> => (await live.api.workspace(id)).latest_build.id;
  const before = await latest();
  const running = stack.begin("up", ALL_LOGS);
  await eventually(latest, (build) => build !== before);
  running.interrupt();
  const result = await running.ended;
  expect(result.exitCode).not.toBe(0);
  return result;
}

/** Forgets the objects and imports them. */
async function importAll(stack: Stack): Promise<string> {
  const [template, workspace] = [stack.stateOf("template"), stack.stateOf("workspace")];
  await stack.run(["state", "delete", template.urn, "--target-dependents", "--yes"]);
  return importInto(stack, [
    ["Template", "template", template.id ?? ""],
    ["Workspace", "workspace", workspace.id ?? ""],
  ]);
}

/** An update, and the calls between the engine and its processes in it, one in each line. */
async function loggedUpdate(stack: Stack): Promise<{ result: Result; calls: string[] }> {
  const log = path.join(stack.root, "tmp", "calls.json");
  stack.environment["PULUMI_DEBUG_GRPC"] = log;
  const result = await stack.up(["--debug", ...ALL_LOGS]);
  delete stack.environment["PULUMI_DEBUG_GRPC"];
  const calls = fs.readFileSync(log, "utf8").split("\n");
  // It has to be looked through in another way than the other files.
  fs.rmSync(log);
  return { result, calls: calls.filter((line) => line !== "") };
}

/** What the engine sends it has from the program, as it is; what it is answered, it stores. */
function leaksInAnswers(calls: readonly string[]): Leak[] {
  const answers = calls.map((line) => {
    const { method, response, errors } = JSON.parse(line) as Record<string, unknown>;
    return JSON.stringify(withoutEnvelopes({ method, response, errors }));
  });
  return scanTexts(answers, { ...VALUES, token: live.api.token });
}

it("makes the value of a variable that the template marks as sensitive a secret everywhere, though the program gave it as plain text", async () => {
  const name = `${live.prefix}plain`;
  const { password, careless } = VALUES;
  const stack = await stackOn(
    "dynamic",
    live,
    `
const version = new coderd.TemplateVersion("version", {
  templateName: ${JSON.stringify(name)}, source: { files: ${JSON.stringify({ "main.tf": VARIABLES })} },
  variables: { password: ${JSON.stringify(password)}, careless: ${JSON.stringify(careless)} },
});
exports.variables = version.variables;
`,
  );
  const result = await stack.up();
  expect(JSON.stringify(result.outputs)).not.toContain(password);
  expect(stack.stateOf("version").outputs["sensitiveVariables"]).toEqual(["password"]);
  expect(result.text).not.toContain(password);
  const stored = stack.allFiles().filter(({ file }) => file.startsWith(path.join(stack.root, "state")));
  expect(stored.filter(({ text }) => text.includes(password)).map(({ file }) => file)).toEqual([]);
  await stack.expectNoChanges();
});
