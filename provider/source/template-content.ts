// Checks the files of a source together (Terraform at the top, names that don't clash, small enough), then makes tar
// and digests.
import { createHash } from "node:crypto";
import { join, posix } from "node:path";
import { isCode, type CodeFile } from "../terraform/blocks";
import { readTerraform, type TerraformCode } from "../terraform/read";
import { mapBounded } from "./bounded";
import { clashingNames, parentsOf } from "./paths";
import type { ContentFile } from "./difference";
import { errorCode, quotedPath, readFailure, type SourceProblems } from "./problems";
import {
  COMMAND_LIMIT_BYTES,
  countedSize,
  describeTooLarge,
  EXECUTABLE_MODE,
  FILE_MODE,
  leastTarSize,
  mostTarSize,
  packTar,
  sizeText,
  TEMPLATE_LIMIT_BYTES,
  type PackedFile,
} from "./tar";
import { mayHavePresets, mayHaveTags, mayHaveVariables } from "./signs";
import { MAXIMUM_ENTRIES, type CollectedFile, type Collection } from "./collect";

const READS_AT_ONCE = 16;
const FILE_DIGEST_LENGTH = 16;
const SUGGESTIONS_SHOWN = 3;
const LEFT_OUT_SHOWN = 5;

/** The content of a source. */
export interface SourceArchive {
  /** Path → shortened digest of mode and bytes, sorted by path. */
  files: Record<string, string>;
  /** Digest over path, mode and bytes of exactly the uploaded files. */
  digest: string;
  /** Warnings for the user; nothing is wrong. */
  warnings: string[];
  /** What a user may like to know when a version is made of it. */
  notes: string[];
  /** Reads the Terraform code, once. */
  readCode: () => Promise<TerraformCode>;
  /** Whether the code may declare presets. */
  mayHavePresets: boolean;
  /** Whether the code may declare variables. */
  mayHaveVariables: boolean;
  /** Whether the code may ask for provisioners with tags. */
  mayHaveTags: boolean;
  /** The files with their bytes, sorted by path. */
  contents: ContentFile[];
  /** Empty for an archive or a map. */
  onDisk: OnDisk;
  /** The bytes to upload, the same on every machine. */
  toTar: () => Promise<Buffer>;
}

export interface FileOnDisk {
  /** Where the template's folder has it: a link may be on the way, or the file itself be one. */
  path: string;
  /** Its real path. */
  location: string;
  isExecutable: boolean;
  bytes: Buffer;
}

/** What a template was read from on disk, by real paths. */
export interface OnDisk {
  /** The template's own folder, then those that it includes. */
  folders: string[];
  files: FileOnDisk[];
}

/** Words of messages about one kind of source. */
interface Wording {
  where: string;
  /** What to do when there is too much. */
  remedy: string;
  /** What to do when only these folders have Terraform files. */
  hint(folders: readonly string[]): string;
}

interface MeasuredFile extends CollectedFile {
  size: number;
  isExecutable: boolean;
}

interface ReadFile extends MeasuredFile {
  bytes: Buffer;
}

export async function makeContent(
  collection: Collection,
  problems: SourceProblems,
  wording: Wording,
): Promise<SourceArchive> {
  if (!collection.isWalked) throw problems.with(describeTooMany(collection, wording));
  checkNames(collection, problems, wording);
  const measured = await measureFiles(collection.files, problems);
  const leastTotal = leastTarSize(measured);
  // Too much is not even read.
  if (leastTotal >= TEMPLATE_LIMIT_BYTES) throw problems.with(describeTooLarge(leastTotal, measured, wording.remedy));
  const contents = await readFiles(measured, problems);
  if (!problems.isEmpty) throw problems.toError();
  const packed = contents.map(({ path, isExecutable, bytes }) => {
    return { path, mode: isExecutable ? EXECUTABLE_MODE : FILE_MODE, bytes };
  });
  const texts = packed.map(({ path, bytes }) => ({ path, text: bytes.toString("utf8") }));
  // An unchanged template is not packed only to see that it is small.
  const isSmall = mostTarSize(measured) < COMMAND_LIMIT_BYTES;
  const tar = isSmall ? undefined : await packTar(packed);
  const size = tar === undefined ? 0 : countedSize(tar);
  if (size >= TEMPLATE_LIMIT_BYTES) throw problems.with(describeTooLarge(size, measured, wording.remedy));
  return {
    ...digestFiles(packed),
    warnings: [...variableWarnings(collection.variableFiles), ...sizeWarnings(size)],
    notes: leftOutNotes(collection.leftOut, problems.kind),
    readCode: codeReader(texts),
    mayHavePresets: mayHavePresets(texts),
    mayHaveVariables: mayHaveVariables(texts),
    mayHaveTags: mayHaveTags(texts),
    contents: contents.map(({ path, isExecutable, bytes }) => ({ path, isExecutable, bytes })),
    onDisk: {
      folders: collection.layers.flatMap(({ realPath }) => (realPath === "" ? [] : [realPath])),
      files: contents.flatMap(onDiskOf),
    },
    toTar: async () => tar ?? packTar(packed),
  };
}

/**
 * Made apart, so that it keeps the code alone and not the bytes: a program may have many templates, and asks for what
 * they need until it ends.
 */
function codeReader(files: readonly CodeFile[]): SourceArchive["readCode"] {
  const code = files.map(({ path, text }) => ({ path, text: isCode(path) ? text : "" }));
  let read: Promise<TerraformCode> | undefined;
  return () => (read ??= readTerraform(code));
}

