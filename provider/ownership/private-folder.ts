// Folders and files that outlive the provider's process, and that nobody else may have a hand in: who could write there
// could make the provider run other code, or believe that objects are its own.
import { chmodSync, closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { providerFolder } from "./folder";

type Environment = Readonly<Record<string, string | undefined>>;

const OTHERS_WRITE = 0o022;
const OTHERS = 0o077;
const PRIVATE = 0o700;

/**
 * A folder below the provider's own, which is made if need be. Pulumi's home, above both, is Pulumi's own matter: it
 * runs the plugins that are there.
 * @throws Error where one of them is a link, belongs to somebody else, or may be written by others
 */
export function makePrivateFolder(environment: Environment, ...names: readonly string[]): string {
  return foldersOf(environment, names).reduce((_above, folder) => {
    mkdirSync(folder, { recursive: true, mode: PRIVATE });
    return checkOwn(folder);
  }, "");
}

/** The same, without making it. @throws Error where it is not there, too */
export function privateFolder(environment: Environment, ...names: readonly string[]): string {
  return foldersOf(environment, names).reduce((_above, folder) => checkOwn(folder), "");
}

/** Opens a file of such a folder; never what a link leads to, or what somebody else may have written. */
export function openOwn(file: string, flags: number): number {
  const descriptor = openSync(file, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  try {
    const { uid, mode } = fstatSync(descriptor);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw new Error(`"${file}" is not a plain file. Remove it.`);
    checkOwner(file, uid, mode);
    return descriptor;
  } catch (thrown) {
    closeSync(descriptor);
    throw thrown;
  }
}

export function readOwn(file: string): Buffer {
  const descriptor = openOwn(file, constants.O_RDONLY);
  try {
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Outermost first. */
function foldersOf(environment: Environment, names: readonly string[]): string[] {
  const first = providerFolder(environment);
  return [first, ...names.map((_name, index) => join(first, ...names.slice(0, index + 1)))];
}

function checkOwn(folder: string): string {
  const { uid, mode } = lstatSync(folder);
  if ((mode & constants.S_IFMT) !== constants.S_IFDIR)
    throw new Error(`"${folder}" is not a folder, but may be a link. Remove it.`);
  checkOwner(folder, uid, mode);
  // A copy of the home folder may have left it readable.
  if (process.getuid !== undefined && (mode & OTHERS) !== 0) chmodSync(folder, PRIVATE);
  return folder;
}

/** Where the system has no user ids, the rules of the home folder itself have to do. */
function checkOwner(path: string, uid: number, mode: number): void {
  if (process.getuid === undefined) return;
  if (uid !== process.getuid()) throw new Error(`"${path}" belongs to another user. Remove it.`);
  if ((mode & OTHERS_WRITE) !== 0) throw new Error(`"${path}" may be written by others. Remove it.`);
}
