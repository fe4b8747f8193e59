import { getEventListeners } from "node:events";
import { ConfigurationError, JobError } from "../../../provider/errors";
import {
  followBuildAmongMany,
  followDryRun,
  followTemplateVersion,
  followWorkspaceBuild,
  type FollowOptions,
  type FollowTemplateVersionOptions,
} from "../../../provider/jobs/follow";
import { settle } from "../../fakes/clocks";
import { apiError, entry, FakeJob } from "../../fakes/job";
import { readSample } from "./samples";

const GET = "GET version version-1";
const CANCEL = "CANCEL version version-1";
const LOG_PAGE = "Log: https://coder.example.com/api/v2/templateversions/version-1/logs";
const JOB_PAGE = "Page: https://coder.example.com/organizations/acme/provisioner-jobs?ids=job-1";

class Followed<Result> {
  result: Result | undefined;
  error: unknown;

  constructor(readonly done: Promise<Result>) {
    done.then(
      (result) => (this.result = result),
      (thrown: unknown) => (this.error = thrown),
    );
  }

  get isOpen(): boolean {
    return this.result === undefined && this.error === undefined;
  }

  get jobError(): JobError {
    if (!(this.error instanceof JobError)) throw new Error(`Not a JobError: ${String(this.error)}`);
    return this.error;
  }
}

function optionsFor(server: FakeJob, overrides: Partial<FollowOptions> = {}): FollowOptions {
  return {
    client: server.client,
    log: server.log,
    signal: server.interrupt.signal,
    deadline: { milliseconds: 3_600_000, setting: "coderd:jobTimeoutSeconds" },
    title: 'Template version "first"',
    organization: "default",
    secrets: [],
    clock: server.clock,
    ...overrides,
  };
}

async function follow(server: FakeJob, overrides: Partial<FollowTemplateVersionOptions> = {}) {
  const followed = new Followed(
    followTemplateVersion({ ...optionsFor(server), templateVersionId: "version-1", ...overrides }),
  );
  await settle();
  return followed;
}

/** A server that takes a cancellation: a pending job ends at once, a running one after a while. */
function cancellable(server: FakeJob): FakeJob {
  server.onCancel = () => {
    const canceled_at = "2026-01-01T00:00:02Z";
    if (server.job.status === "pending") server.finish("canceled", { canceled_at });
    else server.job = { ...server.job, status: "canceling", canceled_at };
  };
  return server;
}

async function expectNothingLeft(server: FakeJob): Promise<void> {
  await settle();
  const made = server.requests.length;
  expect(server.clock.pending).toBe(0);
  expect(getEventListeners(server.interrupt.signal, "abort")).toHaveLength(0);
  expect(server.streams.every((stream) => stream.isOver)).toBe(true);
  await server.clock.advance(120_000);
  expect(server.requests).toHaveLength(made);
}

