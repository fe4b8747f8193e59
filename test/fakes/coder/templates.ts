// Templates of the fake Coder: names are unique in an organization, and an update without a difference answers 304.
import type { FakeCoder } from "../coder";
import type { RecordedRequest, Reply } from "../http-server";
import {
  badQuery,
  bodyOf,
  gone,
  newId,
  NO_ID,
  refuse,
  sameName,
  searchTerms,
  TIME,
  withId,
  type Json,
  type Routes,
} from "./common";
import { me, organizationOf, ORGANIZATIONS } from "./users";

export interface StoredTemplate extends Json {
  id: string;
  name: string;
  organization_id: string;
  active_version_id: string;
}

/** What the server takes from a request to create a template, as it takes it. */
const CREATED_KEYS = [
  "name",
  "display_name",
  "description",
  "icon",
  "default_ttl_ms",
  "activity_bump_ms",
  "allow_user_cancel_workspace_jobs",
  "allow_user_autostart",
  "allow_user_autostop",
  "failure_ttl_ms",
  "require_active_version",
  "autostop_requirement",
  "autostart_requirement",
];

export function addTemplate(coder: FakeCoder, more: Partial<StoredTemplate>): StoredTemplate {
  const id = newId();
  const version =
    coder.versions.find((each) => each.id === more.active_version_id) ?? coder.addVersion({ template_id: id });
  version.template_id = id;
  const organization = ORGANIZATIONS.find((each) => each.id === more.organization_id) ?? ORGANIZATIONS[0];
  const template: StoredTemplate = {
    id,
    created_at: coder.timeOr(TIME),
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
    created_by_id: me.id,
    created_by_name: me.username,
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
  coder.templates.push(template);
  return template;
}

export const templateRoutes: Routes = {
  "GET /templates": listTemplates,
  "GET /templates/examples": { json: [{ id: "docker" }, { id: "kubernetes" }] },
  "GET /templates/:id": ({ templates }, request) => withId(templates, request, (template) => ({ json: template })),
  "GET /organizations/:organization/templates/:name": (coder, request) => {
    const found = findTemplate(coder, organizationOf(request)?.id, request.parameters["name"]);
    return found === undefined ? gone : { json: found };
  },
  "POST /organizations/:organization/templates": createTemplate,
  "PATCH /templates/:id": (coder, request) =>
    withId(coder.templates, request, (template) => updateTemplate(coder, template, bodyOf(request))),
  "PATCH /templates/:id/versions": (coder, request) =>
    withId(coder.templates, request, (template) => promote(coder, template, bodyOf(request))),
  "DELETE /templates/:id": (coder, request) =>
    withId(coder.templates, request, ({ id }) => {
      if (coder.liveWorkspaces.some((workspace) => workspace.template_id === id))
        return refuse(400, "All workspaces must be deleted before a template can be removed.");
      coder.removeTemplate(id);
      return { json: { message: "Template has been deleted!" } };
    }),
};

/**
 * Deprecated templates are left out unless they are asked for, and then only these are found (coderd/templates.go;
 * needs a licence, so no live test).
 */
function listTemplates({ templates }: FakeCoder, request: RecordedRequest): Reply {
  const terms = searchTerms(request, ["ids", "organization", "deprecated"]);
  if (terms === undefined) return badQuery;
  const [ids, organization] = [terms.get("ids")?.split(","), terms.get("organization")];
  const isDeprecated = terms.get("deprecated") === "true";
  const found = templates.filter(
    (each) =>
      (each["deprecation_message"] !== "") === isDeprecated &&
      (ids?.includes(each.id) ?? true) &&
      (organization === undefined || each.organization_id === organization),
  );
  return { json: found };
}

function findTemplate(
  { templates }: FakeCoder,
  organizationId: string | undefined,
  name: string | undefined,
): StoredTemplate | undefined {
  return templates.find((each) => each.organization_id === organizationId && sameName(each.name, name));
}

function createTemplate(coder: FakeCoder, request: RecordedRequest): Reply {
  const organizationId = organizationOf(request)?.id;
  const body = bodyOf(request);
  const name = String(body["name"]);
  if (findTemplate(coder, organizationId, name) !== undefined)
    return refuse(409, `Template with name "${name}" already exists.`);
  const version = coder.versions.find((each) => each.id === body["template_version_id"]);
  if (version === undefined) return gone;
  if (version.template_id !== NO_ID) return refuse(400, "Template version already belongs to a template.");
  const isKept = (key: string): boolean => !coder.ignoredKeys.includes(key);
  const kept = CREATED_KEYS.filter((key) => body[key] !== undefined && isKept(key));
  const template = coder.addTemplate({
    ...Object.fromEntries(kept.map((key) => [key, body[key]])),
    ...(isKept("time_til_dormant_ms") && { time_til_dormant_ms: body["dormant_ttl_ms"] }),
    ...(body["disable_everyone_group_access"] === true && { everyone_removed: true }),
    organization_id: organizationId ?? "",
    active_version_id: version.id,
  });
  return { status: 201, json: template };
}

/** What an update resets when it leaves it out. @see codersdk/templates.go UpdateTemplateMeta */
const RESET: Json = {
  display_name: "",
  description: "",
  icon: "",
  default_ttl_ms: 0,
  activity_bump_ms: 0,
  allow_user_autostart: false,
  allow_user_autostop: false,
  allow_user_cancel_workspace_jobs: false,
  failure_ttl_ms: 0,
  time_til_dormant_ms: 0,
  time_til_dormant_autodelete_ms: 0,
  require_active_version: false,
};

/** @see coderd/templates.go patchTemplateMeta */
function updateTemplate(coder: FakeCoder, template: StoredTemplate, body: Json): Reply {
  const { name } = body;
  const other = coder.templates.find(
    (each) => each.id !== template.id && sameName(each.name, typeof name === "string" ? name : ""),
  );
  if (other !== undefined) return refuse(409, `Template with name "${String(name)}" already exists.`);
  const changed = Object.entries({ ...RESET, ...body }).filter(
    ([key, value]) => key in template && JSON.stringify(template[key]) !== JSON.stringify(value),
  );
  if (name !== undefined && changed.length === 0) return { status: 304 };
  if (body["disable_everyone_group_access"] === true) template["everyone_removed"] = true;
  for (const [key, value] of changed) if (!coder.ignoredKeys.includes(key)) template[key] = value;
  return { json: template };
}

function promote(coder: FakeCoder, template: StoredTemplate, body: Json): Reply {
  const version = coder.versions.find((each) => each.id === body["id"]);
  if (version === undefined) return refuse(404, "Template version not found.");
  if (version.template_id !== template.id)
    return refuse(400, "The provided template version doesn't belong to the specified template.");
  if (version.job.status !== "succeeded")
    return refuse(403, "Only versions that have been built successfully can be promoted.");
  if (version.archived) return refuse(400, "The provided template version is archived.");
  template.active_version_id = version.id;
  return { json: { message: "Updated the active template version!" } };
}
