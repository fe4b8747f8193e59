// The input that says where a template's files come from: its schema and the rules over its keys. Knows no file:
// reading the files is read.ts, which a program must not load.
import { z } from "zod";
import { backticked } from "../errors";
import { isProperties, UNKNOWN } from "../values";

/** The keys of which a source has exactly one. */
const SOURCE_KINDS = ["directory", "files", "archive", "exampleId"] as const;

type SourceKind = (typeof SOURCE_KINDS)[number];

interface Companion {
  key: string;
  kinds: readonly SourceKind[];
  /** What to do instead, beside another kind. */
  remedy: (kind: SourceKind) => string;
}

/** Keys that say more of some kinds. */
const IGNORE: Companion = {
  key: "ignore",
  kinds: ["directory"],
  remedy: (kind) => `, or leave the files out of \`${kind}\``,
};
const INCLUDE: Companion = {
  key: "include",
  kinds: ["directory"],
  remedy: (kind) => `, or put the files into \`${kind}\``,
};
const GIT: Companion = { key: "git", kinds: ["directory"], remedy: () => "" };
const KEEP: Companion = { key: "keep", kinds: ["directory", "files", "archive"], remedy: () => "" };
const COMPANIONS = [IGNORE, INCLUDE, KEEP, GIT];

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
     * back what is left out by these rules: `keep` does.
     *
     * Links that stay inside the folder are followed and what they lead to is stored in their place; links that leave
     * it, lead to nothing or to something left out, or go round in a circle are refused. Empty folders are not stored
     * unless `keep` names them. Of the file modes, only the executable bit counts (no file has it on Windows). The
     * whole has to be smaller than 3.9 MiB as a tar, as the server's jobs take no more; from 1 MiB on, a warning says
     * so.
     *
     * Any change of a path, of the executable bit or of the content makes another version. Equal content from
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
     * A change makes another version only if it changes which files are left.
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
     * A change of a file there makes another version, in each template that includes it.
     *
     * @default {}
     */
    include: z.record(z.string(), z.string().min(1)).optional(),

    /**
     * Patterns of what to take although it is left out as the `coder` command does: hidden files, Terraform state, and
     * files with variable values. In gitignore syntax, relative to the template's top, case-sensitive; the last pattern
     * that matches a path or a folder around it decides, and `!pattern` leaves out again. A folder that is left out is
     * only searched for what a pattern leads to: `.github/` takes the folder, `.github/*.yml` files in it, and `.env`
     * takes every `.env` but those in folders that are left out. An empty folder is stored where a pattern matches it;
     * `files` names it with a slash at its end and an empty text. What `ignore` leaves out stays out. Not together with
     * `exampleId`.
     *
     * A file of variable values has no effect there: the server gives Terraform a value for each variable, from
     * `variables` or the template's default, and that wins. A `terraform.tfstate` at the top is Terraform's own state
     * at the import and at a workspace's first build: what it lists counts as made.
     *
     * A change makes another version only if it changes which files are taken.
     *
     * @default []
     */
    keep: z.array(z.string()).optional(),

    /**
     * What of a version Git gives: its `name`, its `message`, or both. They tell the last commit that changed the
     * directory or a folder that it includes, so that other commits change nothing; with files that differ from that
     * commit, they say so. The name is the first 12 digits of the commit, then `dirty` where files differ, then the
     * name that would be derived without Git: `3f2a9c01b7de-dirty-9b1c…`. The message is the commit's first line, then
     * commit, branch and author. The output `git` of a `TemplateVersion`, or `sourceVersion.git` of a `Template`, has
     * commit, branch, author and whether files differed.
     *
     * Git is asked when a version is made. Later commits are no difference, and a return to earlier content takes the
     * earlier version with the name it has. Needs the command `git`, and in CI the whole history (`fetch-depth: 0`):
     * where a shallow clone ends, its first commit counts, and a warning says so. Only together with `directory`; a
     * declared `name` or `message` (`versionName` or `versionMessage` of a `Template`) is refused beside it.
     *
     * @default []
     */
    git: z.array(z.enum(["name", "message"])).optional(),

    /**
     * The template's files themselves: relative path with forward slashes → text, stored as UTF-8 and not executable.
     * At least one path at the top ends in `.tf` or `.tf.json`; all together smaller than 3.9 MiB as a tar. A path
     * that `directory` would leave out is refused, unless `keep` names it.
     *
     * Any change of a path or a text makes another version.
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
     * Any change of the content makes another version; packing the same content again does not.
     *
     * @see codersdk/organizations.go CreateTemplateVersionRequest.FileID
     */
    archive: z.string().min(1).optional(),

    /**
     * Id of one of the starter templates that are built into the server, such as `docker` or `kubernetes`. Nothing is
     * uploaded. Which ones there are depends on the server's release. A change makes another version; a server upgrade
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
  .refine(...notAlone(IGNORE))
  .refine(...notAlone(INCLUDE))
  .refine(...notAlone(KEEP))
  .refine(...notAlone(GIT))
  .meta({
    exactlyOne: SOURCE_KINDS.map((kind) => [
      kind,
      ...COMPANIONS.filter(({ kinds }) => kinds.includes(kind)).map(({ key }) => `${key}?`),
    ]),
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

/** The rule that a key only stands beside some kinds. */
function notAlone(companion: Companion): Parameters<z.ZodObject["refine"]> {
  return [
    (source) => strayProblem(source, companion) === undefined,
    { when: () => true, path: [companion.key], error: (issue) => strayProblem(issue.input, companion) },
  ];
}

function strayProblem(source: unknown, { key, kinds, remedy }: Companion): string | undefined {
  if (!isProperties(source) || source[key] === undefined || source[key] === UNKNOWN) return undefined;
  if (kinds.some((kind) => source[kind] !== undefined)) return undefined;
  // Without any kind the other rule speaks.
  const other = SOURCE_KINDS.find((kind) => source[kind] !== undefined);
  return other && `It only works together with ${backticked(kinds, "or")}. Remove it${remedy(other)}.`;
}