describe("following a job to its end", () => {
  it("asks for the status at once when the log ends, and returns with the answer", async () => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    await server.clock.advance(60_000);
    const before = server.clock.now();
    server.finish("succeeded");
    server.stream.send(entry(1, "Apply complete!"));
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.clock.now()).toBe(before);
    await expectNothingLeft(server);
  });

  it("returns by polling when the stream never ends, even one that ignores its abortion", async () => {
    const server = new FakeJob();
    server.streamsHeedAbort = false;
    server.run();
    const followed = await follow(server);
    server.stream.send(entry(1, "Creating..."));
    await server.clock.advance(60_000);
    server.finish("succeeded");
    await server.clock.advance(10_000);
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.count("STREAM version version-1 after 0")).toBe(1);
    await expectNothingLeft(server);
  });

  it("does not wait for a poll that has no answer when the log ends", async () => {
    const server = new FakeJob();
    server.run();
    server.interceptedGets.push(() => new Promise(() => {}));
    const followed = await follow(server);
    server.finish("succeeded");
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.count(GET)).toBe(2);
    await expectNothingLeft(server);
  });

  it("keeps the end of the job when an older answer comes after it", async () => {
    const server = new FakeJob();
    server.run();
    let answer: () => void = () => {};
    server.interceptedGets.push(() => new Promise((resolve) => (answer = resolve)));
    const followed = await follow(server);
    server.finish("failed", { error: "boom" });
    const logs = new Promise<never>(() => {});
    server.overrides = { getTemplateVersionLogs: () => logs };
    server.stream.send(entry(1, "x"));
    server.stream.drop();
    await settle();
    server.job = { ...server.job, status: "running" };
    answer();
    await server.clock.advance(5_000);
    expect(followed.jobError.details.status).toBe("failed");
  });

  it("asks no more than the status and the stream of a job that has ended already", async () => {
    const server = new FakeJob();
    server.finish("succeeded");
    const followed = await follow(server);
    expect(followed.result?.id).toBe("version-1");
    expect(server.requests).toEqual([GET, "STREAM version version-1 after 0"]);
    await expectNothingLeft(server);
  });

  it("resumes a stream that drops after the last line, and repeats none", async () => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    const lines = [1, 2, 3, 4].map((id) => entry(id, `line ${id}`));
    for (const id of [1, 2, 3]) {
      // The server repeats what it sent before.
      server.stream.send(...lines.slice(0, id));
      server.stream.drop();
      await server.clock.advance(1_000);
    }
    expect(server.streams.map((stream) => stream.after)).toEqual([0, 1, 2, 3]);
    server.stream.send(...lines);
    server.finish("succeeded");
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
    const shown = server.log.statuses.filter((status) => status.startsWith("Planning"));
    expect(shown).toEqual(["Planning: line 1", "Planning: line 2", "Planning: line 3", "Planning: line 4"]);
  });

  it("follows on when the log ends before the job does", async () => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    server.stream.send(entry(7, "line"));
    server.stream.close();
    await server.clock.advance(500);
    expect(followed.isOpen).toBe(true);
    expect(server.stream.after).toBe(7);
    server.finish("succeeded");
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
  });

  it("reads what came after a log that ended before the job, which fails in the pause before the next connection", async () => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    server.stream.send(entry(1, "line"));
    // A server that shuts down ends the log as if it were complete.
    server.stream.close();
    await settle();
    // The log that is asked for together with the status is answered after it.
    const logs = [
      new Promise<never>(() => {}),
      Promise.resolve([entry(2, "Error: no space left", { log_level: "error" })]),
    ];
    server.overrides = { getTemplateVersionLogs: () => logs.shift() ?? Promise.resolve([]) };
    server.finish("failed", { error: "terraform apply: exit status 1" });
    await server.clock.advance(500);
    expect(followed.jobError.message).toContain("Error: no space left");
    expect(server.streams).toHaveLength(1);
    await expectNothingLeft(server);
  });

  it("polls status and log when no stream can be had, and tries for one ever more rarely", async () => {
    const server = new FakeJob();
    server.connect = (stream) => stream.drop();
    server.run();
    server.logs = [entry(1, "first"), entry(2, "second")];
    const followed = await follow(server);
    await server.clock.advance(600_000);
    expect(followed.isOpen).toBe(true);
    expect(server.streams.length).toBeLessThan(30);
    expect(server.log.statuses).toContain("Planning: second");
    expect(server.count("GET version version-1 logs after 0")).toBe(1);
    server.finish("succeeded");
    await server.clock.advance(2_000);
    expect(followed.result?.job.status).toBe("succeeded");
  });

  it("polls a job ever more rarely, up to every ten seconds, when the token may not list jobs", async () => {
    const server = new FakeJob();
    server.run();
    await follow(server);
    server.stream.send(entry(1, "line"));
    await server.clock.advance(100_000);
    expect(server.requests.filter((request) => request.startsWith("LIST"))).toEqual([
      "LIST organization-1 job-1 limit 1",
    ]);
    expect(server.count(GET)).toBe(14);
    expect(server.requests.filter((request) => request.includes("logs"))).toEqual([]);
  });

  it.each([
    ["no answer", apiError(undefined, "The server can't be reached.")],
    ["too many requests", apiError(429, "You've been rate limited.")],
    ["an internal error", apiError(500, "Internal error.")],
    ["a gateway's error", apiError(503, "Unavailable.")],
    ["a proxy that had no patience", apiError(499, "Client closed request.")],
  ])("goes on after %s", async (_name, error) => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    server.interceptedGets.push(
      () => Promise.reject(error),
      () => Promise.reject(error),
    );
    await server.clock.advance(2_000);
    expect(followed.isOpen).toBe(true);
    expect(server.log.statuses.at(-1)).toMatch(/^Asking again how the job goes: /);
    await server.clock.advance(10_000);
    expect(server.log.statuses.at(-1)).toMatch(/^The server answers again: the job has not ended/);
    server.finish("succeeded");
    await server.clock.advance(5_000);
    expect(followed.result?.job.status).toBe("succeeded");
  });

  it("goes on while a server that has answered can't be reached", async () => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    server.interceptedGets.push(() => Promise.reject(new ConfigurationError("The Coder server is unreachable.")));
    await server.clock.advance(500);
    server.finish("succeeded");
    await server.clock.advance(5_000);
    expect(followed.result?.job.status).toBe("succeeded");
  });

  it.each([
    ["the server was never reached", 0, new ConfigurationError("The Coder server is unreachable.")],
    ["the token is refused", 1, new ConfigurationError("The token was refused.", { cause: apiError(401, "Expired.") })],
    ["the answer is not understood", 1, apiError(200, "The answer is not understood.")],
    ["the job may not be seen", 1, apiError(403, "Forbidden.")],
  ])("ends with the client's error when %s", async (_name, answers, error) => {
    const server = new FakeJob();
    server.run();
    for (let answer = 0; answer < answers; answer++) server.interceptedGets.push(() => Promise.resolve());
    server.interceptedGets.push(() => Promise.reject(error));
    const followed = await follow(server);
    await server.clock.advance(500);
    expect(followed.error).toBe(error);
    await expectNothingLeft(server);
  });

  it.each([404, 410])("says that the object vanished when the server answers %i midway", async (status) => {
    const server = new FakeJob();
    server.run();
    const followed = await follow(server);
    const gone = apiError(status, "Resource not found.");
    server.interceptedGets.push(() => Promise.reject(gone));
    await server.clock.advance(500);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: while its job was followed, it vanished from the server, or from ` +
        `what this token may see.\n\n${JOB_PAGE}\n${LOG_PAGE}`,
    );
    expect(followed.jobError.cause).toBe(gone);
    expect(followed.jobError.details).toMatchObject({ jobId: "job-1", status: "running", cause: "job" });
    await expectNothingLeft(server);
  });

  it("notices that a pending job was canceled, which ends no stream", async () => {
    const server = new FakeJob();
    const followed = await follow(server);
    await server.clock.advance(60_000);
    server.finish("canceled", { canceled_at: "2026-01-01T00:00:02Z" });
    await server.clock.advance(10_000);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: its job was canceled on the server; it ended as ` +
        `"canceled".\n\n${JOB_PAGE}\n${LOG_PAGE}`,
    );
    expect(followed.jobError.details).toMatchObject({ status: "canceled", cause: "job" });
    await expectNothingLeft(server);
  });
});

