#!/usr/bin/env node
// @ts-check
// `node test/toolchain/generate-sdks.mjs <folder> [languages...] [--once]`: the SDKs that Pulumi generates from
// provider/schema/schema.json, each in a folder of its language, with the schema's example programs in `examples`, and
// compiled where that needs no more than the language itself. With --once, an SDK that the folder has is kept.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeDirectory, withLock } from "./cache.mjs";
import { compileGo, compileNodejs, compilePython } from "./codegen/compile.mjs";
import { provideCodegen } from "./codegen/program.mjs";
import { runCommand } from "./command.mjs";
import { capture } from "./processes.mjs";

/** @typedef {import("./codegen/program.mjs").CodegenOptions} CodegenOptions */

const SCHEMA = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "provider", "schema", "schema.json");

/**
 * @type {Record<string, {
 *   fence: string,
 *   exampleFile?: (name: string) => string,
 *   compile?: (folder: string, options: CodegenOptions) => Promise<void>,
 * }>}
 */
export const LANGUAGES = {
  nodejs: { fence: "typescript", exampleFile: (name) => `${name}.ts`, compile: compileNodejs },
  python: { fence: "python", exampleFile: (name) => `${name}.py`, compile: compilePython },
  // Each is a program of its own, which Go takes a folder for.
  go: { fence: "go", exampleFile: (name) => path.join(name, "main.go"), compile: compileGo },
  dotnet: { fence: "csharp" },
};

/**
 * Processes that want the same SDK in the same folder wait for each other.
 * @param {string} folder
 * @param {string[]} languages
 * @param {CodegenOptions & { once?: boolean }} options
 */
export async function generateSdks(folder, languages, options) {
  const { log, signal } = options;
  const unknown = languages.filter((language) => !(language in LANGUAGES));
  if (unknown.length > 0)
    throw new Error(`There is no SDK for "${unknown.join('", "')}". Known are: ${Object.keys(LANGUAGES).join(", ")}.`);
  const codegen = await provideCodegen(options);
  const cache = path.resolve(folder);
  makeDirectory(cache);
  for (const language of languages) {
    const made = path.join(cache, `${language}.made`);
    const lock = { cache, name: language, what: `the ${language} SDK`, ...(signal ? { signal } : {}) };
    await withLock(lock, async () => {
      if (options.once && fs.existsSync(made)) return;
      const started = Date.now();
      const target = path.join(cache, language);
      const what = await generateSdk(codegen, language, target, options);
      fs.writeFileSync(made, "");
      log(`${language}: ${what}, ${Math.round((Date.now() - started) / 1000)} s, "${target}"`);
    });
  }
}

/**
 * @param {string} codegen
 * @param {string} language
 * @param {string} target
 * @param {CodegenOptions} options
 */
async function generateSdk(codegen, language, target, options) {
  fs.rmSync(target, { recursive: true, force: true });
  const { code, stdout, stderr } = await capture(codegen, [SCHEMA, language, target], {
    environment: options.environment,
  });
  if (code !== 0) throw new Error(`The ${language} SDK could not be generated:\n${stdout}${stderr}`);
  const { fence, exampleFile, compile } = /** @type {typeof LANGUAGES[string]} */ (LANGUAGES[language]);
  for (const [name, text] of exampleFile ? readExamples(fence) : []) {
    const file = path.join(target, "examples", /** @type {(name: string) => string} */ (exampleFile)(name));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  await compile?.(target, options);
  return compile ? "generated and compiled" : "generated";
}

/**
 * The programs in the resources' descriptions.
 * @param {string} fence
 * @returns {[name: string, text: string][]}
 */
function readExamples(fence) {
  /** @type {{ resources: Record<string, { description: string }> }} */
  const { resources } = JSON.parse(fs.readFileSync(SCHEMA, "utf8"));
  return Object.entries(resources).flatMap(([token, { description }]) =>
    [...description.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
      .filter(([, language]) => language === fence)
      .map(([, , text], index) => /** @type {[string, string]} */ ([`${token.split(":").at(-1)}${index + 1}`, text])),
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runCommand(async ({ signal, log }) => {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { once: { type: "boolean" } } });
    const [folder, ...languages] = positionals;
    if (folder === undefined) throw new Error("Name the folder that the SDKs go into.");
    await generateSdks(folder, languages.length > 0 ? languages : Object.keys(LANGUAGES), {
      environment: process.env,
      log,
      signal,
      once: values.once ?? false,
    });
  });
}
