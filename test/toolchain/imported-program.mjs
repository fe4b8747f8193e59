#!/usr/bin/env node
// @ts-check
// `node test/toolchain/imported-program.mjs <output of pulumi stack export> <folder> <language>`: the program that
// `pulumi import` would write for the stack's resources, made by Pulumi's own importer and code generators. The
// language hosts that can be built here are too old to write it.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { provideCodegen } from "./codegen/program.mjs";
import { runCommand } from "./command.mjs";
import { capture } from "./processes.mjs";

const SCHEMA = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "provider", "schema", "schema.json");
const TIMEOUT_MILLISECONDS = 10 * 60_000;

await runCommand(async ({ signal, log }) => {
  const [exported, folder, language] = process.argv.slice(2);
  if (exported === undefined || folder === undefined || language === undefined) {
    throw new Error("Name the stack's export, the folder for the program, and its language.");
  }
  const environment = process.env;
  const codegen = await provideCodegen({ environment, log, signal });
  const { code, stdout, stderr } = await capture(codegen, [SCHEMA, language, folder, exported], {
    environment,
    timeoutMilliseconds: TIMEOUT_MILLISECONDS,
  });
  if (code !== 0) throw new Error(`The program could not be generated:\n${stdout}${stderr}`);
});