describe("the deadline", () => {
  it("cancels a job that no provisioner takes, and ends with its end", async () => {
    const server = cancellable(new FakeJob());
    const followed = await follow(server, { deadline: { milliseconds: 600_000, setting: "coderd:jobTimeoutSeconds" } });
    await server.clock.advance(600_000);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: its job was not done after 10 minutes ` +
        `(\`coderd:jobTimeoutSeconds\`), so it was cancelled; it ended as "canceled".\n\n` +
        `No provisioner had taken the job up.\n\n${JOB_PAGE}\n${LOG_PAGE}`,
    );
    expect(followed.jobError.details).toMatchObject({ jobId: "job-1", status: "canceled", cause: "deadline" });
    expect(server.count(CANCEL)).toBe(1);
    await expectNothingLeft(server);
  });

  it("leaves time to requests that cancel the job, which come after it", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    const deadlines: (number | undefined)[] = [];
    const client: FollowOptions["client"] = {
      ...server.client,
      with: (options) => {
        deadlines.push(options.deadline?.milliseconds);
        return server.client.with(options);
      },
    };
    await follow(server, {
      client,
      deadline: { milliseconds: 1_000, setting: "customTimeouts", since: server.clock.now() },
    });
    expect(new Set(deadlines)).toEqual(new Set([undefined]));
    await server.clock.advance(1_000);
    expect(server.count(CANCEL)).toBe(1);
    expect(deadlines.at(-1)).toBe(20_000);
    server.finish("canceled");
    await server.clock.advance(500);
  });

  it("waits for the end of a running job that it cancelled", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    const followed = await follow(server, { deadline: { milliseconds: 1_000, setting: "coderd:jobTimeoutSeconds" } });
    server.stream.send(entry(1, "Creating..."));
    await server.clock.advance(5_000);
    expect(followed.isOpen).toBe(true);
    expect(server.job.status).toBe("canceling");
    server.finish("failed", { error: "terraform apply: exit status 1" });
    await server.clock.advance(500);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: its job was not done after 1 second ` +
        `(\`coderd:jobTimeoutSeconds\`), so it was cancelled; it ended as "failed".\n\n` +
        `It was at the stage "Planning": Creating...\n\n${JOB_PAGE}\n${LOG_PAGE}`,
    );
    expect(followed.jobError.details).toMatchObject({ status: "failed", cause: "deadline", stage: "Planning" });
    await expectNothingLeft(server);
  });

  it("gives the result when the job succeeded before it could be cancelled", async () => {
    const server = new FakeJob();
    server.run();
    server.onCancel = () => {
      server.finish("succeeded");
      throw apiError(400, "Job has already completed!", "PATCH");
    };
    const followed = await follow(server, { deadline: { milliseconds: 1_000, setting: "coderd:jobTimeoutSeconds" } });
    await server.clock.advance(1_000);
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.count(CANCEL)).toBe(1);
  });

  it("tells of the job's own failure when it failed before it was cancelled", async () => {
    const server = new FakeJob();
    server.run();
    server.onCancel = () => {
      server.finish("failed", { error: "boom" });
      throw apiError(400, "Job has already completed!", "PATCH");
    };
    const followed = await follow(server, { deadline: { milliseconds: 1_000, setting: "coderd:jobTimeoutSeconds" } });
    await server.clock.advance(1_000);
    expect(followed.jobError.details.cause).toBe("job");
    expect(followed.jobError.message).toContain("its job failed.\n\nThe server says: boom");
  });

  it("waits twenty seconds for a job that does not stop, and says so", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    const followed = await follow(server, { deadline: { milliseconds: 1_000, setting: "coderd:jobTimeoutSeconds" } });
    await server.clock.advance(20_999);
    expect(followed.isOpen).toBe(true);
    await server.clock.advance(1);
    expect(followed.jobError.message).toContain(
      "its job was not done after 1 second (`coderd:jobTimeoutSeconds`). Its job was asked to stop, and had not " +
        "done so 20 seconds later.",
    );
    expect(followed.jobError.details).toMatchObject({ status: "canceling", cause: "deadline" });
    await expectNothingLeft(server);
  });
});

