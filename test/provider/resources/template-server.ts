// A Coder server over HTTP that knows templates and their versions, with the server's own rules where they matter:
// names, sticky variables, archiving, promotion. What a test wants otherwise it tells the fake server.
import { createClient, type CoderClient } from "../../../provider/client/client";
import type { Context } from "../../../provider/handler";
import { passingOwnership, type Ownership } from "../../../provider/ownership/ownership";
import { FakeServer, type RecordedRequest, type Reply } from "../../fake-server";

export const TOKEN = "abcdefghij-0123456789abcdefghijkl";
export const ORGANIZATIONS = [
  { id: "00000000-0000-4000-8000-0000000000c1", name: "coder", is_default: true },
  { id: "00000000-0000-4000-8000-0000000000c2", name: "research", is_default: false },
];
const ADMIN = { id: "00000000-0000-4000-8000-00000000000a", username: "admin" };
const TIME = "2026-01-01T00:00:00Z";
const FREE = "00000000-0000-0000-0000-000000000000";

type Json = Record<string, unknown>;
export type JobStatus = "pending" | "running" | "succeeded" | "failed" | "canceled";

/** A Terraform variable that every new version declares. */
export interface DeclaredVariable {
  name: string;
  default_value?: string;
  required?: boolean;
  sensitive?: boolean;
}

export interface StoredTemplate extends Json {
  id: string;
  name: string;
  organization_id: string;
  active_version_id: string;
}

export interface StoredVersion {
  id: string;
  name: string;
  message: string;
  organization_id: string;
  template_id: string;
  archived: boolean;
  created_by: { id: string; username: string };
  job: Json & { id: string; status: JobStatus; file_id: string; tags: Record<string, string> };
  variables: { name: string; value: string; default_value: string; required: boolean; sensitive: boolean }[];
}

/** Ids never come twice in a process: the provider remembers some. */
let lastId = 0;
export function newId(): string {
  lastId += 1;
  return `${lastId.toString(16).padStart(8, "0")}-0000-4000-9000-000000000000`;
}

export class TemplateServer {
  readonly templates: StoredTemplate[] = [];
  readonly versions: StoredVersion[] = [];
  readonly workspaces: Json[] = [];
  /** Ids of versions that a workspace was last built with. */
  readonly usedVersions: string[] = [];
  /** What the code of new versions declares. */
  variables: DeclaredVariable[] = [];
  /** How the next imports end; succeeded when nothing is said. */
  readonly imports: JobStatus[] = [];
  /** Keys of a template's update that this server ignores, as one without a licence. */
  ignoredKeys: string[] = [];
  readonly told: string[] = [];
  /** Of the run; another run on the same machine has its notes only. */
  ownership: Ownership = passingOwnership();
  readonly client: CoderClient;
  readonly #files = new Map<string, string>();

  private constructor(readonly http: FakeServer) {
    this.client = createClient({ url: http.url, token: TOKEN });
    this.#serve();
  }

  static async start(): Promise<TemplateServer> {
    return new TemplateServer(await FakeServer.start());
  }

  async close(): Promise<void> {
    await this.client.close();
    await this.http.close();
  }

  context(more: Partial<Context> = {}): Context {
    const log = (kind: string) => (message: string) => void this.told.push(`${kind}: ${message}`);
    return {
      client: this.client,
      signal: new AbortController().signal,
      log: { status: () => {}, info: log("info"), warning: log("warning") },
      deadline: { milliseconds: 60_000, setting: "coderd:jobTimeoutSeconds" },
      defaultOrganization: "default",
      urn: "urn:pulumi:test::project::coderd:index:Fake::example",
      resourceName: "example",
      ownership: this.ownership,
      rootDirectory: __dirname,
      ...more,
    };
  }

  /** Method and path of what was sent since the last call; ids are shortened to what they stand for. */
  takeLog(): string[] {
    return this.takeRequests().map(
      (request) => `${request.method} ${this.#named(request.path.replace("/api/v2", ""))}`,
    );
  }

  takeRequests(): RecordedRequest[] {
    const streams = (request: RecordedRequest): boolean => request.path.endsWith("/logs");
    return this.http.requests.splice(0).filter((request) => !streams(request));
  }

  addVersion(more: Partial<StoredVersion> = {}, status: JobStatus = "succeeded"): StoredVersion {
    const version: StoredVersion = {
      id: newId(),
      name: "v1",
      message: "",
      organization_id: ORGANIZATIONS[0]?.id ?? "",
      template_id: FREE,
      archived: false,
      created_by: ADMIN,
      job: {
        id: newId(),
        created_at: TIME,
        status,
        file_id: newId(),
        tags: { scope: "organization", owner: "" },
        type: "template_version_import",
      },
      variables: [],
      ...more,
    };
    this.versions.push(version);
    return version;
  }

