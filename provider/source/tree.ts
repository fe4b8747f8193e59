// Trees of files, on disk or in an archive: what a template is collected from. collect.ts walks them.

export interface TreeFile {
  kind: "file";
  measure(): Promise<{ size: number; isExecutable: boolean }>;
  read(): Promise<Buffer>;
  /** Its real path on disk; absent where it has none. */
  location?: string;
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
  /** Its path on disk as it was written, made absolute; "" where there is none. */
  folder: string;
  /** Its real path on disk; "" where there is none. */
  realPath: string;
  isIncluded: boolean;
}

/** The only layer of an archive or a map. */
export function layerOf(root: TreeDirectory): Layer {
  return { root, at: "", folder: "", realPath: "", isIncluded: false };
}
