// A template for the provisioner `echo`, which answers with what the archive says: no parameters, no resources.
import type { ServerApi } from "../live/server-api";
import { archiveOf } from "../live/templates";

/**
 * Answers of the provisioner in its protocol's form: an empty `ParseComplete` (field 2 of `Response`), a `PlanComplete`
 * (3) whose `plan` (9) is `{}`, and an empty `ApplyComplete` (4).
 * @see provisioner/echo/serve.go readResponses
 */
const ANSWERS = {
  "0.parse.protobuf": "\x12\x00",
  "0.plan.protobuf": "\x1a\x04\x4a\x02{}",
  "0.apply.protobuf": "\x22\x00",
};

export interface EchoTemplate {
  id: string;
  /** The first is the active one. */
  versionIds: [string, string];
  remove(): Promise<void>;
}

/** With two versions. */
export async function makeEchoTemplate(api: ServerApi, name: string): Promise<EchoTemplate> {
  const makeVersion = async (version: string, templateId?: string): Promise<string> => {
    const { hash } = await api.request<{ hash: string }>(
      "POST",
      "/files",
      await archiveOf({ ...ANSWERS, "README.md": `${name} ${version}` }),
    );
    const request = { name: version, storage_method: "file", provisioner: "echo", file_id: hash };
    const { id } = await api.request<{ id: string }>("POST", "/organizations/default/templateversions", {
      ...request,
      ...(templateId !== undefined && { template_id: templateId }),
    });
    const { job } = await api.endedVersion(id);
    if (job.status !== "succeeded") throw new Error(`The import of version ${version} ended as ${job.status}.`);
    return id;
  };
  const first = await makeVersion("first");
  const template = { name, template_version_id: first };
  const { id } = await api.request<{ id: string }>("POST", "/organizations/default/templates", template);
  const second = await makeVersion("second", id);
  return {
    id,
    versionIds: [first, second],
    remove: async () => {
      await api.request("DELETE", `/templates/${id}`);
    },
  };
}
