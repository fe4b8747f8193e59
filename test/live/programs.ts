// Texts of programs that several test files use, made from plain arguments.

/**
 * A version and the template that activates it, as resources "version" and "template"; more pairs by other suffixes.
 */
export interface Pair {
  /** Ends the resources' names: "version-a" and "template-a". Default: none. */
  suffix?: string;
  /** Arguments of the version; `templateName` is added when absent. */
  version: Record<string, unknown>;
  /** Arguments of the template; `activeVersionId` is added when absent. Without them there is no template. */
  template?: { name: string } & Record<string, unknown>;
}

/**
 * A CommonJS program of these pairs. `more` can use `coderd`, `pulumi` and the variables `versions` and `templates` (by
 * suffix).
 */
export function templateProgram(pairs: Pair[], more = ""): string {
  const lines = pairs.map(({ suffix = "", version, template }) => {
    const ending = suffix === "" ? "" : `-${suffix}`;
    const versionArguments = { ...(template && { templateName: template.name }), ...version };
    const made = `versions[${JSON.stringify(suffix)}] = new coderd.TemplateVersion("version${ending}", ${JSON.stringify(versionArguments)});`;
    if (template === undefined) return made;
    const key = JSON.stringify(suffix);
    return `${made}
templates[${key}] = new coderd.Template("template${ending}", { activeVersionId: versions[${key}].id, ...${JSON.stringify(template)} });`;
  });
  return `const coderd = require("pulumi-coderd");
const pulumi = require("@pulumi/pulumi");
const versions = {};
const templates = {};
${lines.join("\n")}
${more}
`;
}
