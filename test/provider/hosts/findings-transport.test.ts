// What an attack on the lifecycle once found about answers that are lost, late, refused or secret stays mended, on both
// hosts.
import type { CreateTemplateRequest } from "../../../provider/client/templates";
import { fewAtOnce } from "../../fakes/at-once";
import { rejection } from "../../fakes/client";
import { parameter } from "../../fakes/coder/template-versions";
import { useHostRuns } from "../../fakes/host-runs";
import type { RecordedRequest, Reply } from "../../fakes/http-server";
import type { Properties } from "../../../provider/values";

const SECRET = "s3cret-value-of-a-parameter";
const PAGE = "<html><title>Error</title></html>";
const WITHOUT_CODER = { "x-coder-build-version": undefined, "x-coder-request-id": undefined };
const TEMPLATES = "POST /organizations/:organization/templates";

/** What comes back although the server has acted. */
const LOST: [string, Reply][] = [
  ...[408, 499, 500, 502, 503, 504, 520, 522, 524, 525, 530].map<[string, Reply]>((status) => [
    `status ${status} of a proxy`,
    { status, text: PAGE, headers: { ...WITHOUT_CODER, "content-type": "text/html" } },
  ]),
  ["a body that can't be read", { status: 201, text: '{"id":' }],
  ["bytes that are not HTTP", { drop: "garbled" }],
  ["a connection that ends within the answer", { status: 201, text: "{}", drop: "within" }],
];

const runs = useHostRuns();

function addTemplate(): string {
  const parameters = [parameter("password", "string", { default_value: "" }), parameter("cpus", "number")];
  const { id } = runs.server.addVersion({ parameters });
  return runs.server.addTemplate({ active_version_id: id }).id;
}

/** The server makes the template, and the answer is another. */
function loseAnswer(reply: Reply): void {
  const make = ({ json }: RecordedRequest): Reply => {
    const { name, template_version_id } = json as CreateTemplateRequest;
    runs.server.addTemplate({ name, active_version_id: template_version_id });
    return reply;
  };
  runs.server.http.on(TEMPLATES, make);
}

