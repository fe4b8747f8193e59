// The plugin's process: starts the plugin host, tells the engine its port, and ends when the engine does. Tells
// people what it is.
import { endWithParent } from "../parent-end";
import { endAtSignals, surviveDefects } from "../process-end";
import { readCommandLine } from "./command-line";
import { servePlugin } from "./service";
/* eslint-disable @typescript-eslint/no-require-imports */
import packageManifest = require("../../../package.json");
/* eslint-enable @typescript-eslint/no-require-imports */

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2), packageManifest.version, process.stdout.isTTY);
  if (command.kind === "tell") {
    process[command.stream].write(command.text);
    process.exitCode = command.exitCode;
    return;
  }
  surviveDefects();
  const plugin = await servePlugin({
    version: packageManifest.version,
    schema: packageSchema,
    engineAddress: command.engineAddress,
  });
  endAtSignals((signal) => plugin.close(signal));
  endWithParent(command.engineAddress, () => process.exit(1));
  process.stdout.write(`${plugin.port}\n`);
  setImmediate(() => plugin.load());
}

/** Read when it is asked for: no preview or update needs it. */
function packageSchema(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const schema = require("../../schema/schema.json") as object;
  return JSON.stringify({ ...schema, version: packageManifest.version });
}

void main().catch((thrown: unknown) => {
  process.stderr.write(
    `The provider could not start: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
  );
  process.exit(1);
});
