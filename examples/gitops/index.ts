// Shows how to keep templates in a repository: every folder below `templates` becomes a template of the folder's name,
// made of its files, with the metadata in `template.json`.
// Run: set CODER_URL and CODER_SESSION_TOKEN, then `pulumi stack init production` and `pulumi up`.
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

// Reads all files before it declares anything, so that one run shows what is wrong in any of them.
const settings = readAll(folders);

export const templates: Record<string, { url: coderd.Template["url"]; version: pulumi.Output<string | undefined> }> =
  {};

for (const { name, metadata } of settings) {
  const { url, sourceVersion } = new coderd.Template(name, {
    ...metadata,
    name,
    // The metadata is no part of the version, so a change of it makes no new version.
    source: { directory: path.join(TEMPLATES, name), ignore: [METADATA_FILE] },
  });
  templates[name] = { url, version: sourceVersion.apply((made) => made?.name) };
}

function readAll(names: string[]) {
  const problems: string[] = [];
  const read = names.flatMap((name) => {
    try {
      return [{ name, metadata: readMetadata(path.join(TEMPLATES, name)) }];
    } catch (thrown) {
      problems.push(thrown instanceof Error ? thrown.message : String(thrown));
      return [];
    }
  });
  // Pulumi shows a RunError without a stack trace, which would not help here: the mistake is in a JSON file.
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
  return read;
}
