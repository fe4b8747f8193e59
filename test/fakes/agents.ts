// Agents and apps of the fake Coder, as a workspace's build lists them.
import type { WorkspaceAgent, WorkspaceApp } from "../../provider/client/workspace-resources";

export function agent(
  name: string,
  status: string,
  lifecycle_state: string,
  more: Partial<WorkspaceAgent> = {},
): WorkspaceAgent {
  return {
    id: name,
    created_at: "2026-01-01T00:00:00Z",
    name,
    status,
    lifecycle_state,
    apps: [],
    connection_timeout_seconds: 120,
    troubleshooting_url: "",
    ...more,
  } as unknown as WorkspaceAgent;
}

export const healthcheck = { url: "http://localhost:8080/healthz", interval: 5, threshold: 6 };

export function app(slug: string, health: string, more: Partial<WorkspaceApp> = {}): WorkspaceApp {
  return { id: slug, slug, health, healthcheck, statuses: [], ...more } as unknown as WorkspaceApp;
}
