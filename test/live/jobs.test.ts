// The job follower against a real server, without an engine: every end of a job, and how soon it is known.
// Runs alone: it measures how soon the end of a job is known.
import { randomBytes } from "node:crypto";
import { createClient, type CoderClient } from "../../provider/client/client";
import type { ProvisionerJob } from "../../provider/client/provisioner";
import { JobError } from "../../provider/errors";
import {
  followDryRun,
  followTemplateVersion,
  followWorkspaceBuild,
  type FollowOptions,
} from "../../provider/jobs/follow";
import { useImportGate } from "./import-gate";
import { useLive } from "./live";
import { eventually, failureOf } from "./server-api";
import {
  archiveOf,
  CODER_PROVIDER,
  failingTemplate,
  plainTemplate,
  templateWithRequiredVariable,
  type TemplateFiles,
} from "./templates";

const live = useLive("jobs");
const gate = useImportGate();

/** The target is well under 100 ms; a machine that is busy with Terraform takes longer. */
const LATEST_RETURN_MILLISECONDS = 500;

const SECRET = "hunter2-secret";

const COMMAND_TEMPLATE: TemplateFiles = {
  "main.tf": `${CODER_PROVIDER}
data "coder_workspace" "me" {}
data "coder_parameter" "command" {
  name    = "command"
  type    = "string"
  default = "true"
  mutable = true
}
resource "terraform_data" "main" {
  count = data.coder_workspace.me.start_count
  provisioner "local-exec" {
    command = data.coder_parameter.command.value
  }
}
`,
};

class RecordingLog {
  readonly statuses: string[] = [];
  readonly warnings: string[] = [];
  status = (message: string): void => void this.statuses.push(message);
  info = (): void => {};
  warning = (message: string): void => void this.warnings.push(message);
}

let client: CoderClient;
let log: RecordingLog;

beforeAll(() => {
  client = createClient({ url: live.proxy.url, token: live.api.token });
});

beforeEach(() => {
  log = new RecordingLog();
});

afterAll(() => client.close());

function options(overrides: Partial<FollowOptions> = {}): FollowOptions {
  const signal = new AbortController().signal;
  return {
    client,
    log,
    signal,
    deadline: { milliseconds: 60_000, setting: "coderd:jobTimeoutSeconds" },
    title: "The job",
    organization: "default",
    secrets: [],
    ...overrides,
  };
}

async function startImport(
  files: TemplateFiles,
  request: { tags?: Record<string, string>; variables?: Record<string, string> } = {},
) {
  const { id } = await client.uploadFile(await archiveOf(files), "application/x-tar");
  return client.createTemplateVersion("default", {
    name: `${live.prefix}${randomBytes(4).toString("hex")}`,
    file_id: id,
    tags: request.tags,
    user_variable_values: Object.entries(request.variables ?? {}).map(([name, value]) => ({ name, value })),
  });
}

function expectSoon(job: ProvisionerJob, what: string): void {
  const milliseconds = Date.now() - Date.parse(job.completed_at ?? "");
  console.log(`${what}: returned ${milliseconds} ms after the job's end`);
  expect(milliseconds).toBeLessThan(LATEST_RETURN_MILLISECONDS);
}

