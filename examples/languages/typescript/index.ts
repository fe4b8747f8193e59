// Shows a template and a workspace in TypeScript, on the dynamic host. On the plugin, only the import
// differs: "pulumi-coderd/plugin".
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `pulumi stack init dev` and `pulumi up`.
import * as coderd from "pulumi-coderd";

const template = new coderd.Template("template", {
  name: "languages",
  displayName: "Languages",
  source: { directory: "../template" },
  variables: { greeting: "Good morning" },
});

const workspace = new coderd.Workspace("workspace", {
  name: "languages-dev",
  templateVersionId: template.activeVersionId,
});

export const url = workspace.url;
