// On the dynamic host, with nothing but the npm package. With the plugin's types, the import is all that differs: "pulumi-coder-plugin".
import * as coder from "pulumi-coder";

const version = new coder.TemplateVersion("version", {
  templateName: "languages",
  source: { directory: "../template" },
  variables: { greeting: "Good morning" },
});

const template = new coder.Template("template", { name: "languages", displayName: "Languages", activeVersionId: version.id });

const workspace = new coder.Workspace("workspace", { name: "languages-dev", templateVersionId: template.activeVersionId });

export const url = workspace.url;
