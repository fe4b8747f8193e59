import type { ProvisionerJobLog } from "../../../provider/client/provisioner";
import {
  createRedactor,
  isBareExitStatus,
  missingVariableNames,
  readLogEntry,
  statusLine,
} from "../../../provider/jobs/logs";
import { jobLogOf, readSample } from "./samples";

function entry(output: string, overrides: Partial<ProvisionerJobLog> = {}): ProvisionerJobLog {
  return {
    id: 1,
    created_at: "",
    log_source: "provisioner",
    log_level: "info",
    stage: "Planning",
    output,
    ...overrides,
  };
}

function errorText(lines: readonly string[]): string | undefined {
  return jobLogOf(lines.map((line) => entry(line, { log_level: "error" }))).errorText;
}

describe("JobLog.errorText", () => {
  it("takes Terraform's blocks out of a failed plan, and nothing else", () => {
    expect(jobLogOf(readSample("undeclared-references").logs).errorText).toBe(
      [
        "Error: Reference to undeclared input variable",
        'on main.tf line 8, in output "x":',
        '  8: output "x" { value = var.missing }',
        "",
        'An input variable with the name "missing" has not been declared. This variable can be declared with a variable "missing" {} block.',
        "",
        "Error: Reference to undeclared resource",
        'on main.tf line 7, in resource "terraform_data" "a":',
        '  7: resource "terraform_data" "a" { input = nothing.here.id }',
        "",
        'A managed resource "nothing" "here" has not been declared in the root module.',
      ].join("\n"),
    );
  });

  it("says once what terraform init says twice, without its announcement", () => {
    expect(jobLogOf(readSample("duplicate-resource").logs).errorText).toBe(
      [
        'Error: Duplicate resource "terraform_data" configuration',
        "  on main.tf line 8:",
        '   8: resource "terraform_data" "a" {}',
        'A terraform_data resource named "a" was already declared at main.tf:7,1-30.',
        "Resource names must be unique per type in each module.",
      ].join("\n"),
    );
  });

  it("keeps two blocks of the same title apart when they say different things", () => {
    expect(jobLogOf(readSample("missing-module").logs).errorText).toBe(
      [
        "Error: Unreadable module directory",
        "Unable to evaluate directory symlink: lstat nope: no such file or directory",
        "",
        "Error: Unreadable module directory",
        'The directory  could not be read for module "x" at main.tf:7.',
      ].join("\n"),
    );
  });

  it("keeps the values under an expression", () => {
    expect(jobLogOf(readSample("variable-validation").logs).errorText).toContain(
      '  7: variable "size" {\n    ├────────────────\n    │ var.size is 77\n\nSize must be below 3.',
    );
  });

  it("keeps the output of a command that failed", () => {
    expect(jobLogOf(readSample("build-local-exec-fails").logs).errorText).toBe(
      [
        "Error: local-exec provisioner error",
        'on main.tf line 15, in resource "terraform_data" "a":',
        '  15:  provisioner "local-exec" {',
        "",
        "Error running command 'echo 'password is hunter2secret'; echo 'multi' >&2; exit 3': exit status 3. " +
          "Output: password is hunter2secret",
        "multi",
      ].join("\n"),
    );
  });

  it("leaves out that the execution halted when another error says why", () => {
    expect(jobLogOf(readSample("build-cancelled").logs).errorText).not.toContain("execution halted");
    expect(errorText(["Error: execution halted", ""])).toBe("Error: execution halted");
  });

  it("takes Terraform's frame off", () => {
    expect(
      errorText(["╷", "│ Error: Invalid function", "│ ", "│   on main.tf line 1:", "│    1: x = nope()", "╵"]),
    ).toBe("Error: Invalid function\n\n  on main.tf line 1:\n   1: x = nope()");
  });

  it("takes errors that Terraform did not write as they are", () => {
    expect(errorText(["insufficient quota", "delete a workspace"])).toBe("insufficient quota\ndelete a workspace");
  });

  it("is undefined when no error was logged", () => {
    expect(jobLogOf(readSample("missing-variables").logs).errorText).toBeUndefined();
    expect(jobLogOf(readSample("build-succeeds").logs).errorText).toBeUndefined();
    expect(errorText(["", " "])).toBeUndefined();
  });

  it("cuts a long block in its middle and says how much it left out", () => {
    const text = errorText(["Error: long", ...Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)]);
    expect(text?.split("\n")).toHaveLength(38);
    expect(text).toContain("line 24\n… 64 lines left out …\nline 89\n");
    expect(text?.endsWith("line 100")).toBe(true);
  });

  it("cuts a long line in its middle, since how a command ended stands at its end", () => {
    const text = errorText([`Error: ${"x".repeat(2_000)} exit status 1`]);
    expect(text).toHaveLength(503);
    expect(text?.endsWith("x exit status 1")).toBe(true);
  });

  it("shows eight blocks and counts the rest", () => {
    const text = errorText(Array.from({ length: 11 }, (_, index) => `Error: number ${index + 1}`));
    expect(text?.endsWith("Error: number 8\n\n… and 3 more.")).toBe(true);
  });
});

