import { followTemplateVersion, followWorkspaceBuild } from "../../../provider/jobs/follow";
import type { ProvisionerJobsQuery } from "../../../provider/client/provisioner";
import type { TemplateVersion } from "../../../provider/client/template-versions";
import { JobError } from "../../../provider/errors";
import { ManualClock, settle } from "../../fakes/clocks";
import { apiError, entry, FakeJob } from "../../fakes/job";

const GET = "GET version version-1";
const LIST = "LIST organization-1 job-1 limit 1";

function lister(): FakeJob {
  const server = new FakeJob();
  server.mayListJobs = true;
  return server;
}

async function follow(server: FakeJob, { isSeen = true, interrupt = server.interrupt } = {}) {
  const seen = isSeen ? await server.client.with({}).getTemplateVersion("version-1") : undefined;
  server.requests.length = 0;
  const followed: { result?: TemplateVersion; error?: unknown } = {};
  followTemplateVersion({
    client: server.client,
    log: server.log,
    signal: interrupt.signal,
    deadline: { milliseconds: 3_600_000, setting: "coderd:jobTimeoutSeconds" },
    title: 'Template version "first"',
    organization: "default",
    secrets: [],
    clock: server.clock,
    templateVersionId: "version-1",
    ...(seen && { seen }),
  }).then(
    (result) => (followed.result = result),
    (thrown: unknown) => (followed.error = thrown),
  );
  await settle();
  return followed;
}

async function expectNothingLeft(server: FakeJob): Promise<void> {
  await settle();
  const made = server.requests.length;
  expect(server.clock.pending).toBe(0);
  await server.clock.advance(120_000);
  expect(server.requests).toHaveLength(made);
}

describe("a job whose token may list jobs", () => {
  it("takes a stream, one result, and the list while it waits and runs", async () => {
    const server = lister();
    const followed = await follow(server);
    expect(server.requests).toEqual(["STREAM version version-1 after 0"]);
    await server.clock.advance(500);
    expect(server.log.statuses).toContain("Waiting for a provisioner: position 1 of 1");
    server.job = { ...server.job, queue_position: 3, queue_size: 9 };
    await server.clock.advance(2_000);
    expect(server.log.statuses.at(-1)).toBe("Waiting for a provisioner: position 3 of 9");
    server.run();
    server.stream.send(entry(1, "line"));
    await server.clock.advance(60_000);
    server.finish("succeeded");
    server.stream.close();
    await settle();
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.requests.filter((request) => request !== LIST)).toEqual(["STREAM version version-1 after 0", GET]);
    expect(server.count(LIST)).toBe(14);
    await expectNothingLeft(server);
  });

  it("asks nothing of a job that had ended when it was seen", async () => {
    const server = lister();
    server.finish("succeeded");
    const followed = await follow(server);
    expect(followed.result?.job.status).toBe("succeeded");
    expect(server.requests).toEqual([]);
    await expectNothingLeft(server);
  });

  it("asks for the job once by itself where it has not been seen", async () => {
    const server = lister();
    await follow(server, { isSeen: false });
    await server.clock.advance(4_000);
    expect(server.count(GET)).toBe(1);
    expect(server.count(LIST)).toBe(2);
  });

  it("learns from the list that a job which waited was canceled, and asks how it ended", async () => {
    const server = lister();
    const followed = await follow(server);
    await server.clock.advance(4_000);
    server.finish("canceled", { canceled_at: "2026-01-01T00:00:02Z" });
    await server.clock.advance(2_000);
    expect(followed.error).toBeInstanceOf(JobError);
    expect((followed.error as JobError).details.status).toBe("canceled");
    expect(server.count(GET)).toBe(1);
    await expectNothingLeft(server);
  });

  it("reads logs and the end without any stream", async () => {
    const server = lister();
    server.connect = (stream) => stream.drop();
    server.run();
    server.logs = [entry(1, "first")];
    const followed = await follow(server);
    await server.clock.advance(10_000);
    expect(server.log.statuses).toContain("Planning: first");
    expect(server.count(GET)).toBe(0);
    server.finish("succeeded");
    await server.clock.advance(2_000);
    expect(followed.result?.job.status).toBe("succeeded");
    await expectNothingLeft(server);
  });

  it("asks for the job by itself when the list lacks it or fails, and says that it vanished", async () => {
    const server = lister();
    const followed = await follow(server);
    server.interceptedLists.push(() => Promise.reject(apiError(500, "Internal error.")));
    await server.clock.advance(500);
    expect(server.count(GET)).toBe(1);
    await server.clock.advance(2_000);
    expect(server.count(GET)).toBe(1);
    const job = server.job;
    server.job = { ...job, id: "job-2" };
    server.interceptedGets.push(() => Promise.reject(apiError(404, "Resource not found.")));
    await server.clock.advance(2_000);
    expect((followed.error as JobError).message).toContain("it vanished from the server");
    await expectNothingLeft(server);
  });

  it("is asked for by itself when the list hangs, which is then left alone for a minute", async () => {
    const server = lister();
    server.run();
    await follow(server);
    server.interceptedLists.push(() => new Promise(() => {}));
    await server.clock.advance(500 + 14_900);
    expect([server.count(LIST), server.count(GET)]).toEqual([1, 0]);
    await server.clock.advance(100);
    expect([server.count(LIST), server.count(GET)]).toEqual([1, 1]);
    await server.clock.advance(59_000);
    expect(server.count(LIST)).toBe(1);
    const alone = server.count(GET);
    expect(alone).toBeGreaterThan(5);
    await server.clock.advance(30_000);
    expect(server.count(LIST)).toBeGreaterThan(3);
    expect(server.count(GET)).toBeLessThanOrEqual(alone + 1);
  });

  it("ends at once when it is interrupted in a round that has no answer", async () => {
    const server = lister();
    server.onCancel = () => server.finish("canceled", { canceled_at: "2026-01-01T00:00:02Z" });
    const followed = await follow(server);
    server.interceptedLists.push(() => new Promise(() => {}));
    await server.clock.advance(500);
    server.interrupt.abort();
    await settle();
    expect((followed.error as JobError).details).toMatchObject({ status: "canceled", cause: "interrupt" });
    await expectNothingLeft(server);
  });
});

