// @ts-check
// The folder a local Coder lives in: its place, its owner, and the links to what the server must reach. Starts nothing.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeDirectory } from "./cache.mjs";
import { terraformConfiguration } from "./tools.mjs";

/**
 * Each Coder asks for one release of PostgreSQL: up to 2.25 the first, later ones the second. Any 13 does, and not
 * every mirror has both.
 */
const POSTGRES_RELEASES = ["13.16.0", "13.21.0"];

/**
 * Terraform and its providers talk through sockets in the folder for temporary files, and the path of a socket can't be
 * longer than this.
 */
const LONGEST_SOCKET = process.platform === "darwin" ? 103 : 107;
const LONGEST_TEMPORARY = LONGEST_SOCKET - "/plugin0123456789".length;

/** @typedef {{ uid: number, gid: number }} Account */
/**
 * `temporary` is where the server and its jobs put temporary files; undefined where the path would be too long, and the
 * system's is used.
 * @typedef {{ data: string, coder: string, searchPath: string, terraformConfigurationFile: string, home: string,
 * temporary?: string }} PreparedFolder
 */

/**
 * The built-in PostgreSQL refuses to run as root: then the server runs as nobody. Undefined for everyone else.
 * @returns {Account | undefined}
 */
export function serverAccount() {
  if (process.getuid?.() !== 0) return undefined;
  return process.platform === "darwin" ? { uid: -2, gid: -2 } : { uid: 65534, gid: 65534 };
}

/**
 * Whether another account can reach a file or folder: every folder above it can be entered, and it can be read. Links
 * are followed.
 * @param {string} file
 * @param {Account | undefined} account
 */
export function isReachable(file, account) {
  return isPermitted(file, account, 0o5);
}

/**
 * Whether another account can reach what is in a folder, if it knows its name.
 * @param {string} folder
 * @param {Account | undefined} account
 */
export function isEnterable(folder, account) {
  return isPermitted(folder, account, 0o1);
}

/**
 * @param {string} file
 * @param {Account | undefined} account
 * @param {number} wanted of the file itself
 */
function isPermitted(file, account, wanted) {
  if (!account) return true;
  /** @type {string} */
  let current;
  try {
    current = fs.realpathSync(file);
  } catch {
    return false;
  }
  for (let needed = wanted; ; needed = 0o1) {
    const status = fs.statSync(current);
    const granted =
      status.uid === account.uid ? status.mode >> 6 : status.gid === account.gid ? status.mode >> 3 : status.mode;
    if ((granted & needed) !== needed) return false;
    if (current === path.dirname(current)) return true;
    current = path.dirname(current);
  }
}

/**
 * A new folder for a server's data: in the state folder where the server can reach it, else in a folder for temporary
 * files. The path is real (without links), because processes are recognised by it.
 * @param {string} stateDirectory
 * @param {Account | undefined} account
 */
export function makeDataDirectory(stateDirectory, account) {
  // /var/tmp first: it survives a restart of the machine.
  for (const parent of [stateDirectory, "/var/tmp", os.tmpdir(), "/tmp"]) {
    if (!fs.existsSync(parent) || !isEnterable(parent, account)) continue;
    const directory = fs.mkdtempSync(
      path.join(fs.realpathSync(parent), parent === stateDirectory ? "data-" : "pulumi-coderd-"),
    );
    fs.chmodSync(directory, 0o711);
    return directory;
  }
  throw new Error(
    `No folder was found that the server can use: started by root it runs as user ${account?.uid}, which can enter ` +
      `neither "${stateDirectory}" nor ` +
      `"${os.tmpdir()}". Set \`TMPDIR\` to a folder that everyone can enter, or start it as an ordinary user.`,
  );
}

/**
 * Fills the data folder with what the server needs: a home folder of its own, and the tools that it can't reach where
 * they are.
 * @param {string} data
 * @param {import("./tools.mjs").Toolchain} toolchain
 * @param {Account | undefined} account
 * @returns {PreparedFolder}
 */
export function prepareDataDirectory(data, toolchain, account) {
  // The other account must be able to read what is written here, whatever the user's own umask hides.
  const umask = process.umask(0o022);
  try {
    const home = makeHome(data, account);
    const temporary = path.join(data, "tmp");
    removeDirectory(temporary); // What a server that was killed left.
    makeOwn(temporary, account);
    placeFiles(path.join(toolchain.cache, "postgres"), postgresArchives(data));
    return {
      data,
      home,
      ...(temporary.length <= LONGEST_TEMPORARY ? { temporary } : {}),
      ...placeTools(data, toolchain, account),
    };
  } finally {
    process.umask(umask);
  }
}

