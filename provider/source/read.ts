// From a source to the content that is uploaded: finds the files of each kind of source. template-content.ts checks and
// packs them.
import { createReadStream, realpathSync, type Stats } from "node:fs";
import { posix, resolve } from "node:path";
import { Readable } from "node:stream";
import { UnreadableArchive } from "./archive-limits";
import { collectFiles } from "./collect";
import { directoryTree } from "./directory-tree";
import { EntryTree } from "./entry-tree";
import { describeExclusion, exclusionOf } from "./exclusions";
import { findOnDisk } from "./find";
import { IgnoreRules } from "./ignore-rules";
import { findIncluded } from "./includes";
import { KeepRules, NoRules, patternOf } from "./keep-rules";
import { normalizePath } from "./paths";
import { quotedPath, SourceProblems } from "./problems";
import { readTar } from "./read-tar";
import { readZip } from "./read-zip";
import type { Source } from "./source";
import { makeContent, type SourceArchive } from "./template-content";
import { layerOf, type Layer, type TreeDirectory } from "./tree";

/** One of the two surrogates that some characters are made of in memory, without the other. */
const HALF_CHARACTER = /\p{Surrogate}/u;

const ARCHIVE_NAME = /\.(tar|tar\.gz|tgz|zip)$/i;

interface ReadOptions {
  /** Absolute path of the folder where relative paths start. */
  rootDirectory: string;
}

/**
 * Reads and checks a source with files; an example is on the server already. Remembers nothing between calls: files may
 * change before they are uploaded.
 *
 * @throws InputError with everything that is wrong
 */
export async function readSource(source: Source, options: ReadOptions): Promise<SourceArchive> {
  const { directory } = source;
  if (directory !== undefined) return readDirectory({ ...source, directory }, options);
  if (source.files !== undefined) return readFileMap(source.files, new KeepRules(source.keep));
  if (source.archive !== undefined) return readArchive(source.archive, new KeepRules(source.keep), options);
  throw new TypeError("A source without files can't be read.");
}

async function readDirectory(source: Source & { directory: string }, options: ReadOptions): Promise<SourceArchive> {
  const { directory, ignore = [], include = {} } = source;
  const keep = new KeepRules(source.keep);
  const problems = new SourceProblems("directory");
  const { path, status } = find("folder", directory, options, problems);
  if (!status.isDirectory()) {
    throw problems.with(
      `${quotedPath(path)} is not a folder. Name the folder that holds the template, or use \`archive\` for a packed ` +
        "one.",
    );
  }
  const realPath = realpathSync.native(path);
  const own: Layer = { root: directoryTree(realPath), at: "", folder: path, realPath, isIncluded: false };
  const layers = [own, ...findIncluded(include, { path, realPath }, keep, problems)];
  const collection = await collectFiles(layers, { keep, ignore: new IgnoreRules(ignore) }, problems);
  return makeContent(collection, problems, {
    where: `in ${quotedPath(path)}${layers.length > 1 ? " and what it includes" : ""}`,
    remedy: "Leave out what the template doesn't need, with `ignore` or a `.coderignore` file.",
    hint: (folders) =>
      `did you mean \`directory: ${folders.map((folder) => quotedPath(posix.join(directory, folder))).join(" or ")}\`?`,
  });
}

async function readFileMap(files: Record<string, string>, keep: KeepRules): Promise<SourceArchive> {
  const problems = new SourceProblems("files");
  const tree = new EntryTree(problems, keep);
  try {
    for (const [name, text] of Object.entries(files)) addText(tree, name, text, { keep, problems });
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`The map ${thrown.message}`) : thrown;
  }
  await refuseExcluded(tree.root, "", keep, problems);
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  return makeContent(collection, problems, {
    where: "in the map",
    remedy: "Make the texts smaller.",
    hint: (folders) =>
      `take ${folders.map((folder) => quotedPath(`${folder}/`)).join(" or ")} off the front of the paths.`,
  });
}

function addText(
  tree: EntryTree,
  name: string,
  text: string,
  { keep, problems }: { keep: KeepRules; problems: SourceProblems },
): void {
  if (isKeptFolder(name, text, keep)) return tree.addDirectory(name);
  if (HALF_CHARACTER.test(text))
    problems.add(
      `The text of ${quotedPath(name)} holds half of a character, which UTF-8 can't hold. Correct it.`,
      name,
    );
  const bytes = Buffer.from(text, "utf8");
  const file = tree.addFile(name, bytes.length, false);
  if (file !== undefined) file.bytes = bytes;
}

