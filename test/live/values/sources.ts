// Sources of template versions, of values that were made up: puts the folders and archives beside a program.
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { makeTar, makeZip } from "../../provider/source/fixtures";
import { ABSENT, type Row } from "../input-values";
import type { SOURCE } from "./versions";

type SourceRow = Row<"kind" | keyof typeof SOURCE>;

/** The folder that others include. */
const SHARED = "shared folder";

/** What `ignore` and `keep` may speak of. */
const BESIDE = {
  "docs/a.txt": "a",
  "notes.md": "notes",
  ".env": "A=1",
  ".hidden/a.txt": "hidden",
  "some.auto.tfvars": 'text = "unused"\n',
};

export function placeShared(folder: string): void {
  place(path.join(folder, SHARED), { "outputs.tf": 'output "shared" {\n  value = "shared"\n}\n', "shared.md": "s" });
}

/**
 * @param folder the program's
 * @param name of the folder or archive, without its ending
 * @returns what the program declares as `source`
 */
export async function placeSource(
  folder: string,
  name: string,
  code: string,
  row: SourceRow,
): Promise<Record<string, unknown>> {
  const texts = { "main.tf": code, ...(row.files as Record<string, string>) };
  const keep = row.keep as string[] | undefined;
  switch (row.kind) {
    case "files":
      return { files: texts, keep };
    case "archive": {
      const archive = `${name}${String(row.archive)}`;
      const packed = await pack(archive, { ...BESIDE, ...texts });
      fs.writeFileSync(path.join(folder, archive), packed);
      return { archive, keep };
    }
    default: {
      place(path.join(folder, name), { ...BESIDE, ...texts });
      fs.mkdirSync(path.join(folder, name, "empty"));
      const ignore = row.ignore as string[] | undefined;
      const directory = String(row.directory).replaceAll("NAME", name).replace("ABSOLUTE", path.join(folder, name));
      return {
        directory,
        keep,
        // Without Terraform's files it would be no template, and an included folder has to add some.
        ignore: ignore === ABSENT ? ABSENT : [...ignore, "!*/", "!*.tf"],
        include: included(row.include as Record<string, string> | undefined),
        git: row.git,
      };
    }
  }
}

function included(include: Record<string, string> | undefined): Record<string, string> | undefined {
  if (include === ABSENT) return ABSENT;
  return Object.fromEntries(Object.keys(include).map((at) => [at, `../${SHARED}`]));
}

function place(folder: string, files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
}

async function pack(archive: string, files: Record<string, string>): Promise<Buffer> {
  const entries = Object.entries(files).map(([file, content]) => ({ name: file, content }));
  if (archive.endsWith(".zip")) return makeZip(entries.map((entry) => ({ ...entry, flags: 0x800 })));
  const tar = await makeTar(entries);
  return archive.endsWith(".tar") ? tar : gzipSync(tar);
}
