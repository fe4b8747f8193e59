import { spawn } from "node:child_process";
import path from "node:path";
import { version } from "../../../../package.json";
import { readCommandLine } from "../../../../provider/hosts/plugin/command-line";

const ADDRESS = "127.0.0.1:12345";

function read(parameters: string[], isTerminal = false): ReturnType<typeof readCommandLine> {
  return readCommandLine(parameters, "1.2.3", isTerminal);
}

it.each<[string, string[], string | undefined]>([
  ["an address", [ADDRESS], ADDRESS],
  ["nothing", [], undefined],
  [
    "the engine's flags",
    ["--logtostderr", "-v=9", "--tracing", "http://127.0.0.1:9411/api/v1/spans", ADDRESS],
    ADDRESS,
  ],
  ["flags of a later engine", ["--otlp-endpoint=127.0.0.1:4317", "--quiet", ADDRESS], ADDRESS],
  ["flags alone", ["-v=9"], undefined],
])("serves with %s on pipes", (_what, parameters, engineAddress) => {
  expect(read(parameters)).toEqual({ kind: "serve", engineAddress });
});

it("serves on a terminal only with an address", () => {
  expect(read([ADDRESS], true)).toEqual({ kind: "serve", engineAddress: ADDRESS });
  const command = read([], true);
  expect(command).toMatchObject({ kind: "tell", stream: "stderr", exitCode: 2 });
  expect(command).toMatchObject({ text: expect.stringContaining("Pulumi starts it by itself") as string });
});

it.each([[["--version"]], [["--version", ADDRESS]]])("tells its version for %j", (parameters) => {
  expect(read(parameters, true)).toEqual({ kind: "tell", text: "1.2.3\n", stream: "stdout", exitCode: 0 });
});

it.each([["--help"], ["-h"]])("tells what it is for with %s", (flag) => {
  const command = read([flag]);
  expect(command).toMatchObject({ kind: "tell", stream: "stdout", exitCode: 0 });
  expect(command).toMatchObject({ text: expect.stringContaining("plugins:\n") as string });
});

it("does so as an executable, and ends", async () => {
  const root = path.join(__dirname, "..", "..", "..", "..");
  const main = path.join(root, "provider", "hosts", "plugin", "main.ts");
  const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", main, "--version"], { cwd: root });
  let text = "";
  child.stdout.on("data", (data) => (text += String(data)));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([text, code]).toEqual([`${version}\n`, 0]);
});
