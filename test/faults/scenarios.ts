// What the matrix takes through its life: for every resource a program's declaration before and after a change, on a
// server that holds what it needs.
import type { ResourceType } from "../../provider/registry";
import type { Properties } from "../../provider/values";
import type { FakeCoder } from "../fakes/coder";
import { parameter } from "../fakes/coder/template-versions";
import { CODER } from "../fakes/coder/users";
import { addPromotable } from "../fakes/promotions";

export interface Declared {
  first: Properties;
  second: Properties;
}

export interface Scenario {
  name: string;
  type: ResourceType;
  isLicensed?: boolean;
  /** Jobs take a while, and are followed. */
  hasQueue?: boolean;
  /** Puts on the server what people have made there, and gives what the program declares. */
  prepare(coder: FakeCoder): Declared;
}

const PARAMETERS = [
  parameter("cpus", "number", { default_value: "2", validation_max: 8 }),
  parameter("region", "string", { default_value: "eu", mutable: false }),
];

function source(text: string): Properties {
  return { files: { "main.tf": `# ${text}\nvariable "region" {\n  default = "us"\n}\n` } };
}

/** A template with two versions that workspaces may have. */
function addTemplate(coder: FakeCoder): { templateId: string; v1: string; v2: string } {
  const [first, second] = ["v1", "v2"].map((name) => coder.addVersion({ name, parameters: PARAMETERS }));
  const template = coder.addTemplate({ name: "docker", active_version_id: first?.id ?? "" });
  if (second !== undefined) second.template_id = template.id;
  return { templateId: template.id, v1: first?.id ?? "", v2: second?.id ?? "" };
}

