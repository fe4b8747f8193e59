// @ts-check
// A Coder server with settings of its own, for the one test that needs them: started by own-server.ts, ends when its
// standard input does. Argument: the settings as JSON. Prints one line of JSON: url and token.
import { startServer } from "../toolchain/server.mjs";

const server = await startServer({ environment: JSON.parse(process.argv[2] ?? "{}") });
process.stdout.write(`${JSON.stringify({ url: server.url, token: server.token })}\n`);
process.stdin.resume().on("end", async () => {
  await server.stop();
  process.exit(0);
});
