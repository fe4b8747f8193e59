// Logs in with a password and prints a token for machines: `create-token.ts EMAIL NAME DAYS`, the password in CODER_PASSWORD.
import { createClient } from "pulumi-coder/provider";

async function main([email = "", name = "deploy", days = "7"]: string[]): Promise<void> {
  const url = process.env["CODER_URL"] ?? "";
  const anonymous = createClient({ url });
  const { session_token } = await anonymous.login({ email, password: process.env["CODER_PASSWORD"] ?? "" });
  const client = createClient({ url, token: session_token });
  const { key } = await client.createToken("me", { token_name: name, lifetimeSeconds: Number(days) * 86_400 });
  console.log(key);
  await Promise.all([anonymous.close(), client.close()]);
}

void main(process.argv.slice(2));