describe("an import", () => {
  it("resolves with the version soon after its end, over one stream and without asking for the log again", async () => {
    const { id } = await startImport(plainTemplate(randomBytes(4).toString("hex")));
    const version = await followTemplateVersion({ ...options(), templateVersionId: id });
    expectSoon(version.job, "import");
    expect(version.job.status).toBe("succeeded");
    expect(log.statuses[0]).toMatch(/^Waiting for a provisioner|^Setting up/);
    expect(log.warnings).toEqual([]);
    expect(live.proxy.matching({ path: /\/logs/ })).toHaveLength(1);
  });

  it("resolves when no stream can be had", async () => {
    const refused = live.proxy.inject({ path: /\/logs\?follow/ }, { kind: "answer", status: 403 }, { times: 100 });
    const { id } = await startImport(plainTemplate(randomBytes(4).toString("hex")));
    const version = await followTemplateVersion({ ...options(), templateVersionId: id });
    expect(version.job.status).toBe("succeeded");
    expect(refused.hits).toBeGreaterThan(0);
  });

  it("fails with Terraform's error and the page of its job", async () => {
    const { id } = await startImport(failingTemplate());
    const error = await failureOf(followTemplateVersion({ ...options(), templateVersionId: id }), JobError);
    const { name: organization } = await client.getOrganization("default");
    expect(error.message).toBe(
      [
        'The job was not imported: its job failed at the stage "Detecting persistent resources".',
        "",
        "Error: Call to unknown function",
        'on main.tf line 2, in resource "terraform_data" "main":',
        "  2:   input = nothing()",
        "",
        'There is no function named "nothing".',
        "",
        "Correct the template's source or its variables, then run again.",
        "",
        `Page: ${client.url}/organizations/${organization}/provisioner-jobs?ids=${error.details.jobId}`,
        `Log: ${client.url}/api/v2/templateversions/${id}/logs`,
      ].join("\n"),
    );
    expectSoon((await client.getTemplateVersion(id)).job, "failed import, error and one more GET included");
  });

  it("names the variables that have no value", async () => {
    const { id } = await startImport(templateWithRequiredVariable());
    const error = await failureOf(followTemplateVersion({ ...options(), templateVersionId: id }), JobError);
    expect(error.message).toContain(
      'These template variables have no default and got no value: "license". Set them in `variables`.',
    );
    expect(error.details.errorCode).toBe("REQUIRED_TEMPLATE_VARIABLES");
  });

  it("shows no secret that Terraform repeats", async () => {
    const files = {
      "main.tf": `
variable "password" {
  type = string
}
resource "terraform_data" "main" {
  lifecycle {
    precondition {
      condition     = var.password == "x"
      error_message = "The password is \${var.password}."
    }
  }
}
`,
    };
    const { id } = await startImport(files, { variables: { password: SECRET } });
    const error = await failureOf(
      followTemplateVersion({ ...options({ secrets: [SECRET] }), templateVersionId: id }),
      JobError,
    );
    expect(error.message).toContain("The password is [secret].");
    expect(JSON.stringify([error.message, error.details, log])).not.toContain(SECRET);
  });

  it("warns when no provisioner matches the tags, and is cancelled at the deadline", async () => {
    const { id } = await startImport(plainTemplate(), { tags: { nowhere: live.prefix } });
    const error = await failureOf(
      followTemplateVersion({
        ...options({ deadline: { milliseconds: 6_000, setting: "coderd:jobTimeoutSeconds" } }),
        templateVersionId: id,
      }),
      JobError,
    );
    expect(error.message).toContain(
      'its job was not done after 6 seconds (`coderd:jobTimeoutSeconds`), so it was cancelled; it ended as "canceled".',
    );
    expect(error.details).toMatchObject({ cause: "deadline", status: "canceled" });
    expect(log.warnings).toEqual([
      `The job waits: no provisioner matches the tags nowhere="${live.prefix}", owner="", scope="organization". ` +
        "Start one with these tags, or correct the tags.",
    ]);
    expectSoon((await client.getTemplateVersion(id)).job, "cancelled while pending");
  });

  it("is cancelled by an interrupt while it runs, though the client is bound to the interrupted signal", async () => {
    const { id } = await startImport(gate.template());
    const interrupt = new AbortController();
    const { signal } = interrupt;
    const followed = failureOf(
      followTemplateVersion({ ...options({ client: client.with({ signal }), signal }), templateVersionId: id }),
      JobError,
    );
    await eventually(
      () => gate.held,
      (held) => held > 0,
    );
    interrupt.abort();
    const error = await followed;
    expect(error.details).toMatchObject({ cause: "interrupt", status: "failed" });
    expect(error.message).toContain('the operation was interrupted, so it was cancelled; it ended as "failed".');
    expectSoon((await client.getTemplateVersion(id)).job, "cancelled while running");
  });
});