describe("an interrupt", () => {
  it("cancels the job when it came before the wait began", async () => {
    const server = cancellable(new FakeJob());
    server.interrupt.abort();
    const followed = await follow(server);
    expect(followed.jobError.message).toContain(
      'the operation was interrupted, so it was cancelled; it ended as "canceled".',
    );
    expect(followed.jobError.details).toMatchObject({ status: "canceled", cause: "interrupt" });
    expect(server.count(CANCEL)).toBe(1);
    await expectNothingLeft(server);
  });

  it("cancels a pending job and ends at once", async () => {
    const server = cancellable(new FakeJob());
    const followed = await follow(server);
    await server.clock.advance(10_000);
    server.interrupt.abort();
    await settle();
    expect(followed.jobError.details).toMatchObject({ status: "canceled", cause: "interrupt" });
    await expectNothingLeft(server);
  });

  it("cancels a running job, awaits its end, and does not wait for a poll without an answer", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    server.interceptedGets.push(() => new Promise(() => {}));
    const followed = await follow(server);
    server.interrupt.abort();
    await server.clock.advance(3_000);
    expect(followed.isOpen).toBe(true);
    expect(server.log.statuses).toContain("Cancelling the job");
    server.finish("failed", { error: "terraform apply: exit status 1" });
    server.stream.close();
    await settle();
    expect(followed.jobError.details).toMatchObject({ status: "failed", cause: "interrupt" });
    expect(server.count(CANCEL)).toBe(1);
    await expectNothingLeft(server);
  });

  it("asks again when the cancellation itself fails in passing", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    const take = server.onCancel;
    const failures = [apiError(undefined, "No answer.", "PATCH"), apiError(500, "Internal error.", "PATCH")];
    server.onCancel = () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return take();
    };
    const followed = await follow(server);
    server.interrupt.abort();
    await server.clock.advance(2_000);
    expect(server.count(CANCEL)).toBe(3);
    expect(server.job.status).toBe("canceling");
    server.finish("canceled");
    await server.clock.advance(500);
    expect(followed.jobError.details).toMatchObject({ status: "canceled", cause: "interrupt" });
  });

  it("says that the job may go on when every cancellation fails", async () => {
    const server = new FakeJob();
    server.run();
    server.onCancel = () => {
      throw apiError(undefined, "No answer from s3cret.", "PATCH");
    };
    const followed = await follow(server, { secrets: ["s3cret"] });
    server.interrupt.abort();
    await server.clock.advance(20_000);
    expect(followed.jobError.message).toContain(
      "the operation was interrupted. The server did not cancel the job, which may still run: No answer from " +
        "[secret]. (PATCH /path: no answer)",
    );
    expect(followed.jobError.details).toMatchObject({ status: "running", cause: "interrupt" });
    await expectNothingLeft(server);
  });

  it("waits no longer when the server refuses to cancel", async () => {
    const server = new FakeJob();
    server.run();
    server.onCancel = () => {
      throw apiError(403, "User is not allowed to cancel workspace builds.", "PATCH");
    };
    const followed = await follow(server);
    server.interrupt.abort();
    await settle();
    expect(followed.jobError.message).toContain(
      "The server did not cancel the job, which may still run: User is not allowed to cancel workspace builds. ",
    );
    expect(server.count(CANCEL)).toBe(1);
    await expectNothingLeft(server);
  });

  it("is one with the deadline that follows it", async () => {
    const server = cancellable(new FakeJob());
    server.run();
    const followed = await follow(server, { deadline: { milliseconds: 5_000, setting: "coderd:jobTimeoutSeconds" } });
    server.interrupt.abort();
    await server.clock.advance(6_000);
    expect(server.count(CANCEL)).toBe(1);
    server.finish("canceled");
    await server.clock.advance(500);
    expect(followed.jobError.details.cause).toBe("interrupt");
  });
});

