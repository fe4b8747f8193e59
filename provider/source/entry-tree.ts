// A tree of named entries, as an archive or a map lists them. Refuses entries that contradict each other or lie
// outside.
import { posix } from "node:path";
import { EntryBudget } from "./archive-limits";
import type { KeepRules } from "./keep-rules";
import { normalizePath, parentsOf } from "./paths";
import { quotedPath, type SourceProblems } from "./problems";
import { TEMPLATE_LIMIT_BYTES } from "./tar";
import type { LinkEnd, TreeDirectory, TreeFile, TreeLink, TreeNode, TreeSpecial } from "./tree";

/** Linux follows as many links before it calls them a loop. */
const MAXIMUM_LINK_STEPS = 40;

/** A file without its bytes: they are added while the archive streams by, before anyone walks the tree. */
class EntryFile implements TreeFile {
  readonly kind = "file";
  bytes: Buffer | undefined;

  constructor(
    private readonly size: number,
    private readonly isExecutable: boolean,
  ) {}

  measure(): Promise<{ size: number; isExecutable: boolean }> {
    return Promise.resolve({ size: this.bytes?.length ?? this.size, isExecutable: this.isExecutable });
  }

  read(): Promise<Buffer> {
    if (this.bytes === undefined)
      return Promise.reject(new Error("The content of an entry was asked for, but never kept."));
    return Promise.resolve(this.bytes);
  }
}

type EntryNode = EntryFile | EntryDirectory | EntryLink | TreeSpecial;

class EntryDirectory implements TreeDirectory {
  readonly kind = "directory";
  readonly children: [string, TreeNode][] = [];
  constructor(readonly realPath: string) {}
  list(): Promise<[string, TreeNode][]> {
    return Promise.resolve([...this.children]);
  }
}

class EntryLink implements TreeLink {
  readonly kind = "link";
  constructor(
    readonly target: string,
    /** The folder that the target is relative to. */
    readonly base: string,
    private readonly tree: EntryTree,
  ) {}
  follow(): Promise<LinkEnd> {
    return Promise.resolve(this.tree.resolve(this));
  }
}

export class EntryTree {
  readonly root = new EntryDirectory("");
  private readonly nodes = new Map<string, EntryNode>([["", this.root]]);
  private readonly budget = new EntryBudget();
  private keptBytes = 0;

  constructor(
    private readonly problems: SourceProblems,
    private readonly keep: KeepRules,
  ) {}

  /** Adds a file. Returns it when its bytes are wanted: not when it is left out, refused, or too large. */
  addFile(name: string, size: number, isExecutable: boolean): EntryFile | undefined {
    const file = new EntryFile(size, isExecutable);
    const path = this.place(name, file);
    if (path === undefined || this.keep.exclusionOf(path, false) !== undefined) return undefined;
    this.keptBytes += size;
    return this.keptBytes < TEMPLATE_LIMIT_BYTES ? file : undefined;
  }

  addDirectory(name: string): void {
    const normalized = normalizePath(name);
    if ("problem" in normalized) return this.problems.add(`The path ${quotedPath(name)} ${normalized.problem}.`);
    // An archive may name a folder several times, or never.
    this.directoryAt(normalized.path);
  }

  /** `symbolic` targets are relative to the link's folder, `hard` ones to the root. */
  addLink(name: string, target: string, type: "symbolic" | "hard"): void {
    const normalized = normalizePath(name);
    const base = type === "hard" || "problem" in normalized ? "" : posix.dirname(normalized.path);
    this.place(name, new EntryLink(target, base === "." ? "" : base, this));
  }

  addSpecial(name: string, description: string): void {
    this.place(name, { kind: "special", description });
  }

  /** Where a link ends. Each step is taken from a real path, so that ".." means what it means to the system. */
  resolve({ target, base }: EntryLink, steps = { left: MAXIMUM_LINK_STEPS }): LinkEnd {
    if (target.startsWith("/")) return { target, problem: "outside" };
    const real = base === "" ? [] : base.split("/");
    for (const segment of target.split("/")) {
      if (segment === "" || segment === ".") continue;
      if (segment === "..") {
        if (real.pop() === undefined) return { target, problem: "outside" };
        continue;
      }
      real.push(segment);
      const node = this.nodes.get(real.join("/"));
      if (node === undefined) return { target, problem: "broken" };
      if (node.kind !== "link") continue;
      steps.left -= 1;
      if (steps.left <= 0) return { target, problem: "circular" };
      const end = this.resolve(node, steps);
      if ("problem" in end) return { target, problem: end.problem };
      real.splice(0, real.length, ...end.realPath.split("/").filter((part) => part !== ""));
    }
    const realPath = real.join("/");
    const node = this.nodes.get(realPath);
    return node?.kind === "file" || node?.kind === "directory"
      ? { target, node, realPath }
      : { target, problem: "broken" };
  }

  private place(name: string, node: EntryFile | EntryLink | TreeSpecial): string | undefined {
    const normalized = normalizePath(name);
    const refuse = (reason: string): undefined => {
      this.problems.add(`The path ${quotedPath(name)} ${reason}.`, name);
      return undefined;
    };
    if ("problem" in normalized) return refuse(normalized.problem);
    const { path } = normalized;
    if (path === "" || name.endsWith("/")) return refuse("names a folder, not a file");
    const existing = this.nodes.get(path);
    if (existing?.kind === "directory")
      return refuse("is a file and the folder of another path at once. Keep one of them");
    if (existing !== undefined) return refuse("is there more than once. Keep one of them");
    const directory = this.directoryAt(posix.dirname(path) === "." ? "" : posix.dirname(path));
    if (directory === undefined) return undefined;
    this.budget.add(path, node.kind === "link" ? node.target : "");
    this.nodes.set(path, node);
    directory.children.push([posix.basename(path), node]);
    return path;
  }

  /** The folder at a path. Makes it and those around it where they are missing. */
  private directoryAt(path: string): EntryDirectory | undefined {
    // Most entries lie in a folder that is known: walking to it takes long where it lies deep.
    const known = this.nodes.get(path);
    if (known?.kind === "directory") return known;
    let parent = this.root;
    for (const part of path === "" ? [] : [...parentsOf(path), path]) {
      let node = this.nodes.get(part);
      if (node === undefined) {
        this.budget.add(part);
        node = new EntryDirectory(part);
        this.nodes.set(part, node);
        parent.children.push([posix.basename(part), node]);
      }
      if (node.kind !== "directory") {
        this.problems.add(
          `The path ${quotedPath(part)} is a file and the folder of another path at once. Keep one of them.`,
          part,
        );
        return undefined;
      }
      parent = node;
    }
    return parent;
  }
}