  addTemplate(more: Partial<StoredTemplate> = {}): StoredTemplate {
    const id = newId();
    const version =
      this.versions.find((each) => each.id === more.active_version_id) ?? this.addVersion({ template_id: id });
    version.template_id = id;
    const organization = ORGANIZATIONS.find((each) => each.id === more.organization_id) ?? ORGANIZATIONS[0];
    const template: StoredTemplate = {
      id,
      created_at: TIME,
      organization_id: organization?.id ?? "",
      organization_name: organization?.name,
      name: "docker",
      display_name: "",
      provisioner: "terraform",
      active_version_id: version.id,
      description: "",
      icon: "",
      default_ttl_ms: 0,
      activity_bump_ms: 3_600_000,
      autostop_requirement: { days_of_week: [], weeks: 1 },
      autostart_requirement: {
        days_of_week: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
      },
      created_by_id: ADMIN.id,
      created_by_name: "admin",
      allow_user_autostart: true,
      allow_user_autostop: true,
      allow_user_cancel_workspace_jobs: true,
      failure_ttl_ms: 0,
      time_til_dormant_ms: 0,
      time_til_dormant_autodelete_ms: 0,
      require_active_version: false,
      deprecated: false,
      deprecation_message: "",
      max_port_share_level: "public",
      use_classic_parameter_flow: true,
      ...more,
    };
    this.templates.push(template);
    return template;
  }

  removeTemplate(id: string): void {
    this.templates.splice(
      this.templates.findIndex((template) => template.id === id),
      1,
    );
  }

