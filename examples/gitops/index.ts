// Every folder below `templates` becomes a template of its name and a version of its files; `template.json` beside the
// files is the metadata.
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as coderd from "pulumi-coderd";
import { METADATA_FILE, readMetadata } from "./metadata";

const TEMPLATES = "templates";

const folders = fs
  .readdirSync(TEMPLATES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
  .map((entry) => entry.name);

// All files are read before anything is declared, so that one run shows what is wrong with all of them.
const settings = readAll(folders);

export const templates: Record<string, { url: coderd.Template["url"]; version: coderd.TemplateVersion["name"] }> = {};

for (const { name, template, version } of settings) {
  const templateVersion = new coderd.TemplateVersion(name, {
    ...version,
    templateName: name,
    // A change of metadata makes no new version.
    source: { directory: path.join(TEMPLATES, name), ignore: [METADATA_FILE] },
  });
  const { url } = new coderd.Template(name, { ...template, name, activeVersionId: templateVersion.id });
  templates[name] = { url, version: templateVersion.name };
}

function readAll(names: string[]) {
  const problems: string[] = [];
  const read = names.flatMap((name) => {
    try {
      return [{ name, ...readMetadata(path.join(TEMPLATES, name)) }];
    } catch (thrown) {
      problems.push(thrown instanceof Error ? thrown.message : String(thrown));
      return [];
    }
  });
  // A RunError is shown without a stack: its reader looks for a line in a file of theirs.
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  return read;
}
