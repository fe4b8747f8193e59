// Packs files into a tar with the same bytes on every machine, and says when they are too much for a template.
import { pack, type Headers } from "tar-stream";
import { parentsOf } from "./paths";
import { quotedPath } from "./problems";
import { readAll } from "./read-all";

/**
 * A tar of this size or larger is refused: a job's message has to be smaller than 4 MiB, and holds variables and the
 * state of a workspace beside the tar. @see codersdk/drpcsdk/transport.go MaxMessageSize
 */
export const TEMPLATE_LIMIT_BYTES = (4 << 20) - (64 << 10);

/** The coder command refuses a tar of this size or larger. @see provisionersdk/archive.go TemplateArchiveLimit */
export const COMMAND_LIMIT_BYTES = 1 << 20;

const BLOCK_BYTES = 512;
const END_BYTES = 2 * BLOCK_BYTES;
const LARGEST_SHOWN = 5;

export const FILE_MODE = 0o644;
export const EXECUTABLE_MODE = 0o755;
const DIRECTORY_MODE = 0o755;

export interface PackedFile {
  /** That of an empty folder ends with a slash. */
  path: string;
  mode: number;
  bytes: Buffer;
}

/**
 * Files have to be sorted by path. Each folder has an entry before its files, as the server makes no folder by itself
 * (provisionersdk/session.go extractArchive). Paths that don't fit a ustar header get a pax header.
 */
export async function packTar(files: readonly PackedFile[]): Promise<Buffer> {
  const tar = pack();
  const always = { uid: 0, gid: 0, uname: "", gname: "", mtime: new Date(0) } satisfies Partial<Headers>;
  for (const { path, mode, bytes } of withDirectories(files)) {
    if (bytes === undefined) tar.entry({ ...always, name: `${path}/`, type: "directory", mode });
    else tar.entry({ ...always, name: path, type: "file", mode, size: bytes.length }, bytes);
  }
  tar.finalize();
  return readAll(tar);
}

/** The size that the limit is about: without the end mark, which the coder command does not write. */
export function countedSize(tar: Buffer): number {
  return tar.length - END_BYTES;
}

/** The smallest size that a tar of these files can have. Long and non-ASCII paths make it larger by their headers. */
export function leastTarSize(files: readonly { path: string; size: number }[]): number {
  const directories = new Set(files.flatMap(({ path }) => parentsOf(path)));
  const blocks = files
    .filter(({ path }) => !isFolder(path))
    .reduce((sum, { size }) => sum + 1 + Math.ceil(size / BLOCK_BYTES), directories.size);
  return blocks * BLOCK_BYTES;
}

/** A size that no tar of these files exceeds: each entry may have another header, with its path. */
export function mostTarSize(files: readonly { path: string; size: number }[]): number {
  const paths = new Set(files.flatMap(({ path }) => [path, ...parentsOf(path)]));
  const headers = [...paths].reduce((sum, path) => sum + 2 + Math.ceil(Buffer.byteLength(path) / BLOCK_BYTES), 0);
  return leastTarSize(files) + headers * BLOCK_BYTES;
}

/** Says that a source is too large, and which files make it so. */
export function describeTooLarge(
  total: number,
  files: readonly { path: string; size: number }[],
  remedy: string,
): string {
  const largest = [...files]
    .sort((left, right) => right.size - left.size || (left.path < right.path ? -1 : 1))
    .slice(0, LARGEST_SHOWN);
  return (
    `The files make a tar of ${sizeText(total)} (${total} bytes); it has to be smaller than ` +
    `${sizeText(TEMPLATE_LIMIT_BYTES)} (${TEMPLATE_LIMIT_BYTES} bytes). ` +
    `The largest of ${files.length}: ` +
    `${largest.map(({ path, size }) => `${quotedPath(path)} (${sizeText(size)})`).join(", ")}. ${remedy}`
  );
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [amount, unit] = bytes < 1 << 20 ? [bytes / 1024, "KiB"] : [bytes / (1 << 20), "MiB"];
  return `${Number(amount.toFixed(1))} ${unit}`;
}

function* withDirectories(files: readonly PackedFile[]): Generator<{ path: string; mode: number; bytes?: Buffer }> {
  const written = new Set<string>();
  for (const file of files) {
    for (const directory of parentsOf(file.path)) {
      if (written.has(directory)) continue;
      written.add(directory);
      yield { path: directory, mode: DIRECTORY_MODE };
    }
    if (!isFolder(file.path)) yield file;
  }
}

function isFolder(path: string): boolean {
  return path.endsWith("/");
}