describe("dry runs and builds", () => {
  let versionId: string;
  let templateId: string;
  let workspaceId: string;

  beforeAll(async () => {
    ({ id: versionId } = await startImport(COMMAND_TEMPLATE));
    log = new RecordingLog();
    await followTemplateVersion({ ...options(), templateVersionId: versionId });
    ({ id: templateId } = await client.createTemplate("default", {
      name: `${live.prefix}run`,
      template_version_id: versionId,
    }));
    ({ id: workspaceId } = await client.createWorkspace("me", { name: `${live.prefix}run`, template_id: templateId }));
    const { latest_build } = await client.getWorkspace(workspaceId);
    const build = await followWorkspaceBuild({ ...options(), workspaceBuildId: latest_build.id });
    expectSoon(build.job, "build");
  });

  afterAll(async () => {
    await live.api.build(workspaceId, { transition: "delete" });
    await client.deleteTemplate(templateId);
  });

  async function startBuild(command: string): Promise<string> {
    await live.api.build(workspaceId, { transition: "stop" });
    const request = { transition: "start", rich_parameter_values: [{ name: "command", value: command }] } as const;
    return (await client.createWorkspaceBuild(workspaceId, request)).id;
  }

  it("follows a dry run", async () => {
    const { id } = await client.createDryRun(versionId, { workspace_name: "dry", rich_parameter_values: [] });
    const job = await followDryRun({ ...options(), templateVersionId: versionId, jobId: id });
    expectSoon(job, "dry run");
    expect(job.status).toBe("succeeded");
  });

  it("resumes a stream that is cut, repeats no line and knows the end as soon", async () => {
    const cut = live.proxy.inject({ path: /\/logs\?follow/ }, { kind: "cut-socket", afterBytes: 2_000 });
    const id = await startBuild("for i in 1 2 3 4 5 6; do echo line $i; sleep 0.5; done");
    const build = await followWorkspaceBuild({ ...options(), workspaceBuildId: id });
    expectSoon(build.job, "build whose stream was cut");
    expect(cut.hits).toBe(1);
    expect(live.proxy.matching({ path: /\/logs\?follow=&after=[1-9]/ })).toHaveLength(1);
    const lines = log.statuses.filter((status) => /: line \d$/.test(status));
    expect(lines.length).toBeGreaterThan(3);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it("tells why a build failed", async () => {
    const id = await startBuild("echo no space left >&2; exit 3");
    const error = await failureOf(followWorkspaceBuild({ ...options(), workspaceBuildId: id }), JobError);
    expect(error.message).toContain(
      'did not succeed: its job failed at the stage "Starting workspace".\n\nError: local-exec provisioner error\n',
    );
    expect(error.message).toContain("exit status 3. Output: no space left");
    expect(error.message).toMatch(new RegExp(`\\nPage: ${client.url}/@[^/]+/${live.prefix}run/builds/5$`));
    expectSoon((await client.getWorkspaceBuild(id)).job, "failed build, error and one more GET included");
  });

  it("cancels a build that runs", async () => {
    const id = await startBuild("sleep 60");
    const interrupt = new AbortController();
    const followed = failureOf(
      followWorkspaceBuild({ ...options({ signal: interrupt.signal }), workspaceBuildId: id }),
      JobError,
    );
    await eventually(
      () => log.statuses.at(-1),
      (status) => status?.includes("Executing") === true,
    );
    interrupt.abort();
    const error = await followed;
    expect(error.details).toMatchObject({ cause: "interrupt", status: "failed" });
    expectSoon((await client.getWorkspaceBuild(id)).job, "cancelled build");
  });
});