async function readArchive(archive: string, keep: KeepRules, options: ReadOptions): Promise<SourceArchive> {
  const problems = new SourceProblems("archive");
  const { path, status } = find("file", archive, options, problems);
  if (status.isDirectory()) throw problems.with(`${quotedPath(path)} is a folder. Use \`directory\` for it.`);
  if (!status.isFile()) throw problems.with(`${quotedPath(path)} is not a plain file. Name a packed template.`);
  const format = ARCHIVE_NAME.exec(path)?.[1]?.toLowerCase();
  if (format === undefined) {
    throw problems.with(
      `${quotedPath(path)} is none of ".tar", ".tar.gz", ".tgz" or ".zip". Pack the template as one of these.`,
    );
  }
  const tree = new EntryTree(problems, keep);
  try {
    if (format === "zip") await readZip(path, tree, problems);
    else await readTar(createReadStream(path), format !== "tar", tree);
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`${quotedPath(path)} ${thrown.message}`) : thrown;
  }
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  return makeContent(collection, problems, {
    where: `in ${quotedPath(path)}`,
    remedy: "Pack only what the template needs.",
    hint: ([folder = ""]) =>
      `pack from inside ${quotedPath(folder)}, so that its files are at the top, as \`tar czf template.tgz -C ` +
      `${quotedPath(folder)} .\` does.`,
  });
}

interface Uploaded extends SourceArchive {
  /** What `files` would declare. */
  texts: Record<string, string>;
  /** What `keep` would declare with them. */
  keep: string[];
  notText: string[];
}

/**
 * The content of an earlier upload, by any tool, with all files that are in it. It equals an `archive` of the same
 * content that keeps them.
 */
export async function readUploaded(tar: Buffer): Promise<Uploaded> {
  const problems = new SourceProblems("archive");
  const keep = new NoRules();
  const tree = new EntryTree(problems, keep);
  try {
    await readTar(Readable.from([tar]), false, tree);
  } catch (thrown) {
    throw thrown instanceof UnreadableArchive ? problems.with(`What was uploaded ${thrown.message}`) : thrown;
  }
  const collection = await collectFiles([layerOf(tree.root)], { keep }, problems);
  const content = await makeContent(collection, problems, {
    where: "in what was uploaded",
    remedy: "Upload less.",
    hint: (folders) => `they are in ${folders.map(quotedPath).join(" and ")}.`,
  });
  const texts: Record<string, string> = {};
  const notText: string[] = [];
  for (const { path, file } of collection.files) {
    const bytes = await file.read();
    const text = bytes.toString("utf8");
    const isPlain = !(await file.measure()).isExecutable && Buffer.from(text, "utf8").equals(bytes);
    if (isPlain) texts[path] = text;
    else notText.push(path);
  }
  const excluded = collection.files.map(({ path }) => path).filter((path) => exclusionOf(path, false) !== undefined);
  return { ...content, texts, keep: excluded.map(patternOf), notText };
}

function find(
  what: "folder" | "file",
  given: string,
  options: ReadOptions,
  problems: SourceProblems,
): { path: string; status: Stats } {
  const path = resolve(options.rootDirectory, given);
  const found = findOnDisk(what, path);
  if (!("problem" in found)) return { path, status: found.status };
  if (!found.isMissing) throw problems.with(found.problem);
  const start = path === given ? "" : ` Relative paths start at ${quotedPath(options.rootDirectory)}.`;
  const home = given.startsWith("~") ? ' "~" does not stand for the home folder here.' : "";
  throw problems.with(`${found.problem}${start}${home} Correct the path.`);
}

/** A map holds an empty folder as a path that ends with a slash, with an empty text. */
function isKeptFolder(name: string, text: string, keep: KeepRules): boolean {
  const normalized = normalizePath(name);
  return name.endsWith("/") && text === "" && "path" in normalized && keep.keeps(normalized.path, true);
}

/** A map names each path on purpose: it would be surprising if one was silently left out. */
async function refuseExcluded(
  directory: TreeDirectory,
  path: string,
  keep: KeepRules,
  problems: SourceProblems,
): Promise<void> {
  for (const [name, node] of await directory.list()) {
    const childPath = posix.join(path, name);
    const isDirectory = node.kind === "directory";
    const exclusion = isDirectory && keep.leadsInto(childPath) ? undefined : keep.exclusionOf(childPath, isDirectory);
    if (exclusion !== undefined) {
      problems.add(
        `The path ${quotedPath(childPath)} is left out of templates: ${describeExclusion(exclusion)}. Remove it, or ` +
          "name it in `keep`.",
        childPath,
      );
    } else if (isDirectory) await refuseExcluded(node, childPath, keep, problems);
  }
}
