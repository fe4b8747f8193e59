// Finds and removes what the tests of a prefix left on a server. After a good run there is nothing.
import type { ServerApi } from "./server-api";

/** Removes templates, workspaces and unfinished imports of this prefix, and returns what there was, in words. */
export async function removeLeftovers(api: ServerApi, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (const workspace of await api.workspaces(prefix)) {
    found.push(`workspace ${workspace.owner_name}/${workspace.name} (${workspace.latest_build.status})`);
    await api.build(workspace.id, { transition: "delete" });
  }
  for (const template of await api.templates(prefix)) {
    found.push(`template ${template.name}`);
    await api.request("DELETE", `/templates/${template.id}`);
  }
  const jobs = await api.request<
    | { id: string; metadata: { template_name?: string; template_version_name?: string; workspace_name?: string } }[]
    | null
  >("GET", "/organizations/default/provisionerjobs?limit=100&status=pending,running,canceling");
  for (const { id, metadata } of jobs ?? []) {
    const names = [metadata.template_name, metadata.template_version_name, metadata.workspace_name];
    if (names.some((name) => name?.startsWith(prefix))) found.push(`job ${id} of ${names.filter(Boolean).join(", ")}`);
  }
  return found;
}
