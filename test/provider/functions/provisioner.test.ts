// Provisioner daemons and jobs: from the server's answer to the function's result, with the fields that the live tests'
// server does not send.
import { JOB } from "../../fakes/client";
import { callFunction } from "../../fakes/function-call";
import { FakeServer } from "../../fakes/http-server";

const TIME = "2026-01-31T12:00:00Z";

let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
});

afterEach(() => server.close());

describe("getProvisionerDaemons", () => {
  it("finds daemons that are offline on a server that lists them only when asked, and tells what each runs", async () => {
    server.version = "v2.30.0";
    server.on("GET /buildinfo", { json: { version: server.version } });
    server.on("GET /organizations/:organization/provisionerdaemons", ({ query }) => ({
      json: query.get("status")?.split(",").includes("offline") === true ? [daemon] : [],
    }));
    const job = { id: "job-1", template_name: "docker", template_display_name: "Docker", template_icon: "" };
    const daemon = {
      id: "daemon-1",
      name: "builder",
      created_at: TIME,
      last_seen_at: TIME,
      version: "v2.29.0",
      api_version: "1.9",
      organization_id: "organization-1",
      key_id: "key-1",
      key_name: "built-in",
      provisioners: ["terraform"],
      tags: { camel_case: "kept" },
      status: "offline",
      current_job: { ...job, status: "running" },
      previous_job: { ...job, id: "job-0", status: "hibernating", template_display_name: "" },
    };
    const told = { templateName: "docker", templateIcon: "" };
    expect(await callFunction(server, "getProvisionerDaemons", { status: ["offline"] })).toEqual({
      daemons: [
        {
          id: "daemon-1",
          name: "builder",
          version: "v2.29.0",
          apiVersion: "1.9",
          status: "offline",
          organizationId: "organization-1",
          provisioners: ["terraform"],
          tags: { camel_case: "kept" },
          keyId: "key-1",
          keyName: "built-in",
          currentJob: { ...told, id: "job-1", status: "running", templateDisplayName: "Docker" },
          previousJob: { ...told, id: "job-0", status: "hibernating", templateDisplayName: "" },
          createdAt: TIME,
          lastSeenAt: TIME,
        },
      ],
    });
  });
});

describe("getProvisionerJobs", () => {
  it("tells which workspace waits, for which daemons, and who asked for it", async () => {
    const waiting = {
      ...JOB,
      created_at: TIME,
      status: "pending",
      type: "workspace_build",
      organization_id: "organization-1",
      initiator_id: "user-1",
      queue_position: 2,
      queue_size: 3,
      available_workers: ["daemon-1"],
      input: { workspace_build_id: "build-1" },
      metadata: {
        template_version_name: "v1",
        template_id: "template-1",
        template_name: "docker",
        template_display_name: "Docker",
        template_icon: "",
        workspace_id: "workspace-1",
        workspace_name: "dev",
      },
      logs_overflowed: true,
    };
    server.on("GET /organizations/:organization/provisionerjobs", { json: [waiting] });
    expect(await callFunction(server, "getProvisionerJobs", { status: ["pending"] })).toEqual({
      jobs: [
        {
          id: JOB.id,
          status: "pending",
          type: "workspace_build",
          createdAt: TIME,
          workerName: "",
          availableWorkers: ["daemon-1"],
          organizationId: "organization-1",
          initiatorId: "user-1",
          input: { workspaceBuildId: "build-1", error: "" },
          metadata: {
            templateVersionName: "v1",
            templateId: "template-1",
            templateName: "docker",
            templateDisplayName: "Docker",
            templateIcon: "",
            workspaceId: "workspace-1",
            workspaceName: "dev",
          },
          fileId: JOB.file_id,
          tags: JOB.tags,
          queuePosition: 2,
          queueSize: 3,
          logsOverflowed: true,
        },
      ],
    });
  });
});
