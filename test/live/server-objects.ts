// Templates and workspaces that tests look at without managing them. They are made through the API, and deleted after
// the file's last test.
import type { Live } from "./live";
import type { FoundTemplate, FoundVersion, FoundWorkspace } from "./server-api";
import { archiveOf, type TemplateFiles } from "./templates";

export interface MadeTemplate extends FoundTemplate {
  version: FoundVersion;
}

export interface Objects {
  /** With one version, "first". `settings` are those of the template, `variables` the version's. */
  template(
    name: string,
    files: TemplateFiles,
    settings?: Record<string, unknown>,
    variables?: Record<string, string>,
  ): Promise<MadeTemplate>;
  version(template: FoundTemplate, name: string, files: TemplateFiles): Promise<FoundVersion>;
  /** Its first build has ended. */
  workspace(
    template: FoundTemplate,
    name: string,
    settings?: Record<string, unknown>,
    user?: string,
  ): Promise<FoundWorkspace>;
}

/** Call before `useLive`, so that the objects are deleted before its check for leftovers. */
export function useObjects(live: () => Live): Objects {
  const templates: string[] = [];
  const workspaces = new Set<string>();

  async function upload(files: TemplateFiles): Promise<string> {
    return (await live().api.request<{ hash: string }>("POST", "/files", await archiveOf(files))).hash;
  }

  afterAll(async () => {
    const { api } = live();
    await Promise.all([...workspaces].map((id) => api.build(id, { transition: "delete" })));
    for (const id of templates) await api.request("DELETE", `/templates/${id}`);
  });

  return {
    async template(name, files, settings = {}, variables = {}) {
      const { api } = live();
      const { id } = await api.request<FoundVersion>("POST", "/organizations/default/templateversions", {
        name: "first",
        storage_method: "file",
        provisioner: "terraform",
        file_id: await upload(files),
        user_variable_values: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
      });
      const version = await api.endedVersion(id);
      expect([version.name, version.job.status]).toEqual([version.name, "succeeded"]);
      const template = await api.request<FoundTemplate>("POST", "/organizations/default/templates", {
        name,
        template_version_id: id,
        ...settings,
      });
      templates.push(template.id);
      return { ...template, version: { ...version, template_id: template.id } };
    },

    async version(template, name, files) {
      return live().api.pushVersion(template.id, { name, fileId: await upload(files) });
    },

    async workspace(template, name, settings = {}, user = "me") {
      const workspace = await live().api.createWorkspace(user, { name, template_id: template.id, ...settings });
      workspaces.add(workspace.id);
      expect([name, workspace.latest_build.status]).toEqual([name, "running"]);
      return workspace;
    },
  };
}
