// What every script here begins and ends with: its arguments, the client of the environment, and a message when it fails.
import { CoderError, createClient, type CoderClient, type Workspace } from "pulumi-coder/provider";

/** Runs `main` with the arguments that `usage` names after the script; those in brackets may be left out. */
export function script(usage: string, main: (client: CoderClient, ...values: string[]) => Promise<void>): void {
  void run(usage, main).catch((thrown: unknown) => {
    console.error(thrown instanceof CoderError ? thrown.message : thrown);
    process.exitCode = 1;
  });
}

/** The workspace that `OWNER/NAME` names. */
export async function workspaceOf(client: CoderClient, target: string): Promise<Workspace> {
  const [owner = "", name = "", ...more] = target.split("/");
  if (owner === "" || name === "" || more.length > 0) throw new CoderError(`"${target}" is not a workspace. Name it as OWNER/NAME.`);
  return client.getWorkspaceByOwnerAndName(owner, name);
}

async function run(usage: string, main: (client: CoderClient, ...values: string[]) => Promise<void>): Promise<void> {
  const values = process.argv.slice(2);
  const [, ...names] = usage.split(" ");
  const { CODER_URL: url = "", CODER_SESSION_TOKEN: token = "" } = process.env;
  const problems = [
    ...(values.length > names.length || values.length < names.filter((name) => !name.startsWith("[")).length ? [`Usage: ${usage}`] : []),
    ...(url === "" ? ["Set CODER_URL to the address of your Coder server, such as https://coder.example.com."] : []),
    ...(token === "" ? ["Set CODER_SESSION_TOKEN to a token of yours; `coder tokens create` makes one."] : []),
  ];
  if (problems.length > 0) throw new CoderError(problems.join("\n"));
  const client = createClient({ url, token, tokenSource: "the environment variable `CODER_SESSION_TOKEN`" });
  try {
    await main(client, ...values);
  } finally {
    await client.close();
  }
}
