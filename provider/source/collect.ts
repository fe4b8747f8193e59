// Walks the folders that make up a template. The one place that decides what is left out, what links mean, how folders
// merge, and when to stop.
import { posix } from "node:path";
import { Collisions } from "./collisions";
import { describeExclusion, isMissed } from "./exclusions";
import { IGNORE_FILE, patternsIn, type IgnoreRules } from "./ignore-rules";
import type { KeepRules } from "./keep-rules";
import { pathProblem } from "./paths";
import { quotedPath, readFailure, type SourceProblems } from "./problems";
import type { Layer, LinkEnd, TreeDirectory, TreeFile, TreeLink, TreeNode } from "./tree";

/** A tar with so many entries is several times over the size limit: the walk ends there, be it in a home folder. */
export const MAXIMUM_ENTRIES = 10_000;

export interface CollectedFile {
  path: string;
  file: TreeFile;
  layer: Layer;
}

/** What is left out. */
export interface Rules {
  keep: KeepRules;
  /** Without it, ignore files have no effect. */
  ignore?: IgnoreRules;
}

export interface Collection {
  layers: readonly Layer[];
  /** Sorted by path. */
  files: CollectedFile[];
  /** Files with variable values that were left out. A user may expect the values to count. */
  variableFiles: string[];
  /** Other paths that the fixed rules left out and a user may miss. */
  leftOut: string[];
  /** False when the fixed rules or the user's left something out. */
  isComplete: boolean;
  /** False when the walk was given up. */
  isWalked: boolean;
}

interface Walk extends Collection {
  keep: KeepRules;
  /** Layers of which something is left, or was refused. */
  present: Set<Layer>;
  collisions: Collisions;
  problems: SourceProblems;
  entries: number;
}

/** A folder of one layer. */
interface Part {
  directory: TreeDirectory;
  layer: Layer;
  /** The folders that the walk went through in this layer, by their real paths. */
  ancestors: readonly string[];
}

/** A folder of the template: what the layers have at that place. */
interface Place {
  /** "" is the top. */
  path: string;
  parts: readonly Part[];
  rules: IgnoreRules | undefined;
}

/** What one layer has at a path. */
interface Candidate {
  node: TreeNode;
  layer: Layer;
  ancestors: readonly string[];
}

/** What a kept folder without files is stored as. */
const EMPTY_FOLDER: TreeFile = {
  kind: "file",
  measure: () => Promise.resolve({ size: 0, isExecutable: true }),
  read: () => Promise.resolve(Buffer.alloc(0)),
};

/** A folder on the way to where an included one lies. */
const WAY: TreeDirectory = { kind: "directory", realPath: "", list: () => Promise.resolve([]) };

/** The first layer is the template's own. */
export async function collectFiles(
  layers: readonly Layer[],
  rules: Rules,
  problems: SourceProblems,
): Promise<Collection> {
  const walk: Walk = {
    files: [],
    variableFiles: [],
    leftOut: [],
    keep: rules.keep,
    isComplete: true,
    isWalked: true,
    layers,
    present: new Set(),
    collisions: new Collisions(),
    problems,
    entries: 0,
  };
  const parts = layers.flatMap((layer) => (layer.at === "" ? [partOf(layer.root, layer)] : []));
  await visit(walk, { path: "", parts, rules: rules.ignore });
  walk.collisions.report(problems);
  if (walk.isWalked) refuseAbsent(walk);
  walk.files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return walk;
}

function partOf(directory: TreeDirectory, layer: Layer, outer: readonly string[] = []): Part {
  return { directory, layer, ancestors: directory === WAY ? outer : [...outer, directory.realPath] };
}

