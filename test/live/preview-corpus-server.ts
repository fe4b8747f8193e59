// What the programs of the corpus refer to, made once by the API and told to them as configuration.
import { sharedFiles } from "../preview-corpus/programs";
import type { Live } from "./live";
import type { LiveUser } from "./server-api";
import type { Objects } from "./server-objects";
import { failingTemplate, plainTemplate, type TemplateFiles } from "./templates";

export interface CorpusServer {
  /** The programs' configuration. */
  configuration: Record<string, string>;
  tokens: Record<"member" | "template-admin", string>;
}

/** The shared template, as the server gets it. */
function templateFiles(): TemplateFiles {
  return Object.fromEntries(Object.entries(sharedFiles()).map(([file, text]) => [file.replace("template/", ""), text]));
}

export async function makeServerObjects(live: Live, objects: Objects): Promise<CorpusServer> {
  // One after the other: their names are counted.
  const member = await live.user();
  const admin = await live.user(["template-admin"]);
  const [template, other] = await Promise.all([
    objects.template(`${live.prefix}one`, templateFiles()),
    objects.template(`${live.prefix}other`, plainTemplate("other")),
  ]);
  const values = {
    rich_parameter_values: Object.entries({ team: "blue", disk: "20" }).map(([name, value]) => ({ name, value })),
  };
  const [archived, failed, workspace, workspaceOfUser] = await Promise.all([
    objects.version(template, "archived", {
      ...templateFiles(),
      "more.tf": 'resource "terraform_data" "more" {}\n',
    }),
    objects.version(template, "failed", failingTemplate()),
    objects.workspace(template, `${live.prefix}mine`, values),
    objects.workspace(template, `${live.prefix}theirs`, values, member.username),
  ]);
  expect([archived.job.status, failed.job.status]).toEqual(["succeeded", "failed"]);
  await live.api.request("POST", `/templateversions/${archived.id}/archive`);
  return {
    configuration: {
      templateId: template.id,
      templateName: template.name,
      versionId: template.version.id,
      archivedVersionId: archived.id,
      failedVersionId: failed.id,
      otherTemplateId: other.id,
      otherVersionId: other.version.id,
      workspaceId: workspace.id,
      workspaceName: workspace.name,
      workspaceOfUserId: workspaceOfUser.id,
      userName: member.username,
    },
    tokens: tokensOf({ member, "template-admin": admin }),
  };
}

function tokensOf<Role extends string>(users: Record<Role, LiveUser>): Record<Role, string> {
  return Object.fromEntries(Object.entries<LiveUser>(users).map(([role, { api }]) => [role, api.token])) as Record<
    Role,
    string
  >;
}
