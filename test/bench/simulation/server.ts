// A fake Coder with many workspaces that answers as slowly as a real one did. Counts the requests by route. A route
// that the fake lacks makes the simulation fail.
import type { CreateWorkspaceBuildRequest } from "../../../provider/client/workspace-builds";
import { FakeCoder } from "../../fakes/coder";
import type { RecordedRequest, Reply } from "../../fakes/http-server";

/** Milliseconds that a real server took. */
export interface Latencies {
  /** Version of that server. */
  version: string;
  /** By method and path. */
  routes: Record<string, number>;
  /** By type of job. */
  jobs: Record<string, number>;
}

/** What a request takes whose route was never recorded: the median of those of its method. */
const METHOD = /^\w+/;

export interface Counts {
  total: number;
  /** Requests that ask for several jobs at once. */
  polls: number;
  routes: Record<string, number>;
}

export class ScaleServer {
  readonly templateId: string;
  readonly firstVersionId: string;
  readonly newVersionId: string;
  /** How much faster time passes. */
  factor = 1;
  /** Answers come at once while the simulation itself prepares. */
  isInstant = true;
  /** Builds end at once, whatever the requests take. */
  hasInstantJobs = false;
  readonly #counts = new Map<string, number>();
  readonly #missing = new Set<string>();
  /** When each build has ended. */
  readonly #ends = new Map<string, Promise<void>>();

  private constructor(
    readonly coder: FakeCoder,
    private readonly latencies: Latencies,
  ) {
    this.firstVersionId = coder.addVersion({ name: "first" }).id;
    this.templateId = coder.addTemplate({ name: "many", active_version_id: this.firstVersionId }).id;
    this.newVersionId = coder.addVersion({ name: "second", template_id: this.templateId }).id;
    coder.http.before = (route, request) => this.#delay(route, request);
    coder.http.on("POST /workspaces/:id/builds", (request) => this.#build(request));
    coder.http.onStream("GET /workspacebuilds/:id/logs", async (stream) => {
      await this.#ends.get(stream.request.parameters["id"] ?? "");
      stream.finish([]);
    });
  }

  static async start(latencies: Latencies): Promise<ScaleServer> {
    return new ScaleServer(await FakeCoder.start(), latencies);
  }

  /** Workspaces that run with the first version. Their names and ids, in order. */
  fill(count: number): { id: string; name: string }[] {
    const { coder, firstVersionId: template_version_id } = this;
    return Array.from({ length: count }, (_, index) => {
      const name = `workspace-${index}`;
      return { name, id: coder.addWorkspace("me", { name, template_version_id }).id };
    });
  }

  /** Makes the new version the active one. */
  promote(): void {
    this.coder.template(this.templateId).active_version_id = this.newVersionId;
    for (const workspace of this.coder.workspaces) workspace.template_active_version_id = this.newVersionId;
  }

  /** The workspaces that run with the new version. */
  rolledOut(): number {
    return this.coder.liveWorkspaces.filter(
      ({ latest_build: { status, template_version_id } }) =>
        status === "running" && template_version_id === this.newVersionId,
    ).length;
  }

  /** The requests since the last call. */
  takeCounts(): Counts {
    if (this.#missing.size > 0)
      throw new Error(
        `The fake Coder lacks routes that the provider asks for: ${[...this.#missing].join(", ")}. Add them to test/fakes/coder.`,
      );
    const routes = Object.fromEntries([...this.#counts].sort(([, left], [, right]) => right - left));
    this.#counts.clear();
    const total = Object.values(routes).reduce((sum, count) => sum + count, 0);
    const polls = Object.entries(routes).filter(([route]) => route.endsWith("/provisionerjobs"));
    return { total, polls: polls.reduce((sum, [, count]) => sum + count, 0), routes };
  }

  async close(): Promise<void> {
    await this.coder.close();
  }

  async #delay(route: string | undefined, request: RecordedRequest): Promise<void> {
    // The fake keeps all requests for tests; this many would fill the memory.
    this.coder.http.requests.length = 0;
    if (route === undefined) {
      this.#missing.add(`${request.method} ${request.path}`);
      return;
    }
    const known = route.replace(/:\w+/g, ":id");
    this.#counts.set(known, (this.#counts.get(known) ?? 0) + 1);
    if (!this.isInstant) await this.#pass(this.#latencyOf(known));
  }

  #latencyOf(route: string): number {
    const { routes } = this.latencies;
    const recorded = routes[route];
    if (recorded !== undefined) return recorded;
    const method = METHOD.exec(route)?.[0] ?? "";
    const alike = Object.entries(routes).flatMap(([other, time]) => (other.startsWith(method) ? [time] : []));
    return alike.sort((left, right) => left - right)[Math.floor(alike.length / 2)] ?? 0;
  }

  /** A wait too short for a timer is left out: to answer takes as long. */
  async #pass(milliseconds: number): Promise<void> {
    const real = milliseconds / this.factor;
    if (real >= 0.5) await new Promise((resolve) => setTimeout(resolve, real));
  }

  #build(request: RecordedRequest): Reply {
    const id = request.parameters["id"] ?? "";
    const { latest_build: latest } = this.coder.workspace(id);
    if (latest.job.status === "running")
      return { status: 409, json: { message: "A workspace build is already active." } };
    const endsAtOnce = this.isInstant || this.hasInstantJobs;
    this.coder.endings.push(endsAtOnce ? "succeeded" : "active");
    const build = this.coder.build(id, request.json as CreateWorkspaceBuildRequest);
    const ended = endsAtOnce ? Promise.resolve() : this.#pass(this.latencies.jobs["workspace_build"] ?? 1_000);
    this.#ends.set(
      build.id,
      ended.then(() => {
        if (build.job.status === "running") this.coder.end(id);
      }),
    );
    return { status: 201, json: build };
  }
}
