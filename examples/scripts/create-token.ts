// Logs in with a password and prints a token for machines.
// Run: set CODER_URL and CODER_PASSWORD, then `npx ts-node create-token.ts ada@example.com deploy 30`.
import { CoderError } from "pulumi-coderd/provider";
import { passwordScript, withClient } from "./script";

passwordScript(
  "create-token.ts EMAIL [NAME] [DAYS]",
  async (anonymous, password, email = "", name = "deploy", days = "7") => {
    const lifetimeSeconds = Number(days) * 86_400;
    if (!(lifetimeSeconds > 0)) throw new CoderError(`"${days}" is not a number of days.`);
    const { session_token: token } = await anonymous.login({ email, password });
    await withClient({ token }, async (client) =>
      console.log((await client.createToken("me", { token_name: name, lifetimeSeconds })).key),
    );
  },
);