describe("the error of a job that failed", () => {
  async function failWith(
    sample: string,
    overrides: Partial<FollowTemplateVersionOptions> = {},
    server = new FakeJob(),
  ) {
    const { job, logs } = readSample(sample);
    server.run();
    server.logs = logs;
    const followed = await follow(server, overrides);
    server.finish("failed", { error: job.error, error_code: job.error_code });
    server.stream.send(...logs);
    server.stream.close();
    await settle();
    return { server, error: followed.jobError };
  }

  it("carries stage, Terraform's error and pages, and asks for no log that the stream delivered", async () => {
    const { server, error } = await failWith("duplicate-resource");
    expect(error.message).toBe(
      [
        'Template version "first" was not imported: its job failed at the stage "Detecting persistent resources".',
        "",
        'Error: Duplicate resource "terraform_data" configuration',
        "  on main.tf line 8:",
        '   8: resource "terraform_data" "a" {}',
        'A terraform_data resource named "a" was already declared at main.tf:7,1-30.',
        "Resource names must be unique per type in each module.",
        "",
        "Correct the template's source or its variables, then run again.",
        "",
        JOB_PAGE,
        LOG_PAGE,
      ].join("\n"),
    );
    expect(error.details).toMatchObject({
      jobId: "job-1",
      status: "failed",
      stage: "Detecting persistent resources",
      cause: "job",
    });
    expect(error.details.lastLogLines).toHaveLength(10);
    expect(server.requests.filter((request) => request.includes("logs"))).toEqual([]);
    await expectNothingLeft(server);
  });

  it("fetches the lines that the stream did not deliver", async () => {
    const server = new FakeJob();
    server.run();
    const { logs, job } = readSample("unknown-provider");
    const followed = await follow(server);
    server.stream.send(...logs.slice(0, 3));
    await settle();
    server.logs = logs;
    server.finish("failed", { error: job.error });
    await server.clock.advance(5_000);
    expect(server.count("GET version version-1 logs after 3")).toBe(1);
    expect(followed.jobError.message).toContain("Error: Failed to query available provider packages");
  });

  it("tells of a cancellation by someone else, not of what Terraform says about it", async () => {
    const server = new FakeJob();
    const { logs, job } = readSample("build-cancelled");
    server.logs = logs;
    server.run();
    server.finish("failed", { error: job.error, canceled_at: "2026-01-01T00:00:02Z" });
    const followed = await follow(server);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: its job was canceled on the server at the stage "Starting ` +
        `workspace"; it ended as "failed".\n\n${JOB_PAGE}\n${LOG_PAGE}`,
    );
  });

  it("names the template variables without a value", async () => {
    const { server, error } = await failWith("missing-variables");
    expect(error.message).toBe(
      [
        'Template version "first" was not imported: its job failed at the stage "Parsing template parameters".',
        "",
        'These template variables have no default and got no value: "a", "b". Set them in `variables`.',
        "",
        JOB_PAGE,
        LOG_PAGE,
      ].join("\n"),
    );
    expect(error.details.errorCode).toBe("REQUIRED_TEMPLATE_VARIABLES");
    expect(server.count("GET version version-1 variables")).toBe(0);
  });

  it("asks the server for their names when its message has none", async () => {
    const server = new FakeJob();
    const variable = {
      description: "",
      type: "string",
      value: "",
      default_value: "",
      required: true,
      sensitive: false,
    };
    server.variables = [
      { ...variable, name: "empty" },
      { ...variable, name: "given", value: "x" },
      { ...variable, name: "optional", required: false },
    ];
    server.finish("failed", { error: "required template variables", error_code: "REQUIRED_TEMPLATE_VARIABLES" });
    const followed = await follow(server);
    expect(followed.jobError.message).toContain('no value: "empty". Set them in `variables`.');
  });

  it("puts a missing parameter into words", async () => {
    const server = new FakeJob();
    server.finish("failed", { error: "missing parameter", error_code: "MISSING_TEMPLATE_PARAMETER" });
    const followed = await follow(server);
    expect(followed.jobError.message).toContain(
      "The server says: missing parameter\n\nA template parameter has no default and got no value. Set it in " +
        "`parameters`.",
    );
  });

  it("falls back to the server's error and the last lines", async () => {
    const server = new FakeJob();
    server.logs = [entry(1, "one"), entry(2, "two")];
    server.finish("failed", { error: "recv import provision: EOF" });
    const followed = await follow(server);
    expect(followed.jobError.message).toContain(
      'its job failed at the stage "Planning".\n\nThe server says: recv import provision: EOF\n\nThe last lines of its log:\none\ntwo\n\n',
    );
  });

  it("is told even when logs and pages can't be had", async () => {
    const server = new FakeJob();
    server.overrides = {
      getTemplateVersionLogs: () => Promise.reject(apiError(500, "Internal error.")),
      getOrganization: () => Promise.reject(apiError(403, "Forbidden.")),
    };
    server.finish("failed", { error: "boom" });
    const followed = await follow(server);
    expect(followed.jobError.message).toBe(
      `Template version "first" was not imported: its job failed.\n\nThe server says: boom\n\n` +
        `Correct the template's source or its variables, then run again.\n\n${LOG_PAGE}`,
    );
  });

  it("links to the version's page when a template holds it", async () => {
    const server = new FakeJob();
    server.version = { template_id: "template-1" };
    const { error } = await failWith("unknown-provider", {}, server);
    expect(error.message).toContain("\nPage: https://coder.example.com/templates/acme/docker/versions/first\n");
  });

  it("links to the page of the name that the version will have", async () => {
    const server = new FakeJob();
    server.version = { template_id: "template-1" };
    const { error } = await failWith("unknown-provider", { nameAfterFailure: "failed-1" }, server);
    expect(error.message).toContain("\nPage: https://coder.example.com/templates/acme/docker/versions/failed-1\n");
  });

  it("shows no secret anywhere", async () => {
    const server = new FakeJob();
    const { error } = await failWith("precondition-with-values", { secrets: ["hunter2secret"] }, server);
    expect(error.message).toContain('var.pw is "[secret]"');
    await server.clock.advance(1_000);
    expect(JSON.stringify([error.message, error.details, server.log])).not.toContain("hunter2");
  });
});