function addWorkspace(coder: FakeCoder): string {
  const { v1 } = addTemplate(coder);
  return coder.addWorkspace("bob", { name: "dev", template_version_id: v1 }).id;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "TemplateVersion",
    type: "TemplateVersion",
    prepare(coder) {
      addTemplate(coder);
      const common = { templateName: "docker", variables: { region: "eu" } };
      coder.variables = [{ name: "region", default_value: "us" }];
      return { first: { ...common, source: source("first") }, second: { ...common, source: source("second") } };
    },
  },
  {
    name: "TemplateVersion-renamed",
    type: "TemplateVersion",
    prepare(coder) {
      addTemplate(coder);
      const common = { templateName: "docker", source: source("same") };
      return { first: { ...common, name: "one" }, second: { ...common, name: "two", message: "Renamed." } };
    },
  },
  {
    name: "Template-source",
    type: "Template",
    prepare: () => ({
      first: { name: "images", source: source("first") },
      second: { name: "images", displayName: "Images", source: source("second") },
    }),
  },
  {
    name: "Template-activeVersionId",
    type: "Template",
    prepare(coder) {
      const { id: first } = coder.addVersion({ name: "first" });
      return {
        first: { name: "images", activeVersionId: first },
        second: {
          name: "pictures",
          description: "Pictures.",
          defaultTtlMilliseconds: 3_600_000,
          activeVersionId: first,
        },
      };
    },
  },
  {
    name: "Template-licensed",
    type: "Template",
    isLicensed: true,
    prepare(coder) {
      const { id: first } = coder.addVersion({ name: "first" });
      const group = coder.addGroup({ name: "research" });
      return {
        first: { name: "images", activeVersionId: first },
        second: {
          name: "images",
          activeVersionId: first,
          accessControl: { groups: [{ group: group.name, role: "use" }] },
        },
      };
    },
  },
  {
    name: "TemplatePromotion",
    type: "TemplatePromotion",
    prepare(coder) {
      const { templateId, v2, v3 } = addPromotable(coder);
      const common = { templateId, onDelete: "restore" };
      return { first: { ...common, templateVersionId: v2 }, second: { ...common, templateVersionId: v3 } };
    },
  },
  {
    name: "Workspace",
    type: "Workspace",
    prepare(coder) {
      const { v1, v2 } = addTemplate(coder);
      const common = { name: "dev", owner: "bob" };
      return {
        first: { ...common, templateVersionId: v1, parameters: { cpus: 2 } },
        second: {
          ...common,
          templateVersionId: v2,
          parameters: { cpus: 4 },
          autostartSchedule: "CRON_TZ=Europe/Berlin 0 9 * * 1-5",
          ttlMilliseconds: 3_600_000,
        },
      };
    },
  },
  {
    name: "Workspace-stopped",
    type: "Workspace",
    prepare(coder) {
      const { templateId } = addTemplate(coder);
      const common = { name: "dev", owner: "bob", templateId };
      return { first: { ...common, transition: "stop" }, second: { ...common, transition: "start" } };
    },
  },
  {
    name: "TemplateVersion-queued",
    type: "TemplateVersion",
    hasQueue: true,
    prepare(coder) {
      addTemplate(coder);
      const common = { templateName: "docker" };
      return { first: { ...common, source: source("first") }, second: { ...common, source: source("second") } };
    },
  },
  {
    name: "Workspace-queued",
    type: "Workspace",
    hasQueue: true,
    prepare(coder) {
      const { v1, v2 } = addTemplate(coder);
      const common = { name: "dev", owner: "bob" };
      return { first: { ...common, templateVersionId: v1 }, second: { ...common, templateVersionId: v2 } };
    },
  },
  {
    name: "WorkspaceBuild",
    type: "WorkspaceBuild",
    prepare(coder) {
      const workspaceId = addWorkspace(coder);
      return {
        first: { workspaceId, transition: "stop", triggers: { round: "1" } },
        second: { workspaceId, transition: "start", triggers: { round: "2" } },
      };
    },
  },
  {
    name: "BuildParameters",
    type: "BuildParameters",
    prepare(coder) {
      const workspaceId = addWorkspace(coder);
      return {
        first: { workspaceId, parameters: { cpus: 4 } },
        second: { workspaceId, parameters: { cpus: 6 } },
      };
    },
  },
  {
    name: "Group",
    type: "Group",
    isLicensed: true,
    prepare(coder) {
      for (const user of coder.users) user.organization_ids = [CODER];
      return {
        first: { name: "research", members: ["bob"] },
        second: { name: "research", displayName: "Research", quotaAllowance: 5, members: ["admin"] },
      };
    },
  },
];

/** What the server holds, without what tells two runs apart. */
export function holdings(coder: FakeCoder): Record<string, unknown> {
  const { templates, versions, liveWorkspaces, builds, groups } = coder;
  const versionName = (id: string): string | undefined => versions.find((each) => each.id === id)?.name;
  return {
    templates: templates.map(({ id, name, active_version_id, ...template }) => ({
      name,
      texts: [template["display_name"], template["description"]],
      ttl: template["default_ttl_ms"],
      active: versionName(active_version_id),
      access: coder.accessLists.has(id) ? [...coder.accessList(coder.template(id)).groups.values()] : [],
    })),
    versions: versions
      .map(({ name, message, archived, template_id, job }) => ({
        name,
        message,
        archived,
        template: templates.find(({ id }) => id === template_id)?.name,
        status: job.status,
      }))
      .sort((left, right) => left.name.localeCompare(right.name)),
    workspaces: liveWorkspaces.map((workspace) => ({
      name: workspace.name,
      owner: workspace.owner_name,
      schedule: workspace.autostart_schedule,
      ttl: workspace.ttl_ms,
      updates: workspace.automatic_updates,
      version: versionName(workspace.latest_build.template_version_id),
      transition: workspace.latest_build.transition,
      status: workspace.latest_build.status,
      values: coder.values.get(workspace.latest_build.id),
    })),
    builds: builds.map(({ workspace_name, transition, status }) => `${workspace_name}: ${transition} ${status}`),
    groups: groups.map(({ id: _id, organization_id: _organization, ...group }) => group),
  };
}
