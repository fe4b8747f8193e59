// Template versions of the fake Coder: their files, sticky variables, parameters, presets, and archiving.
import { evaluatedParameterSchema, type EvaluatedParameter } from "../../../provider/client/dry-runs";
import {
  templateVersionParameterSchema,
  type Preset,
  type TemplateVersionParameter,
} from "../../../provider/client/template-versions";
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import type { FakeStream } from "../web-socket";
import {
  alreadyEnded,
  bodyOf,
  gone,
  isEnded,
  newId,
  NO_ID,
  refuse,
  TIME,
  withId,
  type Json,
  type Routes,
} from "./common";
import { me, organizationOf, ORGANIZATIONS } from "./users";

export type JobStatus = "pending" | "running" | "succeeded" | "failed" | "canceled";

/** A Terraform variable that every new version declares. */
export interface DeclaredVariable {
  name: string;
  default_value?: string;
  required?: boolean;
  sensitive?: boolean;
}

type StoredPreset = Pick<Preset, "id" | "name" | "default" | "parameters">;

export interface StoredVersion {
  id: string;
  created_at: string;
  name: string;
  message: string;
  organization_id: string;
  template_id: string;
  archived: boolean;
  created_by: { id: string; username: string };
  job: Json & { id: string; status: JobStatus; file_id: string; tags: Record<string, string> };
  variables: { name: string; value: string; default_value: string; required: boolean; sensitive: boolean }[];
  parameters: TemplateVersionParameter[];
  presets: StoredPreset[];
}

export function parameter(
  name: string,
  type = "string",
  more: Partial<TemplateVersionParameter> = {},
): TemplateVersionParameter {
  const bare = templateVersionParameterSchema.parse({ name, type, form_type: "input", mutable: true });
  return { ...bare, ...more };
}

/** A parameter as the dynamic flow evaluates it. */
export function evaluated(name: string, type: string, more: Partial<EvaluatedParameter> = {}): EvaluatedParameter {
  return { ...evaluatedParameterSchema.parse({ name, type, form_type: "input", mutable: true }), ...more };
}

export function addVersion(coder: FakeCoder, more: Partial<StoredVersion>, status: JobStatus): StoredVersion {
  const version: StoredVersion = {
    id: newId(),
    created_at: coder.timeOr(TIME),
    name: "v1",
    message: "",
    organization_id: ORGANIZATIONS[0]?.id ?? "",
    template_id: NO_ID,
    archived: false,
    created_by: me,
    job: {
      id: newId(),
      created_at: coder.timeOr(TIME),
      status,
      file_id: newId(),
      tags: { scope: "organization", owner: "" },
      type: "template_version_import",
    },
    variables: [],
    parameters: [parameter("cpus", "number", { default_value: "2", form_type: "" })],
    presets: [],
    ...more,
  };
  coder.versions.push(version);
  return version;
}

export const templateVersionRoutes: Routes = {
  "POST /files": ({ files }, request) => {
    const content = request.body.toString("base64");
    const status = files.has(content) ? 200 : 201;
    const hash = files.get(content) ?? newId();
    files.set(content, hash);
    return { status, json: { hash } };
  },
  "GET /files/:id": ({ files }, { parameters }) => {
    const [content] = [...files].find(([, id]) => id === parameters["id"]) ?? [];
    return content === undefined ? gone : { bytes: Buffer.from(content, "base64") };
  },
  "POST /organizations/:organization/templateversions": createVersion,
  "GET /templates/:id/versions": ({ versions }, { parameters, query }) => {
    const isListed = ({ archived }: StoredVersion): boolean => !archived || query.get("include_archived") === "true";
    const found = versions.filter((version) => version.template_id === parameters["id"] && isListed(version));
    return { json: found.map(versionJson) };
  },
  "GET /templates/:id/versions/:name": ({ versions }, { parameters }) => {
    const { id, name } = parameters;
    const found = versions.find((version) => version.template_id === id && version.name === name);
    return found === undefined ? gone : { json: versionJson(found) };
  },
  "GET /templateversions/:id": ({ versions }, request) =>
    withId(versions, request, (version) => ({ json: versionJson(version) })),
  "PATCH /templateversions/:id": (coder, request) =>
    withId(coder.versions, request, (version) => updateVersion(coder, version, bodyOf(request))),
  "PATCH /templateversions/:id/cancel": ({ versions }, request) =>
    withId(versions, request, (version) => {
      if (isEnded(version.job)) return alreadyEnded;
      version.job.status = "canceled";
      return { json: { message: "ok" } };
    }),
  "POST /templateversions/:id/archive": (coder, request) =>
    withId(coder.versions, request, (version) => archive(coder, version, true)),
  "POST /templateversions/:id/unarchive": (coder, request) =>
    withId(coder.versions, request, (version) => archive(coder, version, false)),
  "GET /templateversions/:id/variables": ({ versions }, request) =>
    withId(versions, request, ({ variables }) => ({
      json: variables.map((each) =>
        each.sensitive ? { ...each, value: "*redacted*", default_value: "*redacted*" } : each,
      ),
    })),
  "GET /templateversions/:id/rich-parameters": ({ versions }, request) =>
    withId(versions, request, ({ parameters }) => ({ json: parameters })),
  "GET /templateversions/:id/presets": ({ versions }, request) =>
    withId(versions, request, ({ presets }) => ({ json: presets.length === 0 ? null : presets.map(presetJson) })),
  "GET /templateversions/:id/external-auth": ({ logins }) => ({ json: logins }),
  "POST /templateversions/:id/dynamic-parameters/evaluate": (coder, request) => ({
    json: { id: 1, ...answerTo(coder, bodyOf(request)) },
  }),
  "GET /templateversions/:id/resources": { json: [] },
  "GET /templateversions/:id/logs": { json: [] },
};

