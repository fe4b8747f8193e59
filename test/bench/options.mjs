// @ts-check
// What the bench can be asked for: its options, and the yardsticks that must be there unless they are left out by name.
import fs from "node:fs";
import { parseArgs } from "node:util";

export const WORKS = Object.freeze(["noop", "create", "change", "refresh", "destroy", "workspaces", "startup"]);
export const YARDSTICKS = Object.freeze(["floor", "coder", "terraform"]);

/** Names the Terraform CLI configuration file that leads to the provider coderd. */
export const TERRAFORM_VARIABLE = "PULUMI_CODERD_BENCH_TERRAFORM_CONFIG";

export const HELP = `Usage: npm run bench -- [options]

Times both hosts of the provider and its yardsticks on one real Coder server, which it starts and stops, and counts
their requests by a proxy that stands before all of them. Prints a table; judges nothing: it fails only when a tool
fails, or when the server does not hold what the tool was to make.

  --count N          templates of every tool (default 100)
  --workspaces N     workspaces of each host (default 100)
  --runs N           runs of what can be repeated: previews, changes, refreshes (default 3); the table has medians
  --only WORKS       only these, separated by commas: ${WORKS.join(", ")}
                     (templates are made in any case, where something is to be measured with them)
  --without NAMES    without these yardsticks: ${YARDSTICKS.join(", ")}; one that is absent and not named here
                     fails the bench
  --write            writes table and plot into docs/speed.md and docs/speed.svg, and what the server took for each
                     route into test/bench/simulation/latencies.json; not together with --only
  --help             this

The yardstick terraform needs the environment variable ${TERRAFORM_VARIABLE}: the path of a
Terraform CLI configuration file whose mirror has the provider coder/coderd.

npm run bench:simulation -- --help tells of the simulation with a fake server.
`;

/**
 * @typedef {object} Options
 * @property {boolean} help
 * @property {number} count
 * @property {number} workspaces
 * @property {number} runs
 * @property {string[]} works
 * @property {string[]} yardsticks
 * @property {boolean} write
 */

/**
 * @param {string[]} given
 * @returns {Options}
 */
export function readOptions(given) {
  const { values } = parse(given);
  const without = readNames("--without", values.without, YARDSTICKS);
  const only = readNames("--only", values.only, WORKS);
  if (values.write && only.length > 0)
    throw new Error("`--write` writes the whole page, so everything has to be measured. Leave out `--only`.");
  return {
    help: values.help ?? false,
    count: readNumber("--count", values.count, 100),
    workspaces: readNumber("--workspaces", values.workspaces, 100),
    runs: readNumber("--runs", values.runs, 3),
    works: WORKS.filter((name) => only.length === 0 || only.includes(name)),
    yardsticks: YARDSTICKS.filter((name) => !without.includes(name)),
    write: values.write ?? false,
  };
}

/**
 * The Terraform CLI configuration file for the yardstick.
 * @param {readonly string[]} yardsticks those that were not left out
 * @param {Record<string, string | undefined>} environment
 * @returns {string | undefined} undefined when terraform was left out
 */
export function requireTerraform(yardsticks, environment) {
  if (!yardsticks.includes("terraform")) return undefined;
  const file = environment[TERRAFORM_VARIABLE];
  const ways =
    "Set it to the Terraform CLI configuration file for the provider coderd, or run with --without terraform.";
  if (!file) throw new Error(`The yardstick terraform is absent: ${TERRAFORM_VARIABLE} is not set. ${ways}`);
  if (!fs.existsSync(file))
    throw new Error(
      `The yardstick terraform is absent: ${TERRAFORM_VARIABLE} is "${file}", and there is no such file. ${ways}`,
    );
  return file;
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: "boolean" },
        count: { type: "string" },
        workspaces: { type: "string" },
        runs: { type: "string" },
        only: { type: "string" },
        without: { type: "string" },
        write: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Error(`${/** @type {Error} */ (error).message}\n\n${HELP}`, { cause: error });
  }
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} otherwise
 */
export function readNumber(option, text, otherwise) {
  if (text === undefined) return otherwise;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`\`${option}\` is "${text}"; it must be a whole number, 1 or more.`);
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {readonly string[]} known
 */
function readNames(option, text, known) {
  const names = (text ?? "").split(",").filter((name) => name !== "");
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`\`${option}\` does not know "${unknown.join('", "')}". Known are: ${known.join(", ")}.`);
  return names;
}