describe("JobLog", () => {
  it("names the stage of the error, not the cleaning up after it", () => {
    expect(jobLogOf(readSample("build-local-exec-fails").logs).lastStage).toBe("Starting workspace");
    expect(jobLogOf(readSample("missing-variables").logs).lastStage).toBe("Parsing template parameters");
    expect(jobLogOf([]).lastStage).toBeUndefined();
  });

  it("keeps the last ten lines that are not for debugging", () => {
    expect(jobLogOf(readSample("unknown-provider").logs).lastLines).toEqual([
      "terraform environment variable: TF_CLI_CONFIG_FILE=/etc/coder/tf.rc",
      "Error: Failed to query available provider packages",
      "Could not retrieve the list of available versions for provider acme/nope:",
      "provider registry.terraform.io/acme/nope was not found in any of the search",
      "locations",
      "  - /etc/coder/mirror",
    ]);
    expect(jobLogOf(Array.from({ length: 30 }, (_, index) => entry(`line ${index}`))).lastLines).toEqual(
      Array.from({ length: 10 }, (_, index) => `line ${index + 20}`),
    );
  });
});

describe("readLogEntry", () => {
  it("takes colours and control characters away", () => {
    const coloured = readSample("build-succeeds").logs.find((line) => line.output.includes("\u001b[31m"));
    if (coloured === undefined) throw new Error("The sample has no coloured line.");
    expect(readLogEntry(coloured, (text) => text).map((line) => line.text)).toEqual([
      "terraform_data.a: (local-exec): colour red",
    ]);
    expect(readLogEntry(entry("bell\u0007\ttab  "), (text) => text).map((line) => line.text)).toEqual(["bell  tab"]);
  });

  it("makes lines of an entry that holds several", () => {
    expect(
      readLogEntry(entry("\nInterrupt received.\r\nPlease wait.\n"), (text) => text).map((line) => line.text),
    ).toEqual(["", "Interrupt received.", "Please wait.", ""]);
  });

  it("redacts before anything else can take a secret apart", () => {
    const redact = createRedactor(["top\tsecret", "first\nsecond"]);
    expect(readLogEntry(entry("a \u001b[31mtop\tsecret\u001b[0m b"), redact)[0]?.text).toBe("a [secret] b");
    expect(readLogEntry(entry("x first\nsecond y"), redact).map((line) => line.text)).toEqual(["x [secret] y"]);
  });
});

describe("statusLine", () => {
  it("puts stage and line into one line", () => {
    expect(statusLine("Starting workspace", "  a\n b ")).toBe("Starting workspace: a b");
    expect(statusLine("Starting workspace", "")).toBe("Starting workspace");
  });

  it("cuts at 120 characters without breaking one", () => {
    const line = statusLine("Stage", "🙂".repeat(200));
    expect([...line]).toHaveLength(120);
    expect(line.endsWith("🙂…")).toBe(true);
  });
});

describe("createRedactor", () => {
  it("hides every occurrence in a real log", () => {
    const text = jobLogOf(readSample("build-local-exec-fails").logs, createRedactor(["hunter2secret"])).errorText;
    expect(text).not.toContain("hunter2");
    expect(text).toContain("Output: password is [secret]");
    expect(
      jobLogOf(readSample("precondition-with-values").logs, createRedactor(["hunter2secret"])).errorText,
    ).toContain('var.pw is "[secret]"');
  });

  it("leaves nothing of secrets that overlap or contain each other", () => {
    expect(createRedactor(["abcd", "cdef", "abcdefgh"])("1 abcdef 2 abcdefgh 3 abcdabcd 4")).toBe(
      "1 [secret] 2 [secret] 3 [secret] 4",
    );
  });

  it("hides each line of a secret of several lines", () => {
    const redact = createRedactor(["-----BEGIN KEY-----\n  c2VjcmV0\r\nYQ==\n}"]);
    expect(["-----BEGIN KEY-----", "c2VjcmV0", "x YQ== }"].map(redact)).toEqual([
      "[secret]",
      "[secret]",
      "x [secret] }",
    ]);
  });

  it("hides a secret as Terraform and Go quote it", () => {
    const redact = createRedactor(['pass"word\\1', "a${b}c"]);
    expect(redact('var.pw is "pass\\"word\\\\1", var.x is "a$${b}c"')).toBe(
      'var.pw is "[secret]", var.x is "[secret]"',
    );
    expect(redact('pass"word\\1 a${b}c')).toBe("[secret] [secret]");
  });

  it("leaves text alone when secrets are shorter than three characters or blank", () => {
    expect(createRedactor(["", "a", "ab", "   ", "\n"])("a ab    \n")).toBe("a ab    \n");
  });
});

describe("missingVariableNames", () => {
  it("reads the names out of the server's message", () => {
    expect(missingVariableNames(readSample("missing-variables").job.error)).toEqual(["a", "b"]);
    expect(missingVariableNames("terraform plan: exit status 1")).toEqual([]);
  });
});

describe("isBareExitStatus", () => {
  it("tells an exit status from a message", () => {
    expect(isBareExitStatus(readSample("undeclared-references").job.error)).toBe(true);
    expect(isBareExitStatus(readSample("missing-variables").job.error)).toBe(false);
  });
});