describe("secrets that are asked for on demand", () => {
  const line = 'password = "hunter2secret"';

  async function followAsking(server: FakeJob) {
    const asked: number[] = [];
    const secrets = (): Promise<string[]> => {
      asked.push(server.clock.now());
      return Promise.resolve(["hunter2secret"]);
    };
    server.run();
    const followed = new Followed(
      followBuildAmongMany({ ...optionsFor(server), workspaceBuildId: "build-1", secrets }),
    );
    await settle();
    return { asked, followed };
  }

  it("are not asked for when the job succeeds soon, of which only the stage is shown", async () => {
    const server = new FakeJob();
    const { asked, followed } = await followAsking(server);
    server.stream.send(entry(1, line));
    await server.clock.advance(9_000);
    server.finish("succeeded");
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
    expect(asked).toEqual([]);
    expect(server.log.statuses).toEqual(["Planning"]);
    await expectNothingLeft(server);
  });

  it("are asked for when the job runs for long, and the log is shown from then on", async () => {
    const server = new FakeJob();
    const { asked, followed } = await followAsking(server);
    const begun = server.clock.now();
    server.stream.send(entry(1, line));
    await server.clock.advance(11_000);
    expect(asked).toEqual([begun + 10_000]);
    expect(server.log.statuses).toEqual(["Planning", 'Planning: password = "[secret]"']);
    server.stream.send(entry(2, "hunter2secret again"));
    await server.clock.advance(1_000);
    expect(server.log.statuses.at(-1)).toBe("Planning: [secret] again");
    server.finish("failed", { error: "exit with hunter2secret" });
    server.stream.close();
    await settle();
    expect(followed.jobError.message).toContain("exit with [secret]");
    expect(asked).toHaveLength(1);
    await expectNothingLeft(server);
  });

  it("keep a failure waiting for some seconds only, and then all of the log is hidden", async () => {
    const server = new FakeJob();
    server.run();
    const followed = new Followed(
      followBuildAmongMany({
        ...optionsFor(server),
        workspaceBuildId: "build-1",
        secrets: () => new Promise<never>(() => {}),
      }),
    );
    await settle();
    server.stream.send(entry(1, `Error: ${line}`, { log_level: "error" }));
    server.finish("failed", { error: "exit with hunter2secret" });
    server.stream.close();
    await server.clock.advance(5_000);
    expect(followed.jobError.message).toContain("its job failed");
    expect(JSON.stringify([followed.jobError.message, followed.jobError.details, server.log])).not.toContain("hunter2");
    await expectNothingLeft(server);
  });

  it("are asked for when the job fails, before anything of its log is told", async () => {
    const server = new FakeJob();
    const { asked, followed } = await followAsking(server);
    server.stream.send(entry(1, `Error: ${line}`, { log_level: "error" }));
    server.finish("failed", { error: "exit status 1" });
    server.stream.close();
    await settle();
    expect(asked).toHaveLength(1);
    expect(followed.jobError.message).toContain('Error: password = "[secret]"');
    expect(followed.jobError.details.lastLogLines).toEqual(['Error: password = "[secret]"']);
    expect(JSON.stringify(server.log)).not.toContain("hunter2");
    await expectNothingLeft(server);
  });
});

