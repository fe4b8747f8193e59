// Logs in with a password, which is in CODER_PASSWORD, and prints a token for machines.
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
