// Builds of the fake Coder's workspaces. A build ends at once, in the way that the test has set.
import type { ProvisionerJobLog } from "../../../provider/client/provisioner";
import type { CreateWorkspaceBuildRequest, WorkspaceBuild } from "../../../provider/client/workspace-builds";
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import { alreadyEnded, bodyOf, gone, isEnded, known, newId, refuse, TIME, withId, type Routes } from "./common";
import { userOf } from "./users";

export type Ending = "succeeded" | "failed" | "active" | "pending";
type Transition = "start" | "stop" | "delete";

const BUILD_TIME = "2026-01-02T03:04:05Z";

/** A workspace's status by transition and by how the build has ended. */
const STATUS = {
  start: { succeeded: "running", failed: "failed", active: "starting", pending: "pending" },
  stop: { succeeded: "stopped", failed: "failed", active: "stopping", pending: "pending" },
  delete: { succeeded: "deleted", failed: "failed", active: "deleting", pending: "pending" },
} as const;

/** Without values in the request a build keeps those of the one before. */
export function addBuild(
  coder: FakeCoder,
  workspaceId: string,
  request: CreateWorkspaceBuildRequest,
  more: Partial<WorkspaceBuild>,
): WorkspaceBuild {
  const { transition, template_version_preset_id: presetId, rich_parameter_values: sent = [] } = request;
  const workspace = coder.workspace(workspaceId);
  const latest = coder.builds.findLast((each) => each.workspace_id === workspaceId);
  const ending = coder.endings.shift() ?? (coder.queue === undefined ? "succeeded" : "pending");
  const version = known(coder.versions, request.template_version_id ?? latest?.template_version_id);
  const preset = version.presets.find((each) => each.id === presetId);
  const id = newId();
  const build = {
    id,
    created_at: coder.timeOr(BUILD_TIME),
    workspace_id: workspaceId,
    workspace_name: workspace.name,
    workspace_owner_name: workspace.owner_name,
    template_version_id: version.id,
    template_version_name: version.name,
    template_version_preset_id: presetId,
    build_number: (latest?.build_number ?? 0) + 1,
    transition,
    initiator_id: coder.user.id,
    initiator_name: coder.user.username,
    job: {
      id: newId(),
      created_at: coder.timeOr(BUILD_TIME),
      started_at: coder.timeOr(BUILD_TIME),
      status: ending === "active" ? "running" : ending,
      file_id: version.job.file_id,
      tags: {},
      queue_position: 0,
      queue_size: 0,
    },
    reason: "initiator",
    resources: transition === "start" && coder.agents.length > 0 ? [machineOf(coder, id)] : [],
    status: STATUS[transition][ending],
    ...more,
  } as unknown as WorkspaceBuild;
  coder.builds.push(build);
  workspace.latest_build = build;
  const held = coder.values.get(latest?.id ?? "");
  const given = new Map([...sent, ...(preset?.parameters ?? [])].map(({ name, value }) => [name, value]));
  const values = version.parameters.map(({ name, default_value }) => ({
    name,
    value: given.get(name) ?? held?.find((each) => each.name === name)?.value ?? default_value,
  }));
  coder.values.set(id, values);
  if (ending === "pending") coder.queue?.onJob();
  return build;
}

/** Ends the build that is active. */
export function endBuild(coder: FakeCoder, workspaceId: string, status: "succeeded" | "failed" | "canceled"): void {
  const { latest_build: build } = coder.workspace(workspaceId);
  build.job.status = status;
  build.status = status === "succeeded" ? STATUS[build.transition as Transition].succeeded : status;
}

export const workspaceBuildRoutes: Routes = {
  // Also of a workspace that is deleted.
  "POST /workspaces/:id/builds": (coder, request) =>
    withId(coder.workspaces, request, ({ id, latest_build: latest, dormant_at }) => {
      const wanted = bodyOf(request) as unknown as CreateWorkspaceBuildRequest;
      if (isUnderWay(latest)) return refuse(409, "A workspace build is already active.");
      if (wanted.transition === "start" && dormant_at !== undefined) return refuse(403, "insert workspace build");
      return { status: 201, json: coder.build(id, wanted) };
    }),
  "GET /workspaces/:id/builds": ({ builds }, { parameters }) => ({
    json: builds.filter((each) => each.workspace_id === parameters["id"]).reverse(),
  }),
  "GET /users/:user/workspace/:name/builds/:number": findBuild,
  "GET /workspacebuilds/:id": ({ builds }, request) => withId(builds, request, (build) => ({ json: build })),
  "GET /workspacebuilds/:id/parameters": ({ values }, { parameters }) => {
    const found = values.get(parameters["id"] ?? "");
    return found === undefined ? gone : { json: found };
  },
  "PATCH /workspacebuilds/:id/cancel": (coder, request) =>
    withId(coder.builds, request, ({ workspace_id, job }) => {
      if (isEnded(job)) return alreadyEnded;
      endBuild(coder, workspace_id, "canceled");
      return { json: { message: "Job has been marked as canceled..." } };
    }),
  "GET /workspacebuilds/:id/logs": (coder) => ({ json: logLines(coder) }),
};

function isUnderWay({ job }: WorkspaceBuild): boolean {
  return job.status === "running" || job.status === "pending";
}

/** Every build logs the fake's lines, each as an error. */
export function logLines({ log }: FakeCoder): ProvisionerJobLog[] {
  const line = { created_at: BUILD_TIME, log_source: "provisioner", log_level: "error", stage: "Apply" };
  return log.map((output, index) => ({ ...line, id: index + 1, output }));
}

function machineOf({ agents }: FakeCoder, buildId: string): object {
  const machine = { id: newId(), created_at: TIME, job_id: buildId, workspace_transition: "start", agents };
  return { ...machine, type: "terraform_data", name: "machine" };
}

function findBuild(coder: FakeCoder, { parameters }: RecordedRequest): Reply {
  const { user = "", name, number } = parameters;
  const owner = userOf(coder, user)?.username;
  const found = coder.builds.find(
    (each) =>
      each.workspace_owner_name === owner && each.workspace_name === name && each.build_number === Number(number),
  );
  return found === undefined ? gone : { json: found };
}