function checkNames(collection: Collection, problems: SourceProblems, wording: Wording): void {
  const paths = collection.files.map(({ path }) => path);
  // Refused paths are reported already, but the source contains them.
  const present = [...paths, ...problems.paths];
  for (const [first, second] of clashingNames(paths)) {
    problems.add(
      `The names ${quotedPath(first)} and ${quotedPath(second)} differ only in case or Unicode form. ` +
        "Rename one of them.",
    );
  }
  if (present.length === 0) {
    const why = collection.isComplete
      ? ""
      : " All that is there is left out, by what templates never hold or by your own patterns.";
    problems.add(
      `There are no files ${wording.where}.${why} A template needs at least one "*.tf" or "*.tf.json" file.`,
    );
    return;
  }
  if (present.some((path) => isTerraform(path) && !path.includes("/"))) return;
  const folders = terraformFolders(paths);
  const advice =
    folders.length === 0 ? "A template needs at least one." : `There are some further down: ${wording.hint(folders)}`;
  problems.add(`There is no "*.tf" or "*.tf.json" file at the top ${wording.where}. ${advice}`);
}

function isTerraform(path: string): boolean {
  return path.endsWith(".tf") || path.endsWith(".tf.json");
}

/** Folders with Terraform files of their own that are nearest to the top. */
function terraformFolders(paths: readonly string[]): string[] {
  const folders = [...new Set(paths.filter(isTerraform).map((path) => posix.dirname(path)))];
  const depth = Math.min(...folders.map((folder) => parentsOf(folder).length));
  return folders.filter((folder) => parentsOf(folder).length === depth).slice(0, SUGGESTIONS_SHOWN);
}

function describeTooMany(collection: Collection, wording: Wording): string {
  const counts = new Map<string, number>();
  for (const { path } of collection.files) {
    const top = path.split("/")[0] ?? path;
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, left], [, right]) => right - left);
  const where = most === undefined ? "" : `, most of them seen in ${quotedPath(most[0])}`;
  return `There are more than ${MAXIMUM_ENTRIES} files and folders ${wording.where}${where}. ${wording.remedy}`;
}

async function measureFiles(files: readonly CollectedFile[], problems: SourceProblems): Promise<MeasuredFile[]> {
  const measured = await mapBounded(files, READS_AT_ONCE, (collected) =>
    attempt(collected, problems, async () => ({ ...collected, ...(await collected.file.measure()) })),
  );
  return measured.filter((file) => file !== undefined);
}

async function readFiles(files: readonly MeasuredFile[], problems: SourceProblems): Promise<ReadFile[]> {
  const contents = await mapBounded(files, READS_AT_ONCE, (measured) =>
    attempt(measured, problems, async () => ({ ...measured, bytes: await measured.file.read() })),
  );
  return contents.filter((file) => file !== undefined);
}

function onDiskOf({ path, file, layer, isExecutable, bytes }: ReadFile): FileOnDisk[] {
  if (file.location === undefined) return [];
  const within = layer.at === "" ? path : path.slice(layer.at.length + 1);
  return [{ path: join(layer.realPath, within), location: file.location, isExecutable, bytes }];
}

async function attempt<Result>(
  { path, layer }: CollectedFile,
  problems: SourceProblems,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await run();
  } catch (thrown) {
    // An error that is not the system's is a defect.
    if (errorCode(thrown) === undefined) throw thrown;
    const key = layer.isIncluded ? "include" : undefined;
    problems.add(`The file ${quotedPath(path)} can't be read: ${readFailure(thrown)}`, path, key);
    return undefined;
  }
}

/**
 * A digest for each file, and one for all of them: over each path and its digest, with lengths. Not over the tar:
 * another release of the tar library must not change the digest.
 */
function digestFiles(packed: readonly PackedFile[]): Pick<SourceArchive, "files" | "digest"> {
  const whole = createHash("sha256");
  const files = packed.map(({ path, mode, bytes }): [string, string] => {
    const digest = createHash("sha256")
      .update(`${mode.toString(8)}\n`)
      .update(bytes)
      .digest("hex");
    whole.update(`${Buffer.byteLength(path)}:${path}\n${digest}\n`);
    return [path, digest.slice(0, FILE_DIGEST_LENGTH)];
  });
  return { files: Object.fromEntries(files), digest: whole.digest("hex") };
}

function variableWarnings(variableFiles: readonly string[]): string[] {
  if (variableFiles.length === 0) return [];
  const names = variableFiles.map(quotedPath).join(", ");
  return [
    `${names} ${variableFiles.length === 1 ? "is" : "are"} not uploaded and not read. Set these values in ` +
      `\`variables\`.`,
  ];
}

function sizeWarnings(size: number): string[] {
  if (size < COMMAND_LIMIT_BYTES) return [];
  return [
    `The template makes a tar of ${sizeText(size)}, which each build sends to the provisioner together with the ` +
      "workspace's state: both have to be smaller than 4 MiB together. The coder command refuses templates of 1 MiB " +
      "and more.",
  ];
}

function leftOutNotes(leftOut: readonly string[], kind: SourceProblems["kind"]): string[] {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > LEFT_OUT_SHOWN ? ` and ${leftOut.length - LEFT_OUT_SHOWN} more` : "";
  const names = leftOut.slice(0, LEFT_OUT_SHOWN).map(quotedPath).join(", ");
  const silence = kind === "directory" ? "in `source.ignore`" : "take them out of it";
  return [
    `Left out of the template, as the coder command does: ${names}${more}. To take them, name them in ` +
      `\`source.keep\`; to hear no more of them, ${silence}.`,
  ];
}