async function visit(walk: Walk, place: Place): Promise<void> {
  const { path } = place;
  const { length } = walk.files;
  const children = new Map<string, Candidate[]>();
  const add = (name: string, candidate: Candidate): void => {
    children.set(name, [...(children.get(name) ?? []), candidate]);
  };
  let { rules } = place;
  for (const { directory, layer, ancestors } of place.parts) {
    try {
      const listed = await directory.list();
      rules = await rulesWithin(walk, listed, { path, layer, rules });
      for (const [name, node] of listed) add(name, { node, layer, ancestors });
    } catch (thrown) {
      const quoted = quotedPath(path === "" ? "." : path);
      refuse(walk, layer, `The folder ${quoted} can't be read: ${readFailure(thrown)}`, path);
    }
  }
  for (const [name, layer] of includedBelow(walk, path))
    add(name, { node: layer.at === posix.join(path, name) ? layer.root : WAY, layer, ancestors: [] });
  for (const [name, candidates] of [...children].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!walk.isWalked) return;
    await visitChild(walk, candidates, { path: posix.join(path, name), rules });
  }
  const [part] = place.parts;
  if (walk.files.length > length || part === undefined || path === "" || !walk.keep.keeps(path, true)) return;
  for (const { layer } of place.parts) walk.present.add(layer);
  walk.files.push({ path: `${path}/`, file: EMPTY_FOLDER, layer: part.layer });
}

/** Layers that lie below a folder of the template, each with the name on the way to it. */
function includedBelow({ layers }: Walk, path: string): [name: string, layer: Layer][] {
  const prefix = path === "" ? "" : `${path}/`;
  return layers
    .filter(({ at }) => at !== path && at.startsWith(prefix))
    .map((layer) => [layer.at.slice(prefix.length).split("/")[0] ?? "", layer]);
}

async function visitChild(walk: Walk, candidates: readonly Candidate[], place: Omit<Place, "parts">): Promise<void> {
  const { path } = place;
  const taken = candidates.filter((candidate) => isTaken(walk, candidate, place));
  if (taken.length === 0) return;
  const problem = pathProblem(path);
  if (problem !== undefined) {
    for (const { layer } of taken) refuse(walk, layer, `The path ${quotedPath(path)} ${problem}.`, path);
    return;
  }
  walk.entries += 1;
  if (walk.entries > MAXIMUM_ENTRIES) {
    walk.isWalked = false;
    return;
  }
  const files: CollectedFile[] = [];
  const parts: Part[] = [];
  for (const candidate of taken) {
    const { layer, ancestors } = candidate;
    const end = await nodeAt(walk, candidate, path);
    if (end?.kind === "file") files.push({ path, file: end, layer });
    if (end?.kind === "directory") parts.push(partOf(end, layer, ancestors));
  }
  for (const { layer } of files) walk.present.add(layer);
  const [file, ...others] = files;
  if (file === undefined) return parts.length === 0 ? undefined : visit(walk, { ...place, parts });
  walk.files.push(file);
  for (const other of others) walk.collisions.addFiles(path, file.layer, other.layer);
  for (const { layer } of parts) {
    walk.present.add(layer);
    walk.collisions.addFolder(path, file.layer, layer);
  }
}

/** Whether no rule leaves out what a layer has at a path. */
function isTaken(walk: Walk, { node }: Candidate, { path, rules }: Omit<Place, "parts">): boolean {
  const isDirectory = node.kind === "directory";
  // A link may stand for a folder: a pattern for folders holds for it as well, without the link being followed.
  const mayBeDirectory = isDirectory || node.kind === "link";
  const isIgnored =
    rules?.ignores(path, isDirectory) === true || (mayBeDirectory && rules?.ignores(path, true) === true);
  const exclusion = walk.keep.exclusionOf(path, isDirectory);
  const isKept = exclusion === undefined || (mayBeDirectory && walk.keep.keeps(path, true));
  if (!isIgnored && (isKept || (isDirectory && walk.keep.leadsInto(path)))) return true;
  walk.isComplete = false;
  // A user who ignores such a file knows about it.
  if (isIgnored || exclusion === undefined) return false;
  if (exclusion === "variables") walk.variableFiles.push(path);
  else if (isMissed(path)) walk.leftOut.push(isDirectory ? `${path}/` : path);
  return false;
}