/** Answers as the dashboard's form is answered: once without input, then each message. */
export function converse(coder: FakeCoder, stream: FakeStream): void {
  stream.onText = (text) => {
    const asked = JSON.parse(text) as Json;
    stream.send({ id: asked["id"], ...answerTo(coder, asked) });
  };
  stream.send({ id: -1, ...answerTo(coder, { inputs: {} }) });
}

function answerTo({ evaluation }: FakeCoder, { inputs, owner_id }: Json): Json {
  const values = inputs as Record<string, string>;
  const parameters = typeof evaluation === "function" ? evaluation(values, String(owner_id)) : evaluation;
  return { diagnostics: [], parameters };
}

/** A value that is not sent stays as it is in the active version. */
function createVersion(coder: FakeCoder, request: RecordedRequest): Reply {
  const body = bodyOf(request);
  const template = coder.templates.find((each) => each.id === body["template_id"]);
  const name = String(body["name"]);
  if (template !== undefined && coder.versions.some((each) => each.template_id === template.id && each.name === name))
    return refuse(409, `A template version with name "${name}" already exists for this template.`);
  const active = coder.versions.find((each) => each.id === template?.active_version_id);
  const sent = body["user_variable_values"] as { name: string; value: string }[];
  const valueOf = ({ name: variable, default_value = "" }: DeclaredVariable): string =>
    (sent.find((each) => each.name === variable) ?? active?.variables.find((each) => each.name === variable))?.value ??
    default_value;
  const version = coder.addVersion(
    {
      name,
      message: typeof body["message"] === "string" ? body["message"] : "",
      organization_id: organizationOf(request)?.id ?? "",
      template_id: template?.id ?? NO_ID,
      variables: coder.variables.map((variable) => ({
        default_value: "",
        required: false,
        sensitive: false,
        ...variable,
        value: valueOf(variable),
      })),
    },
    coder.imports.shift() ?? (coder.queue && "pending"),
  );
  if (version.job.status === "pending") coder.queue?.onJob();
  if (typeof body["file_id"] === "string") version.job.file_id = body["file_id"];
  Object.assign(version.job.tags, body["tags"]);
  return { status: 201, json: versionJson(version) };
}

function updateVersion({ versions }: FakeCoder, version: StoredVersion, body: Json): Reply {
  const name = typeof body["name"] === "string" && body["name"] !== "" ? body["name"] : version.name;
  const isTaken = versions.some(
    (each) => each !== version && each.template_id === version.template_id && each.name === name,
  );
  if (isTaken && version.template_id !== NO_ID)
    return refuse(400, "template version name must be unique for a template");
  version.name = name;
  if (typeof body["message"] === "string") version.message = body["message"];
  return { json: versionJson(version) };
}

function archive({ templates, usedVersions }: FakeCoder, version: StoredVersion, archived: boolean): Reply {
  if (version.archived === archived)
    return refuse(400, `Template version already ${archived ? "archived" : "unarchived"}`);
  if (version.template_id === NO_ID)
    return refuse(400, "Cannot archive template versions not associate with a template.");
  const isActive = templates.some((each) => each.active_version_id === version.id);
  const isUsed = usedVersions.includes(version.id);
  const isImporting = version.job.status === "pending" || version.job.status === "running";
  if (archived && (isActive || isUsed || isImporting))
    return refuse(
      500,
      "Internal error fetching template version.",
      "Unable to archive specified version, the version is likely in use by a workspace or currently set to the " +
        "active version",
    );
  version.archived = archived;
  return { json: "Archived" };
}

function versionJson({ variables: _v, parameters: _p, presets: _s, ...version }: StoredVersion): Json {
  return { ...version, warnings: null };
}

function presetJson({ id, name, parameters, default: isDefault }: StoredPreset): Json {
  const values = parameters.map((each) => ({ Name: each.name, Value: each.value }));
  return { ID: id, Name: name, Parameters: values, Default: isDefault };
}
