// Resources of one program on a host, on the fake Coder, and what a person does on the server meanwhile.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkspaceBuild } from "../../provider/client/workspace-builds";
import type { ResourceType } from "../../provider/registry";
import type { Properties } from "../../provider/values";
import { FakeCoder } from "./coder";
import { bob, me } from "./coder/users";
import { Lifecycle } from "./driver";
import { FakeEngine } from "./engine";
import { startHost, type Host, type HostName, type Settings } from "./hosts";

/** What a test file has of both hosts. The server is new for each test. */
export class HostRuns {
  server!: FakeCoder;
  engine!: FakeEngine;
  private readonly hosts: Host[] = [];

  /** A resource that the host serves, under this name in the program. */
  async resource(
    host: HostName,
    type: ResourceType,
    { name = "dev", ...settings }: Settings & { name?: string } = {},
    ignoreChanges: string[] = [],
  ): Promise<Lifecycle> {
    const started = await startHost(host, type, this.engine.address, ignoreChanges);
    this.hosts.push(started);
    await started.configure(this.server.url, settings);
    return new Lifecycle(started.about(name));
  }

  /** Many of one type, all on one host. */
  async resources(
    host: HostName,
    type: ResourceType,
    names: readonly string[],
    settings?: Settings,
  ): Promise<Lifecycle[]> {
    const started = await startHost(host, type, this.engine.address);
    this.hosts.push(started);
    await started.configure(this.server.url, settings);
    return names.map((name) => new Lifecycle(started.about(name)));
  }

  /** Messages that the host has shown, without status lines. */
  get told(): string[] {
    return this.engine.logged.filter(({ isEphemeral }) => !isEphemeral).map(({ message }) => message);
  }

  get statusLines(): string[] {
    return this.engine.logged.filter(({ isEphemeral }) => isEphemeral).map(({ message }) => message);
  }

  /** The builds of a workspace, as "transition status initiator version", oldest first. */
  history(workspaceId: string): string[] {
    const name = (id: string): string => this.server.versions.find((version) => version.id === id)?.name ?? id;
    return this.server.builds
      .filter(({ workspace_id }) => workspace_id === workspaceId)
      .map((build) =>
        [build.transition, build.status, build.initiator_name, name(build.template_version_id)].join(" "),
      );
  }

  /** Requests that change something, as "METHOD route", with `:id` in place of ids. */
  mutations(): string[] {
    return this.server
      .takeRequests()
      .filter(({ method }) => method !== "GET")
      .map(({ method, path }) => `${method} ${path.replace("/api/v2", "").replace(/[0-9a-f-]{36}/g, ":id")}`);
  }

  async closeHosts(): Promise<void> {
    await Promise.all(this.hosts.splice(0).map((host) => host.close()));
  }
}

/** Call once at the top of a test file. */
export function useHostRuns(): HostRuns {
  const runs = new HostRuns();
  const environment = { ...process.env };
  const { argv } = process;
  const folder = mkdtempSync(join(tmpdir(), "host-runs-"));
  beforeAll(async () => {
    runs.engine = await FakeEngine.start();
    process.env = { CODER_CONFIG_DIR: folder, PULUMI_HOME: folder };
    // Where the engine's address is.
    process.argv = [...argv.slice(0, 2), runs.engine.address];
  });
  beforeEach(async () => {
    runs.server = await FakeCoder.start({ isLicensed: true });
    runs.engine.logged.length = 0;
  });
  afterEach(async () => {
    await runs.closeHosts();
    await runs.server.close();
  });
  afterAll(() => {
    process.env = environment;
    process.argv = argv;
    runs.engine.close();
    rmSync(folder, { recursive: true });
  });
  return runs;
}

/** What a check refuses, as "property: reason". The dynamic host has one failure for all, with the properties in it. */
export async function failuresOf(resource: Lifecycle, declared: Properties): Promise<string[]> {
  const failures = await resource.check(declared);
  return failures.flatMap(({ property, reason }) =>
    property === "" ? reason.split("\n").map((line) => line.replace(/^`(\w+)`/, "$1")) : `${property}: ${reason}`,
  );
}

/** Somebody at the dashboard, who may be the user of the token. */
export class Person {
  constructor(
    private readonly server: FakeCoder,
    private readonly user: { id: string; username: string } = bob,
  ) {}

  /** A build that has ended; with `milliseconds`, one that takes so long. */
  build(
    workspaceId: string,
    transition: "start" | "stop" | "delete",
    { milliseconds, versionId }: { milliseconds?: number; versionId?: string } = {},
  ): WorkspaceBuild {
    if (milliseconds !== undefined) {
      this.server.endings.unshift("active");
      setTimeout(() => this.server.end(workspaceId), milliseconds).unref();
    }
    const { id: initiator_id, username: initiator_name } = this.user;
    const request = { transition, ...(versionId !== undefined && { template_version_id: versionId }) };
    return this.server.build(workspaceId, request, { initiator_id, initiator_name });
  }

  rename(workspaceId: string, name: string): void {
    this.server.workspace(workspaceId).name = name;
    for (const build of this.server.builds) if (build.workspace_id === workspaceId) build.workspace_name = name;
  }
}

/** The two people that a build can be of: somebody else, and the token's own user. */
export const PEOPLE = [bob, me] as const;

/**
 * Lets something happen while the n-th request to a route is on its way: it has been sent, and the server has not
 * acted. A test asserts that it did happen.
 */
export function meanwhile(
  server: FakeCoder,
  route: string,
  act: () => unknown,
  nth = 1,
): { readonly hasHappened: boolean } {
  let requests = 0;
  server.http.before = (found) => {
    if (found !== route) return undefined;
    requests += 1;
    return requests === nth ? act() : undefined;
  };
  return {
    get hasHappened() {
      return requests >= nth;
    },
  };
}