async function nodeAt(walk: Walk, candidate: Candidate, path: string): Promise<TreeFile | TreeDirectory | undefined> {
  const { node, layer } = candidate;
  switch (node.kind) {
    case "file":
    case "directory":
      return node;
    case "link":
      return endOfLink(walk, node, candidate, path);
    case "special":
      refuse(
        walk,
        layer,
        `${quotedPath(path)} is ${node.description}, which a template can't hold. ${leaveOut(walk)}`,
        path,
      );
      return undefined;
    default:
      return node satisfies never;
  }
}

async function endOfLink(
  walk: Walk,
  link: TreeLink,
  { layer, ancestors }: Candidate,
  path: string,
): Promise<TreeFile | TreeDirectory | undefined> {
  let end: LinkEnd;
  try {
    end = await link.follow();
  } catch (thrown) {
    return refuse(walk, layer, `The link ${quotedPath(path)} can't be followed: ${readFailure(thrown)}`, path);
  }
  const { target } = end;
  const refuseLink = (reason: string): undefined => {
    const leads = `The link ${quotedPath(path)} leads to ${quotedPath(target)},`;
    return refuse(walk, layer, `${leads} ${reason} ${leaveOut(walk)}`, path);
  };
  if ("problem" in end) {
    switch (end.problem) {
      case "outside":
        return refuseLink(describeOutside(walk, layer));
      case "broken":
        return refuseLink("which does not exist or can't be a file of the template.");
      case "circular":
        return refuseLink("and from there back to itself.");
      default:
        return end.problem satisfies never;
    }
  }
  const exclusion = walk.keep.exclusionOf(end.realPath, end.node.kind === "directory");
  if (end.realPath !== "" && exclusion !== undefined)
    return refuseLink(`which is left out of templates: ${describeExclusion(exclusion)}.`);
  if (end.node.kind === "directory" && ancestors.includes(end.node.realPath))
    return refuseLink("a folder that it is in itself.");
  return end.node;
}

function describeOutside({ problems }: Walk, { folder, isIncluded }: Layer): string {
  if (isIncluded) return `which is outside of the included folder ${quotedPath(folder)}. Put what it leads to inside.`;
  const advice = problems.kind === "directory" ? "inside, or take its folder in with `include`" : "inside";
  return `which is outside of the template. Put what it leads to ${advice}.`;
}

/** The rules in a folder: those around it, and its own ignore file's. */
async function rulesWithin(
  walk: Walk,
  listed: readonly [string, TreeNode][],
  { path, layer, rules }: { path: string; layer: Layer; rules: IgnoreRules | undefined },
): Promise<IgnoreRules | undefined> {
  const ignoreFile = listed.find(([name]) => name === IGNORE_FILE)?.[1];
  if (rules === undefined || ignoreFile === undefined) return rules;
  const ignorePath = quotedPath(posix.join(path, IGNORE_FILE));
  if (ignoreFile.kind !== "file") {
    refuse(walk, layer, `${ignorePath} has to be a plain file with patterns.`);
    return rules;
  }
  try {
    return rules.within(path, await patternsIn(ignoreFile));
  } catch (thrown) {
    refuse(walk, layer, `${ignorePath} can't be read: ${readFailure(thrown)}`);
    return rules;
  }
}

/** An included folder that adds nothing is a mistake. */
function refuseAbsent({ layers, present, problems }: Walk): void {
  for (const layer of layers) {
    if (!layer.isIncluded || present.has(layer)) continue;
    problems.add(
      `Nothing of ${quotedPath(layer.folder)} is left at ${quotedPath(layer.at === "" ? "." : layer.at)}: the folder ` +
        "is empty, or all of it is left out, by what templates never hold or by your own patterns. Remove it, or " +
        "correct the path or the patterns.",
      undefined,
      "include",
    );
  }
}

function refuse(walk: Walk, layer: Layer, reason: string, path?: string): undefined {
  walk.present.add(layer);
  walk.problems.add(reason, path, layer.isIncluded ? "include" : undefined);
  return undefined;
}

function leaveOut(walk: Walk): string {
  return walk.problems.kind === "directory"
    ? "Remove it, or leave it out with `ignore`."
    : "Remove it from the archive.";
}
