// A Coder server with settings of its own, for a test that the shared one can't serve. About ten seconds each: share it
// within the file.
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface OwnServer {
  url: string;
  token: string;
  stop(): Promise<void>;
}

/** @param settings of the server, such as CODER_ALLOW_WORKSPACE_RENAMES */
export async function startOwnServer(settings: Record<string, string>): Promise<OwnServer> {
  const child = spawn(process.execPath, [path.join(__dirname, "own-server.mjs"), JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`The server of this test did not start: exit code ${code}.`)));
  });
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  return {
    url,
    token,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