describe("provisioners that are lacking", () => {
  it("are noticed where no daemon matches the tags", async () => {
    const server = lister();
    server.workers = [];
    server.version = { matched_provisioners: { count: 0, available: 0, most_recently_seen: undefined } };
    await follow(server);
    await server.clock.advance(5_000);
    expect(server.log.warnings).toEqual([
      'Template version "first" waits: no provisioner matches the tags owner="", scope="organization". ' +
        "Start one with these tags, or correct the tags.",
    ]);
    expect(server.log.statuses.at(-1)).toBe("Waiting for a provisioner: none matches the tags");
    await server.clock.advance(600_000);
    expect(server.count(GET)).toBeLessThan(30);
  });

  it("are noticed where those that match are not connected, which the list does not tell", async () => {
    const server = lister();
    server.version = { matched_provisioners: { count: 2, available: 0, most_recently_seen: "2026-01-01T00:00:00Z" } };
    await follow(server);
    await server.clock.advance(12_000);
    expect(server.log.warnings).toHaveLength(1);
    expect(server.log.warnings[0]).toContain("is connected (last seen 2026-01-01T00:00:00Z)");
  });

  it("are asked about ever again while a job waits, though rarely while daemons are connected", async () => {
    const server = lister();
    await follow(server);
    server.version = { matched_provisioners: { count: 1, available: 1, most_recently_seen: undefined } };
    await server.clock.advance(30_000);
    expect(server.count(GET)).toBe(1);
    await server.clock.advance(30_000);
    expect(server.count(GET)).toBe(2);
    expect(server.log.warnings).toEqual([]);
  });
});

/** Many builds that wait side by side, with one token. */
class FakeQueue {
  readonly clock = new ManualClock();
  readonly jobs: FakeJob[];
  readonly lists: string[][] = [];
  mayList = true;
  /** As many ids as a proxy lets through in an address. */
  mostIds = Infinity;

  constructor(count: number) {
    this.jobs = Array.from({ length: count }, (_job, index) => {
      const job = new FakeJob();
      job.job = { ...job.job, id: `job-${index}` };
      return job;
    });
  }

  get gets(): number {
    return this.jobs.reduce((sum, job) => sum + job.count("GET build build-1"), 0);
  }