describe("the progress", () => {
  it("shows four statuses a second at most, and the last line in any case", async () => {
    const server = new FakeJob();
    server.run();
    await follow(server);
    for (let id = 1; id <= 40; id++) {
      server.stream.send(entry(id, `line ${id}`));
      await server.clock.advance(25);
    }
    await server.clock.advance(1_000);
    expect(server.log.statuses).toHaveLength(5);
    expect(server.log.statuses.at(-1)).toBe("Planning: line 40");
  });

  it("shows the place in the queue", async () => {
    const server = new FakeJob();
    server.job = { ...server.job, queue_position: 3, queue_size: 5 };
    await follow(server);
    server.job = { ...server.job, queue_position: 2 };
    await server.clock.advance(1_000);
    expect(server.log.statuses).toEqual([
      "Waiting for a provisioner: position 3 of 5",
      "Waiting for a provisioner: position 2 of 5",
    ]);
    expect(server.log.warnings).toEqual([]);
  });

  it("warns once, after five seconds, that no provisioner matches the tags", async () => {
    const server = new FakeJob();
    server.job = { ...server.job, tags: { scope: "organization", owner: "", zone: "eu" } };
    server.version = { matched_provisioners: { count: 0, available: 0, most_recently_seen: undefined } };
    await follow(server);
    await server.clock.advance(4_999);
    expect(server.log.warnings).toEqual([]);
    await server.clock.advance(1);
    expect(server.log.warnings).toEqual([
      'Template version "first" waits: no provisioner matches the tags owner="", scope="organization", zone="eu". ' +
        "Start one with these tags, or correct the tags.",
    ]);
    await server.clock.advance(60_000);
    expect(server.log.warnings).toHaveLength(1);
    expect(server.log.statuses).toEqual([
      "Waiting for a provisioner: position 1 of 1",
      "Waiting for a provisioner: none matches the tags",
    ]);
  });

  it("believes no single answer without a provisioner, however late it comes", async () => {
    const server = new FakeJob();
    server.version = { matched_provisioners: { count: 1, available: 1, most_recently_seen: undefined } };
    await follow(server);
    await server.clock.advance(30_000);
    server.version = { matched_provisioners: { count: 0, available: 0, most_recently_seen: undefined } };
    const asked = server.requests.length;
    while (server.requests.length === asked) await server.clock.advance(100);
    expect(server.log.warnings).toEqual([]);
    expect(server.log.statuses).toEqual(["Waiting for a provisioner: position 1 of 1"]);
  });

  it("warns when those that match are not connected", async () => {
    const server = new FakeJob();
    server.version = { matched_provisioners: { count: 2, available: 0, most_recently_seen: "2026-01-01T00:00:00Z" } };
    await follow(server);
    await server.clock.advance(5_000);
    expect(server.log.warnings).toEqual([
      'Template version "first" waits: no provisioner that matches the tags owner="", scope="organization" is connected ' +
        "(last seen 2026-01-01T00:00:00Z). Start one with these tags, or correct the tags.",
    ]);
  });

  it("does not warn when the job was taken up in time", async () => {
    const server = new FakeJob();
    server.version = { matched_provisioners: { count: 0, available: 0, most_recently_seen: undefined } };
    await follow(server);
    server.run();
    server.version = {};
    await server.clock.advance(10_000);
    expect(server.log.warnings).toEqual([]);
  });
});