describe.each(["plugin", "dynamic"] as const)("on the %s host", (host) => {
  describe("a template whose answer was lost", () => {
    it.each(LOST)("to %s is found, and is not made twice", async (_way, reply) => {
      loseAnswer(reply);
      const template = await runs.resource(host, "Template");
      await template.up({ name: "docker", activeVersionId: runs.server.addVersion().id });
      expect(template.id).toBe(runs.server.templates[0]?.id);
      expect(runs.server.templates).toHaveLength(1);
      expect(runs.server.http.requestsTo(TEMPLATES)).toHaveLength(1);
    });
  });

  describe("a question whose answer was lost", () => {
    it.each([408, 499, 520, 522, 524, 525, 530])("to status %i is asked again", async (status) => {
      const template = await runs.resource(host, "Template");
      await template.up({ name: "docker", activeVersionId: runs.server.addVersion().id });
      const stored = runs.server.template(template.id);
      const lists = runs.server.http.requestsTo("GET /templates").length;
      const lost = { status, text: PAGE, headers: WITHOUT_CODER };
      runs.server.http.on("GET /templates/:id", lost, { json: stored });
      runs.server.http.on("GET /templates", lost, { json: [stored] });
      expect(await template.refresh()).toBe(true);
      const asked =
        runs.server.http.requestsTo("GET /templates/:id").length +
        runs.server.http.requestsTo("GET /templates").length -
        lists;
      expect(asked).toBeGreaterThan(1);
    });
  });

  describe("a pause of a day that the server asks for", () => {
    it("is not waited for, and the message says for what and how to go on", async () => {
      runs.server.http.on(TEMPLATES, {
        status: 429,
        json: { message: "Not now." },
        headers: { "retry-after": "86400" },
      });
      const template = await runs.resource(host, "Template");
      const error = await rejection(template.up({ name: "docker", activeVersionId: runs.server.addVersion().id }));
      expect(error.message).toContain(
        "Not now. The server asks to wait 24 hours, and this may take 60 minutes (`coderd:jobTimeoutSeconds`) at " +
          "most. Run it again later, or allow more time.",
      );
      expect(runs.server.http.requestsTo(TEMPLATES)).toHaveLength(1);
    });
  });

  describe("a workspace that never takes a build", () => {
    it("is given up at the time limit, after few requests, with what is in the way", async () => {
      const templateId = addTemplate();
      const workspace = await runs.resource(host, "Workspace", { jobTimeoutSeconds: "2" });
      await workspace.up({ name: "dev", templateId, parameters: { cpus: 2 } });
      runs.server.http.on("POST /workspaces/:id/builds", {
        status: 409,
        json: { message: "A workspace build is already active." },
      });
      const error = await rejection(workspace.up({ name: "dev", templateId, parameters: { cpus: 4 } }));
      expect(error.message).toContain(
        'Workspace "admin/dev" took no build (stop) within 2 seconds (`coderd:jobTimeoutSeconds`): the server says that ' +
          'another is in its way ("A workspace build is already active."). Its latest is build 1 (start), begun by ' +
          '"admin", which is running.',
      );
      expect(runs.server.http.requestsTo("POST /workspaces/:id/builds").length).toBeLessThanOrEqual(4);
    });
  });

  describe("a secret value of a parameter", () => {
    /** A workspace with the secret, whose builds repeat it from now on. */
    async function secretive(): Promise<{ id: string; declared: Properties; destroy: () => Promise<void> }> {
      const declared = { name: "dev", templateId: addTemplate(), parameters: { cpus: 2, password: SECRET } };
      const workspace = await runs.resource(host, "Workspace");
      await workspace.up(declared);
      runs.server.log.push(`Error: "${SECRET}" is refused`);
      return { id: workspace.id, declared, destroy: () => workspace.destroy() };
    }

    function expectHidden(error: Error): void {
      expect(error.message).toContain("is refused");
      expect(error.message).not.toContain(SECRET);
      expect(JSON.stringify(runs.engine.logged)).not.toContain(SECRET);
    }

    it("is in no message of a deletion", async () => {
      const { destroy } = await secretive();
      runs.server.endings.push("failed");
      expectHidden(await rejection(destroy()));
    });

    it("is in no message of the build of an earlier run that is followed", async () => {
      const { id } = await secretive();
      const build = await runs.resource(host, "WorkspaceBuild", { name: "build" });
      await build.up({ workspaceId: id, transition: "stop" });
      runs.server.endings.push("failed");
      const { id: failed } = runs.server.build(id, { transition: "start" });
      Object.assign(build, { id: failed, outputs: { ...build.outputs, status: "starting" } });
      expectHidden(await rejection(build.up({ workspaceId: id, transition: "stop" })));
    });

    it("is in no message of the stop before a start", async () => {
      const { id } = await secretive();
      const build = await runs.resource(host, "WorkspaceBuild", { name: "build" });
      runs.server.endings.push("failed");
      expectHidden(await rejection(build.up({ workspaceId: id, transition: "start" })));
    });
  });

  describe("a preview of many new workspaces", () => {
    it("asks for their template once for all", async () => {
      const templateId = addTemplate();
      const names = Array.from({ length: 100 }, (_, index) => `dev-${index}`);
      const first = await runs.resource(host, "Workspace");
      runs.server.takeRequests();
      const failures = await fewAtOnce(names, (name) => first.check({ name, templateId }));
      expect(failures.flat()).toEqual([]);
      expect(runs.server.http.requestsTo("GET /templates/:id").length).toBeLessThanOrEqual(1);
      expect(runs.server.http.requests.length).toBeLessThan(20);
    });
  });
});
