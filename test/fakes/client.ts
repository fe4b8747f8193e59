// What the client's tests share: a client of the fake server, helpers for promises, and objects as the server answers
// them.
import { isNativeError } from "node:util/types";
import { createClient, type ClientOptions, type CoderClient } from "../../provider/client/client";
import { TestClock } from "./clocks";
import { TOKEN, type FakeServer } from "./http-server";

export function clientOf(server: FakeServer, options: Partial<ClientOptions> = {}): CoderClient {
  return createClient({ url: server.url, token: TOKEN, clock: new TestClock(), ...options });
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (thrown) {
    if (isNativeError(thrown) || thrown instanceof DOMException) return thrown;
    throw new Error("It was rejected with something that is no Error.", { cause: thrown });
  }
  throw new Error("It was not rejected.");
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Reads the first items, and stops. */
export async function take<Item>(count: number, items: AsyncIterable<Item>): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

export async function eventually(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

const TIME = "2026-01-01T00:00:00Z";

export const OWNER = {
  id: "user-1",
  username: "ada",
  created_at: TIME,
  roles: [{ name: "owner", display_name: "Owner" }],
};
export const MEMBER = { ...OWNER, id: "user-2", username: "bob", roles: [] };

export const JOB = {
  id: "job-1",
  created_at: TIME,
  status: "succeeded",
  file_id: "file-1",
  tags: { scope: "organization", owner: "" },
};

export const LOG = (id: number) => ({
  id,
  created_at: TIME,
  log_source: "provisioner",
  log_level: "info",
  stage: "Planning",
  output: `line ${id}`,
});

export const TEMPLATE = {
  id: "template-1",
  created_at: TIME,
  organization_id: "organization-1",
  name: "docker",
  active_version_id: "v1",
};

export const VERSION = { id: "version-1", created_at: TIME, name: "first", job: JOB };

export const BUILD = {
  id: "build-1",
  created_at: TIME,
  workspace_id: "workspace-1",
  template_version_id: "version-1",
  build_number: 1,
  transition: "start",
  status: "running",
  job: JOB,
};

export const WORKSPACE = {
  id: "workspace-1",
  created_at: TIME,
  owner_id: "user-1",
  owner_name: "ada",
  organization_id: "organization-1",
  template_id: "template-1",
  template_active_version_id: "version-1",
  name: "dev",
  latest_build: BUILD,
};

export const APP_STATUS = {
  id: "status-1",
  created_at: TIME,
  workspace_id: "workspace-1",
  agent_id: "agent-1",
  app_id: "app-1",
  state: "working",
  message: "Compiles.",
  uri: "https://example.com/pull/1",
  icon: "/icon/code.svg",
  needs_user_attention: true,
};

export const AGENT = {
  id: "agent-1",
  parent_id: "agent-0",
  created_at: TIME,
  first_connected_at: TIME,
  last_connected_at: TIME,
  started_at: TIME,
  ready_at: TIME,
  status: "connected",
  lifecycle_state: "start_error",
  name: "main",
  resource_id: "resource-1",
  instance_id: "i-1",
  architecture: "amd64",
  operating_system: "linux",
  environment_variables: { TOKEN: "secret-of-the-environment" },
  directory: "~",
  expanded_directory: "/home/ada",
  version: "v2.24.0",
  api_version: "2.6",
  latency: { "New_York City": { preferred: true, latency_ms: 12.5 } },
  connection_timeout_seconds: 120,
  troubleshooting_url: "https://example.com/help",
  subsystems: ["envbox"],
  health: { healthy: false, reason: "agent startup script exited with an error" },
  display_apps: ["vscode", "web_terminal"],
  logs_length: 17,
  logs_overflowed: true,
  scripts: [
    {
      id: "script-1",
      log_source_id: "source-1",
      log_path: "/tmp/start.log",
      display_name: "Start",
      script: "echo secret-of-the-script",
      cron: "",
      run_on_start: true,
      run_on_stop: false,
      start_blocks_login: true,
      timeout: 60_000_000_000,
    },
  ],
  apps: [
    {
      id: "app-1",
      slug: "editor",
      display_name: "Editor",
      url: "http://localhost:8080",
      external: false,
      command: "",
      icon: "/icon/code.svg",
      subdomain: true,
      subdomain_name: "editor--dev--ada",
      sharing_level: "organization",
      healthcheck: { url: "http://localhost:8080/healthz", interval: 10, threshold: 3 },
      health: "healthy",
      group: "Editors",
      hidden: false,
      open_in: "slim-window",
      statuses: [APP_STATUS],
    },
  ],
};

export const RESOURCE = {
  id: "resource-1",
  created_at: TIME,
  job_id: "job-1",
  workspace_transition: "start",
  type: "docker_container",
  name: "main",
  hide: true,
  icon: "/icon/docker.svg",
  daily_cost: 3,
  agents: [AGENT],
  metadata: [
    { key: "size", value: "large", sensitive: false },
    { key: "password", value: "secret-of-the-metadata", sensitive: true },
  ],
};
