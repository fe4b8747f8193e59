// A template's code with the modules that lie beside it, and what each of their blocks refers to. Modules from
// elsewhere stay unread.
import { posix } from "node:path";
import { isCode, isRepeated, readFolder, type Block, type CodeFile, type Folder } from "./blocks";
import { referencesOf, referringPart, type Reference, type References } from "./expressions";
import { literalOf } from "./literals";
import { isProperties, type Properties } from "../values";

export interface Module extends Folder {
  /** "" for the template itself. */
  path: string;
  /** Each block but those of locals, and what it refers to. */
  references: ReadonlyMap<Block, References>;
  /** Each local value, and what it refers to. */
  locals: ReadonlyMap<string, LocalValue>;
  /** Modules that are called, by the block that does; undefined for those from elsewhere. */
  called: Map<Block, Module | undefined>;
}

interface LocalValue extends References {
  block: Block;
  value: unknown;
}

const LOCAL_NAME = /^\$\{\s*local\.([\p{L}_][\p{L}\p{N}_-]*)\s*\}$/u;
const MOST_LOCALS = 5;

/** Far more than a template has. Beyond that, modules stay unread. */
const MOST_FOLDERS = 50;

/** All folders that Terraform would read, the template's own first. */
export async function readModules(files: readonly CodeFile[]): Promise<Module[]> {
  const code = files.filter(({ path }) => isCode(path));
  const read = new Map<string, Module>();
  const readAt = async (path: string): Promise<Module> => {
    const known = read.get(path);
    if (known !== undefined) return known;
    const module = await readModule(path, code);
    read.set(path, module);
    for (const block of module.blocks.filter(({ type }) => type === "module")) {
      const folder = folderOf(path, block);
      const isThere = folder !== undefined && code.some((file) => posixFolder(file.path) === folder);
      module.called.set(block, isThere && read.size < MOST_FOLDERS ? await readAt(folder) : undefined);
    }
    return module;
  };
  await readAt("");
  return [...read.values()];
}

/** The template, and the modules of which there is certain to be one. */
export function calledOnce(modules: readonly Module[]): Module[] {
  const [top] = modules;
  const once = new Set(top === undefined ? [] : [top]);
  for (const module of once)
    for (const [block, called] of module.called)
      if (called !== undefined && !isRepeated(block) && block.body["depends_on"] === undefined) once.add(called);
  return [...once];
}

/** The folder of a module beside the template's code, ".." and more where it leads out; undefined for all others. */
export function folderOf(from: string, { body }: Block): string | undefined {
  const source = literalOf(body["source"]);
  if (typeof source !== "string" || !/^\.\.?\//.test(source)) return undefined;
  const folder = posix.join(from, source).replace(/\/$/, "");
  return folder === "." ? "" : folder;
}

function posixFolder(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : folder;
}

async function readModule(path: string, code: readonly CodeFile[]): Promise<Module> {
  const folder = await readFolder(code.filter((file) => posixFolder(file.path) === path));
  const values = folder.blocks.flatMap((block): { block: Block; name: string | undefined; value: unknown }[] =>
    block.type === "locals"
      ? Object.entries(block.body).map(([name, value]) => ({ block, name, value }))
      : [{ block, name: undefined, value: referringPart(block) }],
  );
  const found = await referencesOf(values.map(({ value }) => value));
  const references = new Map<Block, References>();
  const locals = new Map<string, LocalValue>();
  for (const [index, { block, name, value }] of values.entries()) {
    const refers = found[index] ?? { all: [], isComplete: false };
    if (name === undefined) references.set(block, refers);
    else locals.set(name, { ...refers, block, value });
  }
  return { ...folder, path, references, locals, called: new Map() };
}

/** A block's content with local values in place of their names, where those are texts, numbers or truth values. */
export function withLocals({ locals }: Module, body: Properties): Properties {
  const resolve = (value: unknown, depth: number): unknown => {
    const name = typeof value === "string" ? LOCAL_NAME.exec(value)?.[1] : undefined;
    const local = name === undefined ? undefined : locals.get(name)?.value;
    // Values may refer to each other, and to themselves by mistake.
    return typeof local === "object" || local === undefined || depth >= MOST_LOCALS ? value : resolve(local, depth + 1);
  };
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within);
    return isProperties(value)
      ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, within(entry)]))
      : resolve(value, 0);
  };
  return within(body) as Properties;
}

/** Data that are known when Terraform plans. */
const KNOWN_DATA = ["coder_parameter", "coder_workspace", "coder_workspace_owner", "coder_provisioner"];

/**
 * Whether all that a block refers to is known when Terraform plans, so that a data source is read then. Else it is read
 * when a workspace is built.
 */
export function isKnownAtPlan(module: Module, block: Block): boolean {
  if (block.body["depends_on"] !== undefined) return false;
  const seen = new Set<unknown>();
  const isKnown = ({ all, isComplete }: References): boolean => isComplete && all.every(isReferenceKnown);
  const isReferenceKnown = ([root, type = "", name = ""]: Reference): boolean => {
    if (root === "path" || root === "terraform" || (root === "var" && module.path === "")) return true;
    if (root === "local") {
      const local = module.locals.get(type);
      if (local === undefined || seen.has(local)) return local !== undefined;
      seen.add(local);
      return isKnown(local);
    }
    if (root !== "data" || !KNOWN_DATA.includes(type)) return false;
    const data = module.blocks.find(({ labels }) => labels[0] === type && labels[1] === name);
    if (data === undefined || seen.has(data)) return data !== undefined;
    seen.add(data);
    return data.body["depends_on"] === undefined && isKnown(referencesTo(module, data));
  };
  return isKnown(referencesTo(module, block));
}

function referencesTo(module: Module, block: Block): References {
  return module.references.get(block) ?? { all: [], isComplete: false };
}
