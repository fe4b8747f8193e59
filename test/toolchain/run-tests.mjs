// @ts-check
// All tests in one command, on a fresh clone too: installs and compiles what is missing, runs the suites, and adds
// their results up. Usage: node test/toolchain/run-tests.mjs [unit] [nodes] [live [names of test files…]]
// [--seed NUMBER]; without a suite, all.
import path from "node:path";
import { parseArgs } from "node:util";
import { runCommand } from "./command.mjs";
import { readSeed, SEED_VARIABLE } from "./order.mjs";
import { runOnNewerNodes } from "./newer-nodes.mjs";
import { preparePackage, requireNode } from "./quickstart-package.mjs";
import { withRunFolder } from "./run-folder.mjs";
import {
  chooseLiveFiles,
  describe,
  describeSlowest,
  isGood,
  ROOT,
  runJest,
  runLiveSuite,
  runNodeTests,
  sum,
} from "./test-runs.mjs";

/** "nodes" is the sample of the unit suite that runs on newer releases of Node. */
const SUITES = ["unit", "nodes", "live"];

/** What depends on Node and on the Pulumi SDK: both hosts, and the classes of both. */
const SAMPLE = ["test/sdk/.*(resource|functions).test", "test/provider/hosts/(dynamic|host-process|plugin/.*).test"];

await runCommand(async ({ signal, log }) => {
  const { suites, names, seed } = readArguments();
  const files = names.length === 0 ? undefined : chooseLiveFiles(names);
  if (seed !== undefined) log(`The live test files are shuffled with seed ${seed}.`);
  requireNode();
  const total = await withRunFolder(async () => {
    if (seed !== undefined) process.env[SEED_VARIABLE] = String(seed);
    await preparePackage({ project: ROOT, folder: path.join(ROOT, "dist"), log, signal });
    const results = [];
    if (suites.includes("unit")) results.push(await runJest("jest.config.js", signal));
    if (suites.includes("unit") && !signal.aborted) results.push(await runNodeTests(".test.mjs", signal));
    if (suites.includes("nodes") && !signal.aborted) results.push(await runSample({ signal, log }));
    if (suites.includes("live") && !signal.aborted)
      results.push(await runLiveSuite(signal, files === undefined ? {} : { files }));
    return sum(results);
  });
  process.stdout.write(describeSlowest(total.times));
  const isSuccess = isGood(total) && !signal.aborted;
  if (!isSuccess && seed !== undefined) {
    log(
      `The live test files were shuffled with seed ${seed}. In this order again: npm run test:live -- ` +
        `${[...names, "--seed", seed].join(" ")}`,
    );
  }
  process.stdout.write(`${describe(total)}\n`);
  return isSuccess ? 0 : 1;
});

/** @param {{ signal: AbortSignal, log: (line: string) => void }} context */
async function runSample(context) {
  const jest = path.join("node_modules", "jest", "bin", "jest.js");
  const { lines, ...counts } = await runOnNewerNodes([jest, ...SAMPLE], context);
  for (const line of lines) context.log(line);
  return { ...counts, times: [] };
}

function readArguments() {
  const { positionals, values } = parse();
  const suites = SUITES.filter((name) => positionals.includes(name));
  const names = positionals.filter((name) => !SUITES.includes(name));
  if (names.length > 0 && !suites.includes("live")) {
    throw new Error(`There is no suite "${names.join('", "')}". Use ${SUITES.join(", ")}, or none for all.`);
  }
  const seed =
    values.seed === undefined ? readSeed(process.env[SEED_VARIABLE], SEED_VARIABLE) : readSeed(values.seed, "--seed");
  if (values.seed !== undefined && suites.length > 0 && !suites.includes("live")) {
    throw new Error(
      "`--seed` shuffles the files of the live suite, which is not asked for. Leave it out, or add `live`.",
    );
  }
  return { suites: suites.length > 0 ? suites : SUITES, names, seed };
}

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { seed: { type: "string" } } });
  } catch (error) {
    throw new Error(/** @type {Error} */ (error).message, { cause: error });
  }
}