  #named(path: string): string {
    for (const organization of ORGANIZATIONS) path = path.replace(organization.id, organization.name);
    for (const template of this.templates) path = path.replace(template.id, `<${template.name}>`);
    for (const version of this.versions) path = path.replace(version.id, `<${version.name}>`);
    return path;
  }

  #serve(): void {
    const { http } = this;
    http.on("GET /users/me", { json: { ...ADMIN, created_at: TIME, roles: [{ name: "owner" }] } });
    http.on("GET /buildinfo", () => ({ json: { version: http.version } }));
    http.on("GET /organizations/:organization", (request) => {
      const found = organizationOf(request);
      return found === undefined ? gone : { json: found };
    });
    http.on("GET /organizations/:organization/templates/:name", (request) => {
      const organization = organizationOf(request);
      const found = this.templates.find(
        (each) => each.organization_id === organization?.id && sameName(each.name, request.parameters["name"]),
      );
      return found === undefined ? gone : { json: found };
    });
    http.on("POST /organizations/:organization/templates", (request) => this.#createTemplate(request));
    http.on("GET /templates/:id", (request) => this.#withTemplate(request, (template) => ({ json: template })));
    http.on("PATCH /templates/:id", (request) =>
      this.#withTemplate(request, (template) => this.#updateTemplate(template, bodyOf(request))),
    );
    http.on("PATCH /templates/:id/versions", (request) =>
      this.#withTemplate(request, (template) => this.#promote(template, bodyOf(request))),
    );
    http.on("DELETE /templates/:id", (request) =>
      this.#withTemplate(request, (template) => {
        if (this.workspaces.some((workspace) => workspace["template_id"] === template.id)) {
          return refuse(400, "All workspaces must be deleted before a template can be removed.");
        }
        this.removeTemplate(template.id);
        return { json: { message: "Template has been deleted!" } };
      }),
    );
    http.on("GET /templates/:id/versions", (request) => ({
      json: this.versions.filter((version) => version.template_id === request.parameters["id"]).map(versionJson),
    }));
    http.on("GET /templates/:id/versions/:name", (request) => {
      const { id, name } = request.parameters;
      const found = this.versions.find((version) => version.template_id === id && version.name === name);
      return found === undefined ? gone : { json: versionJson(found) };
    });
    http.on("GET /templates/examples", { json: [{ id: "docker" }, { id: "kubernetes" }] });
    http.on("POST /files", (request) => {
      const key = request.body.toString("base64");
      const known = this.#files.get(key);
      this.#files.set(key, known ?? newId());
      return { status: known === undefined ? 201 : 200, json: { hash: this.#files.get(key) } };
    });
    http.on("POST /organizations/:organization/templateversions", (request) => this.#createVersion(request));
    http.on("GET /templateversions/:id", (request) =>
      this.#withVersion(request, (version) => ({ json: versionJson(version) })),
    );
    http.on("PATCH /templateversions/:id", (request) =>
      this.#withVersion(request, (version) => this.#renameVersion(version, bodyOf(request))),
    );
    http.on("PATCH /templateversions/:id/cancel", (request) =>
      this.#withVersion(request, (version) => {
        version.job.status = "canceled";
        return { json: { message: "ok" } };
      }),
    );
    http.on("POST /templateversions/:id/archive", (request) =>
      this.#withVersion(request, (version) => this.#archive(version, true)),
    );
    http.on("POST /templateversions/:id/unarchive", (request) =>
      this.#withVersion(request, (version) => this.#archive(version, false)),
    );
    http.on("GET /templateversions/:id/variables", (request) =>
      this.#withVersion(request, (version) => ({
        json: version.variables.map((each) =>
          each.sensitive ? { ...each, value: "*redacted*", default_value: "*redacted*" } : each,
        ),
      })),
    );
    http.on("GET /templateversions/:id/rich-parameters", {
      json: [{ name: "cpus", type: "number", default_value: "2", mutable: true }],
    });
    http.on("GET /templateversions/:id/presets", { json: null });
    http.on("GET /templateversions/:id/resources", { json: [] });
    http.on("GET /templateversions/:id/logs", { json: [] });
    http.on("GET /organizations/:organization/provisionerjobs", () => ({ json: this.versions.map(jobJson).reverse() }));
    http.on("GET /workspaces", (request) => {
      const offset = Number(request.query.get("offset") ?? 0);
      return { json: { workspaces: this.workspaces.slice(offset, offset + 100), count: this.workspaces.length } };
    });
  }

  #withTemplate(request: RecordedRequest, answer: (template: StoredTemplate) => Reply): Reply {
    const template = this.templates.find((each) => each.id === request.parameters["id"]);
    return template === undefined ? gone : answer(template);
  }

  #withVersion(request: RecordedRequest, answer: (version: StoredVersion) => Reply): Reply {
    const version = this.versions.find((each) => each.id === request.parameters["id"]);
    return version === undefined ? gone : answer(version);
  }

  #createTemplate(request: RecordedRequest): Reply {
    const organization = organizationOf(request);
    const body = bodyOf(request);
    const version = this.versions.find((each) => each.id === body["template_version_id"]);
    if (
      this.templates.some(
        (each) => each.organization_id === organization?.id && sameName(each.name, String(body["name"])),
      )
    ) {
      return refuse(409, `Template with name "${String(body["name"])}" already exists.`);
    }
    if (version === undefined) return gone;
    if (version.template_id !== FREE) return refuse(400, "Template version already belongs to a template.");
    const kept = [
      "name",
      "display_name",
      "description",
      "icon",
      "default_ttl_ms",
      "activity_bump_ms",
      "allow_user_cancel_workspace_jobs",
    ];
    const licensed = [
      "allow_user_autostart",
      "allow_user_autostop",
      "failure_ttl_ms",
      "require_active_version",
      "autostop_requirement",
      "autostart_requirement",
    ];
    const taken = [...kept, ...licensed].filter((key) => body[key] !== undefined && !this.ignoredKeys.includes(key));
    const template = this.addTemplate({
      ...Object.fromEntries(taken.map((key) => [key, body[key]])),
      ...(!this.ignoredKeys.includes("time_til_dormant_ms") && { time_til_dormant_ms: body["dormant_ttl_ms"] }),
      ...(body["disable_everyone_group_access"] === true && { everyone_removed: true }),
      organization_id: organization?.id ?? "",
      active_version_id: version.id,
    });
    return { status: 201, json: template };
  }

  /** Answers 304 when nothing differs. @see coderd/templates.go patchTemplateMeta */
  #updateTemplate(template: StoredTemplate, body: Json): Reply {
    const { name } = body;
    const isTaken = this.templates.some(
      (each) => each.id !== template.id && sameName(each.name, typeof name === "string" ? name : ""),
    );
    if (isTaken) return refuse(409, `Template with name "${String(name)}" already exists.`);
    const isChanged =
      name === undefined ||
      Object.entries(body).some(([key, value]) => key in template && !sameJson(template[key], value));
    if (!isChanged) return { status: 304 };
    if (body["disable_everyone_group_access"] === true) template["everyone_removed"] = true;
    for (const [key, value] of Object.entries(body))
      if (key in template && !this.ignoredKeys.includes(key)) template[key] = value;
    return { json: template };
  }

  #promote(template: StoredTemplate, body: Json): Reply {
    const version = this.versions.find((each) => each.id === body["id"]);
    if (version === undefined) return refuse(404, "Template version not found.");
    if (version.template_id !== template.id)
      return refuse(400, "The provided template version doesn't belong to the specified template.");
    if (version.job.status !== "succeeded")
      return refuse(403, "Only versions that have been built successfully can be promoted.");
    if (version.archived) return refuse(400, "The provided template version is archived.");
    template.active_version_id = version.id;
    return { json: { message: "Updated the active template version!" } };
  }

  #createVersion(request: RecordedRequest): Reply {
    const body = bodyOf(request);
    const template = this.templates.find((each) => each.id === body["template_id"]);
    const name = String(body["name"]);
    if (
      template !== undefined &&
      this.versions.some((each) => each.template_id === template.id && each.name === name)
    ) {
      return refuse(409, `A template version with name "${name}" already exists for this template.`);
    }
    const active = this.versions.find((each) => each.id === template?.active_version_id);
    const sent = body["user_variable_values"] as { name: string; value: string }[];
    const valueOf = ({ name: variable, default_value = "" }: DeclaredVariable): string =>
      (sent.find((each) => each.name === variable) ?? active?.variables.find((each) => each.name === variable))
        ?.value ?? default_value;
    const version = this.addVersion({
      name,
      message: typeof body["message"] === "string" ? body["message"] : "",
      organization_id: organizationOf(request)?.id ?? "",
      template_id: template?.id ?? FREE,
      variables: this.variables.map((variable) => ({
        name: variable.name,
        value: valueOf(variable),
        default_value: variable.default_value ?? "",
        required: variable.required ?? false,
        sensitive: variable.sensitive ?? false,
      })),
    });
    version.job.status = this.imports.shift() ?? "succeeded";
    version.job.file_id = typeof body["file_id"] === "string" ? body["file_id"] : newId();
    Object.assign(version.job.tags, body["tags"]);
    return { status: 201, json: versionJson(version) };
  }

  #renameVersion(version: StoredVersion, body: Json): Reply {
    const name = typeof body["name"] === "string" && body["name"] !== "" ? body["name"] : version.name;
    const isTaken = this.versions.some(
      (each) => each !== version && each.template_id === version.template_id && each.name === name,
    );
    if (isTaken && version.template_id !== FREE)
      return refuse(400, "template version name must be unique for a template");
    version.name = name;
    if (typeof body["message"] === "string") version.message = body["message"];
    return { json: versionJson(version) };
  }

  #archive(version: StoredVersion, archived: boolean): Reply {
    if (version.archived === archived)
      return refuse(400, `Template version already ${archived ? "archived" : "unarchived"}`);
    if (version.template_id === FREE)
      return refuse(400, "Cannot archive template versions not associate with a template.");
    const isActive = this.templates.some((each) => each.active_version_id === version.id);
    const isUsed = this.usedVersions.includes(version.id);
    const isImporting = version.job.status === "pending" || version.job.status === "running";
    if (archived && (isActive || isUsed || isImporting)) {
      return {
        status: 500,
        json: {
          message: "Internal error fetching template version.",
          detail:
            "Unable to archive specified version, the version is likely in use by a workspace or currently set to " +
            "the active version",
        },
      };
    }
    version.archived = archived;
    return { json: "Archived" };
  }
}

const gone: Reply = { status: 404, json: { message: "Resource not found or you do not have access to this resource" } };

export function refuse(status: number, message: string, detail?: string): Reply {
  return { status, json: { message, ...(detail !== undefined && { detail }) } };
}

function organizationOf(request: RecordedRequest): (typeof ORGANIZATIONS)[number] | undefined {
  const wanted = request.parameters["organization"];
  return ORGANIZATIONS.find(
    (each) => each.id === wanted || each.name === wanted || (wanted === "default" && each.is_default),
  );
}

function bodyOf(request: RecordedRequest): Json {
  return request.json as Json;
}

function sameName(left: string, right: string | undefined): boolean {
  return left.toLowerCase() === right?.toLowerCase();
}

function sameJson(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function versionJson({ variables: _variables, ...version }: StoredVersion): Json {
  return { ...version, created_at: TIME, warnings: null };
}

function jobJson(version: StoredVersion): Json {
  return {
    ...version.job,
    input: { template_version_id: version.id },
    metadata: { template_version_name: version.name },
  };
}