describe("followWorkspaceBuild", () => {
  it("resolves with the build", async () => {
    const server = new FakeJob();
    server.finish("succeeded");
    const build = await followWorkspaceBuild({
      ...optionsFor(server),
      title: 'Workspace "dev"',
      workspaceBuildId: "build-1",
    });
    expect(build.build_number).toBe(3);
    expect(server.requests).toEqual(["GET build build-1", "STREAM build build-1 after 0"]);
  });

  it("says that nothing has to be corrected where the server has given the job up", async () => {
    const server = new FakeJob();
    server.finish("failed", {
      error: "Build has been detected as hung for 5 minutes and has been terminated by the reaper.",
    });
    const followed = new Followed(
      followWorkspaceBuild({ ...optionsFor(server), title: 'Workspace "dev"', workspaceBuildId: "build-1" }),
    );
    await settle();
    expect(followed.jobError.message).toContain("Nothing has to be corrected: run again.");
    expect(followed.jobError.message).not.toContain("Correct what the error names");
  });

  it("links to the build's page when it failed", async () => {
    const { job, logs } = readSample("build-local-exec-fails");
    const server = new FakeJob();
    server.logs = logs;
    server.finish("failed", { error: job.error });
    const followed = new Followed(
      followWorkspaceBuild({ ...optionsFor(server), title: 'Workspace "dev"', workspaceBuildId: "build-1" }),
    );
    await settle();
    expect(followed.jobError.message).toBe(
      [
        'Workspace "dev" did not succeed: its job failed at the stage "Starting workspace".',
        "",
        "Error: local-exec provisioner error",
        'on main.tf line 15, in resource "terraform_data" "a":',
        '  15:  provisioner "local-exec" {',
        "",
        "Error running command 'echo 'password is hunter2secret'; echo 'multi' >&2; exit 3': exit status 3. " +
          "Output: password is hunter2secret",
        "multi",
        "",
        "Correct what the error names (the parameters, the template, or what it builds on), then run again.",
        "",
        "Page: https://coder.example.com/@ada/dev/builds/3",
      ].join("\n"),
    );
    expect(server.requests).toEqual([
      "GET build build-1",
      "STREAM build build-1 after 0",
      "GET build build-1 logs after 0",
    ]);
  });

  it("cancels the build", async () => {
    const server = cancellable(new FakeJob());
    server.interrupt.abort();
    await expect(followWorkspaceBuild({ ...optionsFor(server), workspaceBuildId: "build-1" })).rejects.toThrow(
      JobError,
    );
    expect(server.count("CANCEL build build-1")).toBe(1);
  });
});

describe("followDryRun", () => {
  it("resolves with the job", async () => {
    const server = new FakeJob();
    server.finish("succeeded");
    const job = await followDryRun({ ...optionsFor(server), templateVersionId: "version-1", jobId: "job-1" });
    expect(job.id).toBe("job-1");
    expect(server.requests).toEqual(["GET dry-run version-1 job-1", "STREAM dry-run version-1 job-1 after 0"]);
  });

  it("links to the job when it failed, and cancels it when interrupted", async () => {
    const server = cancellable(new FakeJob());
    server.interrupt.abort();
    const followed = new Followed(
      followDryRun({ ...optionsFor(server), templateVersionId: "version-1", jobId: "job-1" }),
    );
    await settle();
    expect(server.count("CANCEL dry-run version-1 job-1")).toBe(1);
    expect(followed.jobError.message).toContain(
      `\n\n${JOB_PAGE}\nLog: https://coder.example.com/api/v2/templateversions/version-1/dry-run/job-1/logs`,
    );
  });
});
