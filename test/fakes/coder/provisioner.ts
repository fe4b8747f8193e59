// The queue of the fake Coder: jobs that wait until a daemon takes them, one after the other, and the list of jobs.
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import type { FakeStream } from "../web-socket";
import { hasRole } from "./authorization";
import { gone, type Json, type Routes } from "./common";
import { endBuild, logLines } from "./workspace-builds";

/** The server's own, where a request has none. */
const DEFAULT_LIMIT = 50;

interface Waiting {
  jobId: string;
  end: () => void;
}

/** Makes the jobs of new versions and builds wait until `work` ends them. Their streams end with them. */
export class ProvisionerQueue {
  /** A member may not. */
  mayBeListed = true;
  /** Told when a job begins to wait. */
  onJob: () => void = () => {};
  readonly #streams = new Map<string, FakeStream[]>();

  constructor(private readonly coder: FakeCoder) {
    for (const noun of ["templateversions", "workspacebuilds"])
      coder.http.onStream(`GET /${noun}/:id/logs`, (stream) => {
        const id = stream.request.parameters["id"] ?? "";
        if (this.#waiting.some(({ jobId }) => jobId === id))
          this.#streams.set(id, [...(this.#streams.get(id) ?? []), stream]);
        else stream.finish(logLines(coder));
      });
  }

  /** Ends the oldest job, so often as there are any, until all that was begun is done. */
  async workUntil(done: Promise<unknown>): Promise<void> {
    let isDone = false;
    const end = (): void => void (isDone = true);
    done.then(end, end);
    while (!isDone) {
      this.work();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await done;
  }

  /** Ends the oldest job, if there is one. */
  work(): void {
    const [next] = this.#waiting;
    next?.end();
    for (const stream of this.#streams.get(next?.jobId ?? "") ?? []) stream.finish(logLines(this.coder));
  }

  get #waiting(): Waiting[] {
    const { coder } = this;
    const versions = coder.versions.filter(({ job }) => job.status === "pending");
    const builds = coder.builds.filter(({ job }) => job.status === "pending");
    return [
      ...versions.map(({ id, job }) => ({ jobId: id, end: () => void (job.status = "succeeded") })),
      ...builds.map(({ id, workspace_id }) => ({ jobId: id, end: () => endBuild(coder, workspace_id, "succeeded") })),
    ];
  }
}

export const provisionerRoutes: Routes = {
  "GET /organizations/:organization/provisionerjobs": listJobs,
  "GET /organizations/:organization/provisionerdaemons": (coder) =>
    hasRole(coder, "owner") || hasRole(coder, "template-admin") ? { json: coder.daemons } : gone,
};

/** Newest first. */
function listJobs({ versions, builds, queue }: FakeCoder, { query }: RecordedRequest): Reply {
  if (queue?.mayBeListed === false) return gone;
  const ids = query.get("ids")?.split(",");
  const limit = Number(query.get("limit") ?? DEFAULT_LIMIT);
  const all: Json[] = [
    ...versions.map(({ id, name, job }) => ({
      ...job,
      input: { template_version_id: id },
      metadata: { template_version_name: name },
    })),
    ...builds.map(({ id, job }) => ({ ...job, input: { workspace_build_id: id } })),
  ];
  const found = all.filter(({ id }) => ids === undefined || ids.includes(String(id))).reverse();
  return { json: found.slice(0, limit).map((job) => ({ ...job, available_workers: ["daemon"] })) };
}
