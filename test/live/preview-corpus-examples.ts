// The templates that the server offers as examples, as it would import them.
import type { Live } from "./live";
import type { FoundVersion } from "./server-api";

/** Those of Coder 2.24. Most need providers of clouds: their code can be read all the same. */
export const STARTER_TEMPLATES = [
  "aws-devcontainer",
  "aws-linux",
  "aws-windows",
  "azure-linux",
  "digitalocean-linux",
  "docker",
  "docker-devcontainer",
  "gcp-devcontainer",
  "gcp-linux",
  "gcp-vm-container",
  "gcp-windows",
  "kubernetes",
  "kubernetes-devcontainer",
  "nomad-docker",
  "scratch",
] as const;

/** What the dashboard asks for. */
export const STARTER_VARIABLES: Readonly<Record<string, Record<string, string>>> = {
  "digitalocean-linux": { project_uuid: "00000000-0000-4000-8000-000000000000" },
  "gcp-devcontainer": { project_id: "project" },
  "gcp-linux": { project_id: "project" },
  "gcp-vm-container": { project_id: "project" },
  "gcp-windows": { project_id: "project" },
  kubernetes: { namespace: "coder" },
};

/** Those whose own code is wrong: Terraform takes no reference to what is not there. */
export const STARTER_FAULTS: Readonly<Record<string, string[]>> = {
  "gcp-devcontainer": [
    'module "code-server": it refers to `coder_agent.main.id`',
    'module "jetbrains_gateway": it refers to `coder_agent.main.id`',
  ],
};

export interface StarterTemplates {
  archive(id: string): Promise<Buffer>;
}

export function useStarterTemplates(live: () => Live): StarterTemplates {
  const archives = new Map<string, Promise<Buffer>>();

  /** The server only hands out the files of a version: one is made, and its import is not waited for. */
  async function load(id: string): Promise<Buffer> {
    const { api } = live();
    const offered = await api.request<{ id: string }[]>("GET", "/templates/examples");
    expect(offered.map((example) => example.id).sort()).toEqual(STARTER_TEMPLATES);
    const version = await api.request<FoundVersion>("POST", "/organizations/default/templateversions", {
      example_id: id,
      storage_method: "file",
      provisioner: "terraform",
    });
    await api.request("PATCH", `/templateversions/${version.id}/cancel`).catch(() => undefined);
    await api.endedVersion(version.id);
    const response = await fetch(`${api.url}/api/v2/files/${version.job.file_id}`, {
      headers: { "Coder-Session-Token": api.token },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  }

  return {
    archive(id) {
      const loaded = archives.get(id) ?? load(id);
      archives.set(id, loaded);
      return loaded;
    },
  };
}
