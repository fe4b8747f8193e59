// The input that says where a template's files come from: its schema and the rules over its keys. Knows no file:
// reading the files is read.ts, which a program must not load.
import { z } from "zod";
import { backticked } from "../errors";
import { isProperties, UNKNOWN } from "../values";

/** The keys of which a source has exactly one. */
const SOURCE_KINDS = ["directory", "files", "archive", "exampleId"] as const;

/** Keys that only a directory can have. */
const DIRECTORY_KEYS = ["ignore", "include"] as const;

export const sourceSchema = z
  .strictObject({
    /**
     * Folder that holds the template, with at least one `*.tf` or `*.tf.json` file at its top. A relative path starts
     * at the folder of the Pulumi program.
     *
     * Left out, as the `coder` command does: names that start with a dot (all but `.terraform.lock.hcl`), paths that
     * contain `.tfstate`, `terraform.tfvars` and `terraform.tfvars.json` at the top, and every `*.auto.tfvars` and
     * `*.auto.tfvars.json`. Values in such files are not read: set them in `variables`. More is left out by `ignore`
     * and by a `.coderignore` file, in gitignore syntax, in this folder or any folder below it. None of them brings
     * back what is always left out.
     *
     * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave
     * it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored.
     * Of the file modes, only the executable bit counts (no file has it on Windows). The whole has to be smaller than 1
     * MiB as a tar.
     *
     * Any change of a path, of the executable bit or of the content replaces the version. Equal content from
     * `directory`, `files` or `archive` is the same version.
     *
     * @see provisionersdk/archive.go Tar
     */
    directory: z.string().min(1).optional(),

    /**
     * Patterns of what to leave out of `directory`, in gitignore syntax, relative to it, case-sensitive on every
     * system. Read after the `.coderignore` files, so that `!pattern` brings back what those leave out. Only together
     * with `directory`.
     *
     * A change replaces the version only if it changes which files are left.
     *
     * @default []
     */
    ignore: z.array(z.string()).optional(),

    /**
     * Folders from elsewhere, such as modules that several templates share: path in the template → folder on disk. A
     * relative folder starts at `directory`: `{ "modules/common": "../../modules/common" }` puts that folder's files
     * at `modules/common`. The path "." is the template's top. Only together with `directory`.
     *
     * The template is the same as if the folder lay at that path: what is left out of `directory` is left out of it,
     * `ignore` counts from the template's top, and a `.coderignore` in the folder counts from the folder. Folders
     * merge. Refused are a file at a path that another folder has too, a path that is always left out, a folder that
     * holds the template itself or adds no file, one that leads out of the repository by a link, and links in it that
     * leave it. The repository is the nearest folder around `directory` with `.git` in it; without one, the nearest
     * folder that holds both.
     *
     * A change of a file there replaces the version, in each template that includes it.
     *
     * @default {}
     */
    include: z.record(z.string(), z.string().min(1)).optional(),

    /**
     * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable.
     * At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 1 MiB as a tar. A path that
     * `directory` would always leave out is refused.
     *
     * Any change of a path or a text replaces the version.
     *
     * @see codersdk/organizations.go CreateTemplateVersionRequest.FileID
     */
    files: z.record(z.string(), z.string()).optional(),

    /**
     * Path of a `.tar`, `.tar.gz`, `.tgz` or `.zip` file that holds the template: Terraform files at its top, not
     * inside one folder. A relative path starts at the folder of the Pulumi program.
     *
     * The content is unpacked, and stored as if it were a `directory`: the same is always left out, links inside are
     * resolved, the same limit applies; but a `.coderignore` in it has no effect. Files of a zip that was made without
     * Unix modes are not executable.
     *
     * Any change of the content replaces the version; packing the same content again does not.
     *
     * @see codersdk/organizations.go CreateTemplateVersionRequest.FileID
     */
    archive: z.string().min(1).optional(),

    /**
     * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is
     * uploaded. Which ones there are depends on the server's release. A change replaces the version; a server upgrade
     * that changes the example does not.
     *
     * @see codersdk/organizations.go CreateTemplateVersionRequest.ExampleID
     */
    exampleId: z.string().min(1).optional(),
  })
  // `when`: also beside other problems of the source, and while parts of it are unknown.
  .refine((source) => kindProblem(source) === undefined, {
    when: () => true,
    error: (issue) => kindProblem(issue.input),
  })
  .refine(...onlyWithDirectory("ignore"))
  .refine(...onlyWithDirectory("include"))
  .meta({
    exactlyOne: SOURCE_KINDS.map((kind) =>
      kind === "directory" ? [kind, ...DIRECTORY_KEYS.map((key) => `${key}?`)] : [kind],
    ),
  });

export type Source = z.output<typeof sourceSchema>;

/** The rule over the kinds. A key whose value is unknown may turn out to be absent: it neither breaks nor keeps it. */
function kindProblem(source: unknown): string | undefined {
  if (!isProperties(source)) return undefined;
  const given = SOURCE_KINDS.filter((kind) => source[kind] !== undefined);
  const known = given.filter((kind) => source[kind] !== UNKNOWN);
  const rule = `Set exactly one of ${backticked(SOURCE_KINDS)};`;
  if (given.length === 0) return `${rule} none is set.`;
  if (known.length > 1) return `${rule} ${backticked(known, "and")} are set.`;
  return undefined;
}

function onlyWithDirectory(key: (typeof DIRECTORY_KEYS)[number]): Parameters<z.ZodObject["refine"]> {
  return [
    (source) => strayProblem(source, key) === undefined,
    { when: () => true, path: [key], error: (issue) => strayProblem(issue.input, key) },
  ];
}

function strayProblem(source: unknown, key: (typeof DIRECTORY_KEYS)[number]): string | undefined {
  if (!isProperties(source) || source[key] === undefined || source[key] === UNKNOWN) return undefined;
  if (source["directory"] !== undefined) return undefined;
  // Without any kind the other rule speaks.
  const other = SOURCE_KINDS.find((kind) => source[kind] !== undefined);
  const remedy = { ignore: `leave the files out of \`${other}\``, include: `put the files into \`${other}\`` }[key];
  return other && `It only works together with \`directory\`. Remove it, or ${remedy}.`;
}
