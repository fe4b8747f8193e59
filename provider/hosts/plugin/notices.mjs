// The licences of what the bundle contains, as a text to go with it.
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

export const NOTICES_FILE = "THIRD-PARTY-NOTICES.txt";

/** Those that allow to hand on a bundle with their text beside it. A package under another one needs a decision. */
const ACCEPTED = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  // Unchanged, with its text and the package's name and version, by which its source can be had.
  "MPL-2.0",
  "(BSD-3-Clause AND Apache-2.0)",
];

const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;
const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/**
 * Throws if a package does not say its licence, has one that is not known here, or comes without its text.
 * @param {string[]} files what was bundled, below `root`
 * @param {string} root
 */
export async function noticesOf(files, root) {
  const folders = new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[1] ?? []));
  const notices = await Promise.all([...folders].map((folder) => noticeOf(path.join(root, folder))));
  const introduction =
    "The provider is bundled with the packages below, each named with its version, its license and the text of it.\n";
  return [introduction, ...notices.sort()].join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder */
async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  if (!ACCEPTED.includes(license)) {
    throw new Error(
      `The bundle contains ${name} ${version} under the license ${JSON.stringify(license)}, which nobody has looked ` +
        "at. If its terms allow it, add it to ACCEPTED in provider/hosts/plugin/notices.mjs; else do without it.",
    );
  }
  const files = (await readdir(folder)).filter((file) => LICENSE_FILE.test(file)).sort();
  if (files.length === 0)
    throw new Error(
      `The bundle contains ${name} ${version}, which comes without the text of its license. Do without it, or ` +
        "add its text to the build.",
    );
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
  return [`${name} ${version}\nLicense: ${license}\n`, ...texts.map((text) => `${text.trim()}\n`)].join("\n");
}