  follow(job: FakeJob): Promise<unknown> {
    const client = {
      url: job.client.url,
      identity: this.jobs[0]?.client.identity ?? "",
      with: (options: Parameters<typeof job.client.with>[0]) => ({
        ...job.client.with(options),
        getProvisionerJobs: (_organization: string, { ids = [] }: ProvisionerJobsQuery = {}) => {
          this.lists.push([...ids]);
          if (!this.mayList) return Promise.reject(apiError(404, "Resource not found."));
          if (ids.length > this.mostIds) return Promise.reject(apiError(414, "URI Too Long"));
          return Promise.resolve(
            this.jobs
              .filter((each) => ids.includes(each.job.id))
              .map((each) => ({ ...each.job, available_workers: ["daemon-1"] })),
          );
        },
      }),
    };
    return followWorkspaceBuild({
      client,
      log: job.log,
      signal: job.interrupt.signal,
      deadline: { milliseconds: 3_600_000, setting: "coderd:jobTimeoutSeconds" },
      title: "The build",
      organization: "default",
      secrets: [],
      clock: this.clock,
      workspaceBuildId: "build-1",
    });
  }

  async startAll(): Promise<Promise<unknown>[]> {
    const followed = this.jobs.map((job) => this.follow(job));
    await settle();
    for (const job of this.jobs) job.requests.length = 0;
    return followed;
  }
}

describe("many jobs", () => {
  it.each([1, 20, 100])("are asked for with as many requests as one: %i", async (count) => {
    const queue = new FakeQueue(count);
    const followed = await queue.startAll();
    await queue.clock.advance(4_600);
    expect(queue.lists.map((ids) => ids.length)).toEqual([count, count, count]);
    expect(queue.gets).toBe(0);
    for (const job of queue.jobs) {
      job.finish("succeeded");
      job.stream.close();
    }
    await Promise.all(followed);
    expect(queue.gets).toBe(count);
    expect(queue.lists).toHaveLength(3);
    expect(queue.clock.pending).toBe(0);
  });

  it("are asked for a hundred at a time", async () => {
    const queue = new FakeQueue(230);
    void (await queue.startAll());
    await queue.clock.advance(500);
    expect(queue.lists.map((ids) => ids.length)).toEqual([100, 100, 30]);
    expect(new Set(queue.lists.flat()).size).toBe(230);
  });

  it("are asked for in one rhythm, however they come", async () => {
    const queue = new FakeQueue(40);
    for (const job of queue.jobs) {
      void queue.follow(job);
      await queue.clock.advance(250);
    }
    expect(queue.lists.length).toBeLessThanOrEqual(6);
    expect(queue.lists.at(-1)?.length).toBeGreaterThan(30);
  });

  it("are asked for in the same rhythm when one comes after the clock was set back an hour", async () => {
    const queue = new FakeQueue(2);
    let back = 0;
    const now = queue.clock.now.bind(queue.clock);
    jest.spyOn(queue.clock, "now").mockImplementation(() => now() - back);
    for (const job of queue.jobs) {
      void queue.follow(job);
      await queue.clock.advance(10_000);
      back = 3_600_000;
    }
    const before = queue.lists.length;
    await queue.clock.advance(20_000);
    expect(queue.lists.length).toBeGreaterThanOrEqual(before + 4);
  });

  it("are asked for with fewer ids where an address of so many is too long", async () => {
    const queue = new FakeQueue(100);
    queue.mostIds = 60;
    void (await queue.startAll());
    await queue.clock.advance(20_000);
    expect(queue.lists.slice(0, 4).map(({ length }) => length)).toEqual([100, 48, 48, 4]);
    expect(queue.lists.length).toBeGreaterThan(4);
  });

  it("are asked for one by one where even an address of few is too long", async () => {
    const queue = new FakeQueue(100);
    queue.mostIds = 0;
    void (await queue.startAll());
    await queue.clock.advance(20_000);
    expect(queue.lists.map(({ length }) => length)).toEqual([100, 48, 48, 4]);
  });

  it("are asked for one by one, ever more rarely, once the token was refused the list", async () => {
    const queue = new FakeQueue(10);
    queue.mayList = false;
    void (await queue.startAll());
    for (const expected of [4, 1, 1, 1, 1, 1]) {
      const before = queue.jobs.map((job) => job.count("GET build build-1"));
      await queue.clock.advance(10_000);
      const each = queue.jobs.map((job, index) => job.count("GET build build-1") - (before[index] ?? 0));
      expect(each).toEqual(queue.jobs.map(() => expected));
    }
    expect(queue.lists).toHaveLength(1);
  });
});
