// On the dynamic host, with nothing but the npm package. With the plugin's types, the import is all that differs:
// "pulumi-coderd-plugin".
import * as coderd from "pulumi-coderd";

const version = new coderd.TemplateVersion("version", {
  templateName: "languages",
  source: { directory: "../template" },
  variables: { greeting: "Good morning" },
});

const template = new coderd.Template("template", {
  name: "languages",
  displayName: "Languages",
  activeVersionId: version.id,
});

const workspace = new coderd.Workspace("workspace", {
  name: "languages-dev",
  templateVersionId: template.activeVersionId,
});

export const url = workspace.url;
