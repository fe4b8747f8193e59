// Shows how one workspace tries each new version of a template before it becomes the active one.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `pulumi stack init dev` and `pulumi up`.
import * as coderd from "pulumi-coderd";

const name = "canary";

const version = new coderd.TemplateVersion(name, { templateName: name, source: { directory: "template" } });

// Made with the first version. Which version is active after that, the promotion below says.
const template = new coderd.Template(name, { name, displayName: "Canary", firstVersionId: version.id });

// Gets every new version first. The update fails here if the build or a startup script does, or takes too long. It is
// started for each version, and never stops by itself.
const canary = new coderd.Workspace(
  name,
  {
    name,
    templateVersionId: version.id,
    transition: "start",
    ttlMilliseconds: 0,
    waitForAgents: true,
    agentTimeoutSeconds: 300,
  },
  { dependsOn: template },
);

// Only a version that the canary has started with becomes the active one.
const promotion = new coderd.TemplatePromotion(
  name,
  { templateId: template.id, templateVersionId: version.id },
  { dependsOn: canary },
);

export const url = template.url;
export const activeVersion = promotion.templateVersionName;
