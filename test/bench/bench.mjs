// @ts-check
// `npm run bench`: reads the options, provides the tools and the server, has the work done, and gives the table.
import { runCommand } from "../toolchain/command.mjs";
import { HELP, readOptions, requireTerraform } from "./options.mjs";
import { runBench } from "./run.mjs";

await runCommand(async (context) => {
  const given = process.argv.slice(2);
  const options = readOptions(given);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const terraform = requireTerraform(options.yardsticks, process.env);
  process.stdout.write(await runBench({ ...options, terraform }, context));
  return 0;
});
