// What the plugin's executable was started for: the engine gives it an address; people ask for its version or what it
// is.
import { parseArgs } from "node:util";

type Command =
  | { kind: "serve"; engineAddress: string | undefined }
  | { kind: "tell"; text: string; stream: "stdout" | "stderr"; exitCode: number };

const USAGE = `The Pulumi provider for Coder. Pulumi starts it by itself; there is nothing to run by hand.

Usage: pulumi-resource-coderd [--version] [--help] [engine address]

Let Pulumi find it by one of:
  - a program that uses \`pulumi-coderd/plugin\`, with these lines in its Pulumi.yaml:
      plugins:
        providers:
          - name: coderd
            path: node_modules/pulumi-coderd/dist/plugin
  - \`pulumi package add\` with the path of this executable, for a program in any language
  - its folder on PATH
`;

/** @param parameters without Node and the script */
export function readCommandLine(parameters: readonly string[], version: string, isTerminal: boolean): Command {
  // The engine may add flags for its own logs and traces, some with values; unknown ones of later engines do no harm.
  const { values, positionals } = parseArgs({
    args: [...parameters],
    allowPositionals: true,
    strict: false,
    options: {
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
      logtostderr: { type: "boolean" },
      tracing: { type: "string" },
      verbose: { type: "string", short: "v" },
    },
  });
  if (values["version"] === true) return { kind: "tell", text: `${version}\n`, stream: "stdout", exitCode: 0 };
  if (values["help"] === true) return { kind: "tell", text: USAGE, stream: "stdout", exitCode: 0 };
  const [engineAddress] = positionals;
  if (engineAddress === undefined && isTerminal) return { kind: "tell", text: USAGE, stream: "stderr", exitCode: 2 };
  return { kind: "serve", engineAddress };
}
