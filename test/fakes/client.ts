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
