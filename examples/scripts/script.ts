// What the scripts in this folder share: reading the arguments, making the client, and showing errors.
import { CoderError, createClient, type CoderClient, type Workspace } from "pulumi-coderd/provider";

const ADDRESS = { CODER_URL: "the address of your Coder server, such as https://coder.example.com." };
const TOKEN = { CODER_SESSION_TOKEN: "a token of yours; `coder tokens create` makes one." };

/** Runs `main` with the arguments that `usage` names after the script. Those in brackets may be left out. */
export function script(usage: string, main: (client: CoderClient, ...values: string[]) => Promise<void>): void {
  void told(async () => {
    const values = checked(usage, { ...ADDRESS, ...TOKEN });
    const token = process.env["CODER_SESSION_TOKEN"];
    await withClient({ token, tokenSource: "the environment variable `CODER_SESSION_TOKEN`" }, (client) =>
      main(client, ...values),
    );
  });
}

/** Does the same for a script that has a password and no token yet: `main` gets a client that is not logged in. */
export function passwordScript(
  usage: string,
  main: (anonymous: CoderClient, password: string, ...values: string[]) => Promise<void>,
): void {
  void told(async () => {
    const values = checked(usage, { ...ADDRESS, CODER_PASSWORD: "your password." });
    await withClient({}, (client) => main(client, process.env["CODER_PASSWORD"] ?? "", ...values));
  });
}

/** Runs `use` with a client of the server that the environment names. */
export async function withClient(
  login: { token?: string | undefined; tokenSource?: string },
  use: (client: CoderClient) => Promise<void>,
): Promise<void> {
  const client = createClient({ url: process.env["CODER_URL"] ?? "", ...login });
  try {
    await use(client);
  } finally {
    await client.close();
  }
}

/** The workspace that `OWNER/NAME` names. */
export async function workspaceOf(client: CoderClient, target: string): Promise<Workspace> {
  const [owner = "", name = "", ...more] = target.split("/");
  if (owner === "" || name === "" || more.length > 0)
    throw new CoderError(`"${target}" is not a workspace. Name it as OWNER/NAME.`);
  return client.getWorkspaceByOwnerAndName(owner, name);
}

async function told(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    // A file that can't be read or written is no defect either.
    const isProblem = thrown instanceof CoderError || (thrown instanceof Error && "syscall" in thrown);
    console.error(isProblem ? thrown.message : thrown);
    process.exitCode = 1;
  }
}

/** Returns the script's arguments, or throws if one of them or of the needed environment variables is missing. */
function checked(usage: string, settings: Readonly<Record<string, string>>): string[] {
  const values = process.argv.slice(2);
  const [, ...names] = usage.split(" ");
  const needed = names.filter((name) => !name.startsWith("[")).length;
  const missing = Object.entries(settings).filter(([name]) => (process.env[name] ?? "") === "");
  const problems = [
    ...(values.length > names.length || values.length < needed ? [`Usage: ${usage}`] : []),
    ...missing.map(([name, what]) => `Set ${name} to ${what}`),
  ];
  if (problems.length > 0) throw new CoderError(problems.join("\n"));
  return values;
}