/**
 * @param {string} data
 * @param {Account | undefined} account
 */
function makeHome(data, account) {
  const home = path.join(data, "home");
  const archives = postgresArchives(data);
  for (const directory of [
    home,
    path.join(home, "cache"),
    path.join(home, "config"),
    path.dirname(archives),
    archives,
  ]) {
    makeOwn(directory, account);
  }
  return home;
}

/**
 * @param {string} directory
 * @param {Account | undefined} account
 */
function makeOwn(directory, account) {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (account) fs.chownSync(directory, account.uid, account.gid);
}

/**
 * @param {string} data
 * @param {import("./tools.mjs").Toolchain} toolchain
 * @param {Account | undefined} account
 */
function placeTools(data, toolchain, account) {
  const { coder, terraform } = toolchain.tools;
  const mirror = toolchain.terraformMirror;
  if (!coder || !terraform || !mirror)
    throw new Error("A server needs the tools coder, terraform and terraform-provider-coder.");
  const programs = path.join(data, "bin");
  if (!isReachable(terraform.path, account)) placeFile(terraform.path, path.join(programs, "terraform"));
  const mirrorDirectory = isReachable(mirror.providerFile, account) ? mirror.directory : path.join(data, "mirror");
  if (mirrorDirectory !== mirror.directory)
    placeFile(mirror.providerFile, path.join(mirrorDirectory, mirror.relativeProviderFile));
  const terraformConfigurationFile = path.join(data, "terraform.rc");
  fs.writeFileSync(terraformConfigurationFile, terraformConfiguration(mirrorDirectory));
  return {
    terraformConfigurationFile,
    coder: isReachable(coder.path, account) ? coder.path : placeFile(coder.path, path.join(programs, "coder")),
    searchPath: [programs, terraform.directory, process.env["PATH"] ?? ""].join(path.delimiter),
  };
}

/**
 * Coder downloads PostgreSQL into its own folder; the archive is kept, so that the next server needs no network. One is
 * enough.
 * @param {string} cache
 * @param {string} data
 */
export function keepPostgresArchives(cache, data) {
  const from = postgresArchives(data);
  const to = path.join(cache, "postgres");
  if (!fs.existsSync(from)) return;
  fs.mkdirSync(to, { recursive: true });
  if (fs.readdirSync(to).some(isPostgresArchive)) return;
  for (const name of fs.readdirSync(from).filter(isPostgresArchive)) {
    const target = path.join(to, name);
    const temporary = `${target}.${process.pid}.tmp`;
    fs.copyFileSync(path.join(from, name), temporary);
    fs.chmodSync(temporary, 0o644);
    fs.renameSync(temporary, target);
  }
}

/**
 * Each archive gets all names that servers ask for.
 * @param {string} from
 * @param {string} to
 */
function placeFiles(from, to) {
  if (!fs.existsSync(from)) return;
  for (const name of fs.readdirSync(from).filter(isPostgresArchive)) {
    for (const release of POSTGRES_RELEASES)
      placeFile(path.join(from, name), path.join(to, name.replace(/[\d.]+(?=\.txz$)/, release)));
  }
}

/**
 * Where Coder looks for PostgreSQL before it downloads it (cli/server.go startBuiltinPostgres).
 * @param {string} data
 */
function postgresArchives(data) {
  return path.join(data, "home", "config", "postgres", "cache");
}

/** @param {string} name */
function isPostgresArchive(name) {
  return name.endsWith(".txz");
}

/**
 * The same file under another name, for every account: a hard link where there can be one, because it costs no space,
 * else a copy.
 * @param {string} from
 * @param {string} to
 */
function placeFile(from, to) {
  const source = fs.realpathSync(from);
  fs.mkdirSync(path.dirname(to), { recursive: true });
  removeDirectory(to);
  if ((fs.statSync(source).mode & 0o005) === 0o005 && tryLink(source, to)) return to;
  fs.copyFileSync(source, to, fs.constants.COPYFILE_FICLONE);
  fs.chmodSync(to, 0o755);
  return to;
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryLink(from, to) {
  try {
    fs.linkSync(from, to);
    return true;
  } catch {
    return false; // Another file system, or one without links.
  }
}
