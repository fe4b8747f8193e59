// Trees of files, on disk or in an archive: what a template is collected from. collect.ts walks them.

export interface TreeFile {
  kind: "file";
  measure(): Promise<{ size: number; isExecutable: boolean }>;
  read(): Promise<Buffer>;
}

export interface TreeDirectory {
  kind: "directory";
  /** Real path as the template has it: relative to its top, which is "". */
  realPath: string;
  list(): Promise<[name: string, node: TreeNode][]>;
}

export interface TreeLink {
  kind: "link";
  follow(): Promise<LinkEnd>;
}

export interface TreeSpecial {
  kind: "special";
  /** What it is, with an article: "a socket". */
  description: string;
}

export type TreeNode = TreeFile | TreeDirectory | TreeLink | TreeSpecial;

/**
 * Where a link ends, with `realPath` as the template has it; or why it leads nowhere. `target` is the text of the link.
 */
export type LinkEnd = { target: string } & (
  { node: TreeFile | TreeDirectory; realPath: string } | { problem: "outside" | "broken" | "circular" }
);

/** A folder with files of the template: its own, or an included one, which lies somewhere else on disk. */
export interface Layer {
  root: TreeDirectory;
  /** Where it lies in the template; "" is the top. */
  at: string;
  /** Its path on disk, for messages; "" where there is none. */
  folder: string;
  isIncluded: boolean;
}

/** The only layer of an archive or a map. */
export function layerOf(root: TreeDirectory): Layer {
  return { root, at: "", folder: "", isIncluded: false };
}
